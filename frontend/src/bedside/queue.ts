/** Knows the list of what is not saved yet: said plainly, kept in order, each with what a person can do about it. */
import { el, replace } from "../page/dom.ts";
import type { Item, Outbox } from "./outbox.ts";
import type { Values } from "./record.ts";
import { timeOfDay, valuesWords } from "./reading-words.ts";

const TITLES = { reading: "Reading", injection: "Injection", note: "Note", end: "End of session", correction: "Correction" } as const;

export interface Queue { root: HTMLElement; show(items: readonly Item[]): void }

/** `correct` puts an unsaved item back where it can be changed; it is offered for what can be typed again. */
export function queue(outbox: Outbox, correct: (item: Item) => void): Queue {
  const list = el("ul", { class: "pending" });
  const root = el("section", { class: "queue", "aria-label": "Not saved yet", hidden: true }, el("h2", {}, "Not saved yet"), el("p", { class: "muted" }, "Keep this page open until this list is empty."), list);
  return {
    root,
    show(items) {
      root.hidden = items.length === 0;
      replace(list, ...items.map((item) => line(item, outbox, correct)));
    },
  };
}

function line(item: Item, outbox: Outbox, correct: (item: Item) => void): HTMLElement {
  const words = item.act === "note" ? `“${String(item.body.text ?? "")}”` : valuesWords(item.body as Values);
  const at = typeof item.body.at === "string" ? ` ${timeOfDay(item.body.at)}` : "";
  return el("li", { class: "pending-item", "data-status": item.status },
    el("p", {}, el("strong", {}, `${TITLES[item.act]}${at}`), " ", words),
    el("p", { class: "pending-state" }, stateWords(item)),
    ...Object.values(item.sentences).map((sentence) => el("p", { class: "error" }, sentence)),
    el("div", { class: "cluster" }, ...choices(item, outbox, correct)));
}

function stateWords({ status, attempts, sentences }: Item): string {
  if (status === "sending") return attempts > 1 ? "saving… (again)" : "saving…";
  if (status === "waiting" && Object.keys(sentences).length > 0) return "not saved yet; trying again";
  if (status === "waiting") return attempts === 0 ? "waiting for its turn" : `not saved yet: the server did not answer${attempts > 1 ? ` ${attempts} times` : ""}; trying again`;
  return status === "asking" ? "not saved: please look again" : "not saved: refused";
}

function choices(item: Item, outbox: Outbox, correct: (item: Item) => void): HTMLElement[] {
  const button = (words: string, press: () => void, kind = ""): HTMLElement => {
    const made = el("button", { type: "button", class: `button ${kind}` }, words);
    made.addEventListener("click", press);
    return made;
  };
  if (item.status === "waiting" && item.attempts > 0) return [button("Try now", () => outbox.retry())];
  const isOpen = item.status === "refused" || item.status === "asking";
  return [
    ...(item.status === "asking" ? [button("It is right, save it", () => outbox.confirm(item.clientId), "primary")] : []),
    ...(isOpen && (item.act === "reading" || item.act === "note") ? [button("Correct it", () => correct(item))] : []),
    ...(isOpen ? [button("Discard", () => outbox.withdraw(item.clientId), "quiet danger")] : []),
  ];
}
