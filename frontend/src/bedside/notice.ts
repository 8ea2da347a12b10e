/** Knows how a passed threshold is said: at once, by word, shape and colour, until a later reading is within. */
import { el, replace } from "../page/dom.ts";
import { WORDS } from "./pad.ts";
import { timeOfDay } from "./reading-words.ts";
import type { Quantity, Values } from "./record.ts";
import type { Passed, Priority } from "./thresholds.ts";

const PRIORITY_WORDS: Record<Priority, string> = { high: "High priority", medium: "Medium priority", low: "Low priority" };
const ALARM = "The bedside monitor is the alarm.";

export interface Notice { root: HTMLElement; show(passed: readonly Passed[]): void }

/** A line for the strip. It is assertive, so it is written only when what stands has changed. */
export function stripNotice(): Notice {
  return notice(el("div", { class: "passed-strip", role: "alert", "aria-live": "assertive" }), (passed) => [
    el("p", { class: "passed-title" }, el("span", {}, passed.length === 1 ? "Threshold you set was passed." : "Thresholds you set were passed."), " ", el("span", {}, ALARM)),
    el("ul", { class: "passed-list" }, ...passed.map((one) =>
      el("li", { class: "passed-item", "data-priority": one.priority },
        el("span", { class: "passed-word" }, PRIORITY_WORDS[one.priority]), " ", el("strong", { class: "passed-value" }, valueWords(one)), ` at ${timeOfDay(one.at)}`)))]);
}

/** The same beside the form, with the limit and what may be done now. The strip has spoken; this one is silent. */
export function formNotice(): Notice {
  return notice(el("section", { class: "passed-card", "aria-label": "Thresholds passed" }), (passed) => [
    el("ul", { class: "findings" }, ...passed.map((one) => el("li", { class: "finding passed-finding", "data-severity": one.priority === "high" ? "stop" : "review" },
      el("p", { class: "finding-what" }, el("span", { class: "finding-word" }, `${PRIORITY_WORDS[one.priority]}.`), ` ${one.finding.what}`, " ", el("span", { class: "passed-at" }, `At ${timeOfDay(one.at)}.`))))),
    ...[...new Set(passed.map((one) => one.finding.may_do ?? ""))].filter(Boolean).map((words) => el("p", { class: "passed-do" }, `${words} ${ALARM}`))]);
}

/** Empty, not hidden, while nothing stands: what is hidden is not listened to when words arrive in it. */
function notice(root: HTMLElement, lines: (passed: readonly Passed[]) => HTMLElement[]): Notice {
  root.dataset.words = "[]";
  return {
    root,
    show(passed) {
      const words = JSON.stringify(passed);
      if (root.dataset.words === words) return;
      root.dataset.words = words;
      root.dataset.priority = passed[0]?.priority ?? "";
      replace(root, ...(passed.length === 0 ? [] : lines(passed)));
    },
  };
}

const SCALES: Partial<Record<keyof Values, string>> = { dissociation: "Dissociation", moaas: "MOAA/S" };

/** "Systolic 190 mmHg"; the sentence of the finding where it names no quantity. */
export function valueWords({ quantity, value, finding }: Passed): string {
  if (quantity === null || value === null) return finding.what;
  const words = quantity in WORDS ? WORDS[quantity as Quantity] : null;
  return [words?.short ?? SCALES[quantity], String(value), words?.unit].filter(Boolean).join("\u00a0");
}
