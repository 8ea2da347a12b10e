/** Knows a note between readings: words, saved like everything else. */
import { el } from "../page/dom.ts";
import { serverNow } from "../page/server-clock.ts";
import type { Outbox } from "./outbox.ts";

export interface NoteForm { root: HTMLFormElement; fill(text: string): void; readonly isDirty: boolean }

export function noteForm(outbox: Outbox): NoteForm {
  const input = el("textarea", { id: "session-note", rows: 2, maxlength: 2000 });
  const root = el("form", { class: "card note-form", "data-resubmit": true, novalidate: true },
    el("div", { class: "field" }, el("label", { for: "session-note" }, "Note for the record"), input), el("button", { class: "button large" }, "Add note"));
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return input.focus();
    outbox.add("note", { text, at: new Date(serverNow()).toISOString() });
    input.value = "";
  });
  return {
    root,
    fill: (text) => (input.value = text),
    get isDirty() {
      return input.value.trim() !== "";
    },
  };
}
