/** Knows the two scales asked at the bedside: dissociation 0–10 and sedation; a second tap takes an answer back. */
import { el } from "../page/dom.ts";

export interface Scale { root: HTMLElement; value(): number | null; set(value: number | null): void; complaint: HTMLElement }

function scale(name: string, className: string, legend: string, hint: string, answers: { value: number; label: string; note?: string }[], ends: HTMLElement | null): Scale {
  const complaint = el("div", { class: "tile-complaint" });
  const choices = answers.map(({ value, label, note }) =>
    el("label", { class: "choice" }, el("input", { type: "radio", name, value }), el("span", { class: "choice-text" }, label), note && el("span", { class: "choice-note" }, note)));
  const root = el("fieldset", { class: `choices ${className}` }, el("legend", {}, legend, el("span", { class: "hint" }, ` ${hint}`)), el("div", { class: "choices-row" }, ...choices), ends, complaint);
  const inputs = [...root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  takeBack(root, inputs);
  return {
    root, complaint,
    value: () => numberOf(inputs.find((input) => input.checked)?.value),
    set: (value) => inputs.forEach((input) => (input.checked = value !== null && input.value === String(value))),
  };
}

const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

function takeBack(root: HTMLElement, inputs: HTMLInputElement[]): void {
  let chosen: HTMLInputElement | null = null;
  root.addEventListener("click", (event) => {
    const input = inputs.find((candidate) => candidate === event.target);
    if (!input) return;
    if (input === chosen) input.checked = false;
    chosen = input.checked ? input : null;
    root.dispatchEvent(new Event("input", { bubbles: true }));
  });
  root.addEventListener("focusin", () => (chosen = inputs.find((input) => input.checked) ?? null));
}

export function dissociationScale(): Scale {
  const answers = Array.from({ length: 11 }, (_, value) => ({ value, label: String(value) }));
  return scale("dissociation", "scale", "Dissociation", "asked of the patient", answers, el("div", { class: "choices-ends" }, el("span", {}, "0 not at all"), el("span", {}, "10 completely")));
}

export function sedationScale(levels: { value: number; label: string }[], variant: string): Scale {
  const answers = [...levels].sort((a, b) => b.value - a.value).map(({ value, label }) => ({ value, label, note: String(value) }));
  return scale("moaas", "moaas", "Sedation", `MOAA/S${variant ? `, ${variant}` : ""}`, answers, null);
}
