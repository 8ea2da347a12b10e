/** Knows how each answer reaches the clinic while the rest is still open, one after another, again after a lost connection. */

const AGAIN_AFTER = 5_000;

export class AnswerKeeper {
  private readonly form: HTMLFormElement;
  private readonly told: (kept: boolean) => void;
  /** what is not kept yet: the last answer to each question counts */
  private readonly waiting = new Map<string, string>();
  private isBusy = false;

  constructor(form: HTMLFormElement, told: (kept: boolean) => void) {
    this.form = form;
    this.told = told;
    window.addEventListener("online", () => void this.send());
  }

  keep(question: HTMLElement): void {
    const chosen = question.querySelector<HTMLInputElement>("input:checked");
    const item = question.dataset.item;
    if (!chosen || item === undefined) return;
    this.waiting.set(item, chosen.value);
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    let isLost = false;
    for (const [item, value] of this.waiting) {
      isLost = !(await this.post(item, value));
      if (isLost) break;
      if (this.waiting.get(item) === value) this.waiting.delete(item);
    }
    this.isBusy = false;
    this.told(!isLost);
    if (isLost) setTimeout(() => void this.send(), AGAIN_AFTER);
    else if (this.waiting.size > 0) void this.send();
  }

  /** True when the clinic has it, or will never take it: a closed link says so itself when the answers are sent. */
  private async post(item: string, value: string): Promise<boolean> {
    const invitation = this.form.querySelector<HTMLInputElement>('input[name="invitation"]')?.value ?? "";
    try {
      const answer = await fetch(this.form.dataset.keep ?? "", { method: "POST", body: new URLSearchParams({ invitation, item, value }), keepalive: true });
      return answer.status < 500;
    } catch {
      return false;
    }
  }
}
