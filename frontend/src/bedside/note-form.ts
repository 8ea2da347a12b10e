/** Knows a note between readings, and a late one after the end: words, saved like everything else. */
import { el, setText } from "../page/dom.ts";
import { serverNow } from "../page/server-clock.ts";
import type { Outbox } from "./outbox.ts";

export interface NoteForm {
  root: HTMLElement;
  fill(text: string): void;
  /** While a session runs the form is there; after its end a button offers it. */
  show(mayNote: boolean, isLate: boolean): void;
  readonly isDirty: boolean;
}

export function noteForm(outbox: Outbox): NoteForm {
  const input = el("textarea", { id: "session-note", rows: 2, maxlength: 2000 });
  const label = el("label", { for: "session-note" }, "Note for the record");
  const form = el("form", { class: "card note-form", "data-resubmit": true, novalidate: true }, el("div", { class: "field" }, label, input), el("button", { class: "button large" }, "Add note"));
  const offer = el("button", { type: "button", class: "button large", hidden: true, "aria-expanded": "false" }, "Add a late note");
  const open = (): void => {
    form.hidden = false;
    offer.hidden = true;
  };
  let isLateNow = false;
  offer.addEventListener("click", () => {
    open();
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return input.focus();
    outbox.add("note", { text, at: new Date(serverNow()).toISOString() });
    input.value = "";
    if (isLateNow) [form.hidden, offer.hidden] = [true, false];
  });
  return {
    root: el("div", { class: "note-place" }, offer, form),
    fill(text) {
      open();
      input.value = text;
    },
    show(mayNote, isLate) {
      setText(label, isLate ? "Late note, kept with your name and the time you write it" : "Note for the record");
      if (isLate && !isLateNow && input.value.trim() === "") [form.hidden, offer.hidden] = [true, false];
      isLateNow = isLate;
      if (!mayNote) form.hidden = offer.hidden = true;
    },
    get isDirty() {
      return input.value.trim() !== "";
    },
  };
}
