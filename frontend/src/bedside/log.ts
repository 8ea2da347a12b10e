/** Knows the list of what happened, newest first, and says new things aloud. */
import { el, replace, setText } from "../page/dom.ts";
import type { Reading, SessionEvent } from "./record.ts";
import { eventTitle, eventWords, timeOfDay } from "./reading-words.ts";
import { readings, type Story } from "./story.ts";

const SEVERITY_WORDS = { stop: "Stop.", review: "Check.", note: "Note." } as const;

export interface Log { root: HTMLElement; show(story: Story): void; announce(words: string): void }

/** `correct` opens a reading for correction; null where nobody may. */
export function log(correct: ((reading: Reading) => void) | null): Log {
  const list = el("ol", { class: "log", tabindex: 0, "aria-label": "Events, newest first" });
  const voice = el("p", { class: "visually-hidden", "aria-live": "polite", role: "status" });
  const none = el("p", { class: "muted" }, "Nothing has been charted yet.");
  return {
    root: el("section", { class: "card log-card", "aria-label": "What happened" }, el("h2", {}, "What happened"), none, list, voice),
    show(story) {
      none.hidden = story.events.length > 0;
      const shown = new Set([...list.children].map((child) => Number((child as HTMLElement).dataset.seq)));
      if (shown.size === story.events.length) return;
      const standing = new Map(readings(story).map((reading) => [reading.reading_id, reading]));
      replace(list, ...[...story.events].reverse().map((event) => {
        const reading = standing.get(event.payload.reading_id);
        return line(event, shown.size > 0 && !shown.has(event.seq), reading && correct ? correctButton(reading, correct) : null);
      }));
    },
    announce: (words) => setText(voice, words),
  };
}

/** Only a reading that stands can be corrected: of one corrected before, its correction. */
function correctButton(reading: Reading, correct: (reading: Reading) => void): HTMLElement {
  const button = el("button", { type: "button", class: "button quiet log-correct" }, "Correct this reading", el("span", { class: "visually-hidden" }, ` of ${timeOfDay(reading.at)}`));
  button.addEventListener("click", () => correct(reading));
  return button;
}

function line(event: SessionEvent, isNew: boolean, button: HTMLElement | null): HTMLElement {
  const { payload } = event;
  const words = eventWords(event);
  return el("li", { "data-kind": event.kind, "data-seq": event.seq, class: isNew ? "is-new" : null },
    el("time", { class: "log-time", datetime: payload.at ?? event.at }, timeOfDay(payload.at ?? event.at)),
    el("div", { class: "log-what" }, el("p", {}, el("strong", {}, eventTitle(event)), words && ` ${words}`), findings(event), button),
    el("span", { class: "log-who" }, payload.by ?? ""));
}

function findings({ payload }: SessionEvent): HTMLElement | null {
  const found = payload.findings ?? [];
  return found.length === 0 ? null : el("ul", { class: "findings" }, ...found.map((finding) =>
    el("li", { class: "finding", "data-severity": finding.severity },
      el("p", { class: "finding-what" }, el("span", { class: "finding-word" }, SEVERITY_WORDS[finding.severity]), ` ${finding.what}`),
      finding.may_do && el("p", { class: "finding-do" }, finding.may_do), finding.source && el("p", { class: "source" }, finding.source))));
}

/** A new event as it is said aloud: what, when, by whom, and what was found. */
export function spoken(event: SessionEvent): string {
  const found = (event.payload.findings ?? []).map((finding) => finding.what).join(" ");
  return [`${eventTitle(event)} at ${timeOfDay(event.payload.at ?? event.at)}.`, eventWords(event), found].filter(Boolean).join(" ");
}
