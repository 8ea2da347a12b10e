/** Knows that an unattended screen signs itself off, and warns a minute before. */
import { el, setText } from "../page/dom.ts";

const WARNING = 60_000;
const KEEPALIVE_EVERY = 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export function watchIdle(): void {
  const { idleSeconds, idleUrl, keepaliveUrl } = document.body.dataset;
  const limit = Number(idleSeconds) * 1000;
  if (!(limit > 0) || !idleUrl) return;
  const watch = new IdleWatch(limit, idleUrl, keepaliveUrl ?? null);
  for (const kind of SIGNS_OF_LIFE) document.addEventListener(kind, () => watch.alive(), { passive: true });
  setInterval(() => watch.tick(), 1000);
}

class IdleWatch {
  private last = Date.now();
  private kept = Date.now();
  private readonly words = el("p", {}, "");
  private readonly dialog: HTMLDialogElement;
  private readonly limit: number;
  private readonly leaveFor: string;
  private readonly keepalive: string | null;

  constructor(limit: number, leaveFor: string, keepalive: string | null) {
    this.limit = limit;
    this.leaveFor = leaveFor;
    this.keepalive = keepalive;
    const stay = el("button", { type: "button", class: "button primary large" }, "I am still here");
    stay.addEventListener("click", () => this.alive(true));
    this.dialog = el("dialog", { class: "dialog", "aria-labelledby": "idle-title" },
      el("div", {}, el("h2", { id: "idle-title" }, "Still there?"), this.words, stay));
    this.dialog.addEventListener("close", () => this.alive(true));
    document.body.append(this.dialog);
  }

  /** While the question is on screen only an answer counts, not a passing touch. */
  alive(answered = false): void {
    if (this.dialog.open && !answered) return;
    this.last = Date.now();
    if (this.dialog.open) this.dialog.close();
    if (this.keepalive && Date.now() - this.kept > KEEPALIVE_EVERY) this.keep(this.keepalive);
  }

  private keep(url: string): void {
    this.kept = Date.now();
    fetch(url, { credentials: "same-origin" }).catch(() => (this.kept = 0));
  }

  tick(): void {
    const left = this.last + this.limit - Date.now();
    if (left <= 0) location.assign(this.leaveFor);
    else if (left <= WARNING) this.warn(left);
  }

  private warn(left: number): void {
    setText(this.words, `This screen signs off in ${Math.ceil(left / 1000)} seconds, so that nobody else reads it.`);
    if (!this.dialog.open) this.dialog.showModal();
  }
}
