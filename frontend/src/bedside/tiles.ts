/** Knows one measured quantity on the form: its label, its digits, the value before and which way it moves. */
import { el, replace, setAttribute, setText } from "../page/dom.ts";
import { relativeWords } from "../page/durations.ts";
import { TREND_SIGN, TREND_WORD, WORDS, trend } from "./pad.ts";
import type { Quantity } from "./record.ts";
import type { latest } from "./story.ts";

export interface Tile {
  root: HTMLElement;
  /** stands under the row of boxes, so that a sentence moves no box sideways */
  complaint: HTMLElement;
  input: HTMLInputElement;
  value(): number | null;
  before(last: ReturnType<typeof latest>, now: number): void;
  say(sentence: string | null, asks: boolean): void;
  isConfirmed(): boolean;
}

export function tile(quantity: Quantity): Tile {
  const { label, short, unit, digits } = WORDS[quantity];
  const id = `reading-${quantity}`;
  // the pad is the keyboard of gloved hands; a real keyboard still types
  const input = el("input", { id, name: quantity, type: "text", inputmode: "none", autocomplete: "off", maxlength: digits + 1, "aria-describedby": `${id}-before ${id}-error` });
  const previous = el("p", { class: "tile-before", id: `${id}-before` });
  const complaint = el("div", { id: `${id}-error`, class: "tile-complaint" });
  const root = el("div", { class: "tile", "data-quantity": quantity }, el("label", { for: id }, el("span", { class: "visually-hidden" }, label), el("span", { "aria-hidden": "true" }, short), el("span", { class: "unit" }, ` ${unit}`)), input, previous);
  input.addEventListener("input", () => (input.value = input.value.replace(/[^\d.]/g, "")));
  return {
    root, complaint, input,
    value: () => (input.value.trim() === "" ? null : Number(input.value)),
    before: (last, now) => showBefore(previous, quantity, last, now),
    say: (sentence, asks) => showComplaint(complaint, input, sentence, asks),
    isConfirmed: () => complaint.querySelector<HTMLInputElement>("input")?.checked ?? false,
  };
}

function showBefore(place: HTMLElement, quantity: Quantity, last: ReturnType<typeof latest>, now: number): void {
  if (!last) return setText(place, "none yet");
  const way = trend(quantity, last.value, last.before);
  const words = `${last.value} ${way ? TREND_SIGN[way] : ""} ${relativeWords(Date.parse(last.at), now)}`;
  if (place.dataset.words === words) return;
  place.dataset.words = words;
  replace(place, el("strong", {}, last.value), way && el("span", { class: "trend", "aria-hidden": "true" }, ` ${TREND_SIGN[way]}`), way && el("span", { class: "visually-hidden" }, ` ${TREND_WORD[way]}`), ` ${relativeWords(Date.parse(last.at), now)}`);
}

export function showComplaint(place: HTMLElement, input: HTMLInputElement | null, sentence: string | null, asks: boolean): void {
  if (input) setAttribute(input, "aria-invalid", sentence ? "true" : null);
  replace(place,
    sentence && el("p", { class: asks ? "error asks" : "error", role: "alert" }, sentence),
    sentence && asks && el("label", { class: "check confirm" }, el("input", { type: "checkbox" }), el("span", {}, "It is right, I have checked.")));
}
