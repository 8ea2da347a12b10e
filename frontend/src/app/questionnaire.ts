/** Knows how a person is led through a questionnaire: what is answered, what comes next, what is missing. */
import { el, setText, whenever } from "../page/dom.ts";

export function guideQuestionnaires(): void {
  whenever<HTMLFormElement>("form[data-questionnaire]", guide);
}

const isAnswered = (question: Element): boolean => question.querySelector("input:checked") !== null;

function guide(form: HTMLFormElement): void {
  const questions = [...form.querySelectorAll<HTMLElement>(".question")];
  const bar = el("progress", { class: "questionnaire-bar", max: questions.length, "aria-label": "Questions answered" });
  form.querySelector(".questionnaire-progress")?.after(bar);
  form.noValidate = true; // we say ourselves what is missing, in words
  let byTouch = false;
  form.addEventListener("pointerdown", () => (byTouch = true));
  form.addEventListener("keydown", () => (byTouch = false));
  form.addEventListener("change", (event) => {
    const question = event.target instanceof Element ? event.target.closest(".question") : null;
    if (question) clearMissing(question);
    showProgress(form, questions, bar);
    if (byTouch && question) bringUp(following(questions, question));
  });
  form.addEventListener("submit", (event) => refuseIfIncomplete(event, questions), { capture: true });
  showProgress(form, questions, bar);
}

function showProgress(form: HTMLFormElement, questions: HTMLElement[], bar: HTMLProgressElement): void {
  const answered = questions.filter(isAnswered).length;
  bar.value = answered;
  const words = answered === questions.length ? "All answered. Thank you." : `${answered} of ${questions.length} answered`;
  const place = form.querySelector(".questionnaire-progress");
  if (place) setText(place, words);
}

/** The next question still open, when the one after this is open too: going back to change an answer does not throw the reader forward. */
function following(questions: HTMLElement[], from: Element): HTMLElement | null {
  const next = questions[questions.findIndex((question) => question === from) + 1];
  return next && !isAnswered(next) ? next : null;
}

function bringUp(question: HTMLElement | null): void {
  question?.scrollIntoView({ block: "start" }); // smooth or not is the style sheet's choice
}

function refuseIfIncomplete(event: Event, questions: HTMLElement[]): void {
  const missing = questions.filter((question) => !isAnswered(question));
  if (missing.length === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const question of missing) markMissing(question);
  bringUp(missing[0] ?? null);
  missing[0]?.querySelector("input")?.focus({ preventScroll: true });
}

function clearMissing(question: Element): void {
  question.classList.remove("is-missing");
  question.querySelector(".error")?.remove();
}

function markMissing(question: HTMLElement): void {
  question.classList.add("is-missing");
  if (!question.querySelector(".error")) question.append(el("p", { class: "error" }, "Please choose an answer."));
}
