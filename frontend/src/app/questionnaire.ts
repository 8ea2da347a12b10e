/** Knows how a person is led through a questionnaire: what is asked, what is answered and kept, what is missing. */
import { el, setText, whenever } from "../page/dom.ts";
import { AnswerKeeper } from "./keep-answers.ts";

export function guideQuestionnaires(): void {
  whenever<HTMLFormElement>("form[data-questionnaire]", (form) => new Guide(form).start());
}

const isAnswered = (question: Element): boolean => question.querySelector("input:checked") !== null;

class Guide {
  private readonly form: HTMLFormElement;
  private readonly questions: HTMLElement[];
  private readonly bar: HTMLProgressElement;
  private readonly keeper: AnswerKeeper | null;
  private byTouch = false;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.questions = [...form.querySelectorAll<HTMLElement>(".question")];
    this.bar = el("progress", { class: "questionnaire-bar", "aria-label": this.word("bar", "Questions answered") });
    this.keeper = form.dataset.keep ? new AnswerKeeper(form, (kept) => this.showKept(kept)) : null;
  }

  start(): void {
    this.form.querySelector(".questionnaire-progress")?.after(this.bar);
    this.form.noValidate = true; // we say ourselves what is missing, in words
    this.form.addEventListener("pointerdown", () => (this.byTouch = true));
    this.form.addEventListener("keydown", () => (this.byTouch = false));
    this.form.addEventListener("change", (event) => this.onChange(event));
    this.form.addEventListener("submit", (event) => this.refuseIfIncomplete(event), { capture: true });
    this.ask();
    for (const question of this.questions) offerHelp(question);
    this.showProgress();
  }

  private onChange(event: Event): void {
    const question = event.target instanceof Element ? event.target.closest<HTMLElement>(".question") : null;
    this.ask();
    if (question) {
      clearMissing(question);
      offerHelp(question);
      this.keeper?.keep(question);
    }
    this.showProgress();
    if (this.byTouch && question && !isHelpShown(question)) bringUp(this.following(question));
  }

  /** Questions that follow from another answer are hidden, and not sent, while that answer does not ask for them. */
  private ask(): void {
    for (const question of this.questions) {
      const { whenItem, whenAbove } = question.dataset;
      if (whenItem === undefined) continue;
      const given = this.form.querySelector<HTMLInputElement>(`input[name="${CSS.escape(whenItem)}"]:checked`)?.value;
      const isAsked = given !== undefined && Number(given) > Number(whenAbove);
      question.hidden = !isAsked;
      for (const input of question.querySelectorAll("input")) input.disabled = !isAsked;
    }
  }

  private get asked(): HTMLElement[] {
    return this.questions.filter((question) => !question.hidden);
  }

  private showProgress(): void {
    const [answered, all] = [this.asked.filter(isAnswered).length, this.asked.length];
    this.bar.max = all;
    this.bar.value = answered;
    const going = this.word("progress", "{answered} of {all} answered").replace("{answered}", String(answered)).replace("{all}", String(all));
    this.say(answered === all ? this.word("done", "All answered. Thank you.") : going);
  }

  private showKept(kept: boolean): void {
    if (kept) this.showProgress();
    else this.say(this.word("offline", "Not kept yet."));
  }

  private say(words: string): void {
    const place = this.form.querySelector(".questionnaire-progress");
    if (place) setText(place, words);
  }

  /** The next question still open, when the one after this is open too: going back to change an answer does not throw the reader forward. */
  private following(from: HTMLElement): HTMLElement | null {
    const next = this.asked[this.asked.indexOf(from) + 1];
    return next && !isAnswered(next) ? next : null;
  }

  private refuseIfIncomplete(event: Event): void {
    const missing = this.asked.filter((question) => !isAnswered(question));
    if (missing.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const question of missing) this.markMissing(question);
    bringUp(missing[0] ?? null);
    missing[0]?.querySelector("input")?.focus({ preventScroll: true });
  }

  private markMissing(question: HTMLElement): void {
    question.classList.add("is-missing");
    if (!question.querySelector(".error")) question.append(el("p", { class: "error" }, this.word("missing", "Please choose an answer.")));
  }

  /** The page's own words, in the reader's language. */
  private word(name: string, otherwise: string): string {
    return this.form.getAttribute(`data-word-${name}`) ?? otherwise;
  }
}

/** Where an answer speaks of self-harm, help is shown at once, not only after sending. */
function offerHelp(question: HTMLElement): void {
  const help = question.querySelector<HTMLElement>("[data-risk-help]");
  const chosen = question.querySelector<HTMLInputElement>("input:checked");
  if (!help) return;
  const shown = chosen !== null && Number(chosen.value) >= Number(question.dataset.riskFrom);
  if (shown && help.hidden) help.setAttribute("role", "alert");
  help.hidden = !shown;
}

const isHelpShown = (question: HTMLElement): boolean => question.querySelector("[data-risk-help]:not([hidden])") !== null;

function bringUp(question: HTMLElement | null): void {
  question?.scrollIntoView({ block: "start" }); // smooth or not is the style sheet's choice
}

function clearMissing(question: Element): void {
  question.classList.remove("is-missing");
  question.querySelector(".error")?.remove();
}
