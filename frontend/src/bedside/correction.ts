/** Knows how a slip in a reading is put right: the values as they stand, what changes, and why; the first version stays. */
import { el, replace } from "../page/dom.ts";
import { changes } from "./changes.ts";
import type { Item, Outbox } from "./outbox.ts";
import { WORDS } from "./pad.ts";
import { timeOfDay } from "./reading-words.ts";
import { QUANTITIES, type Quantity, type Reading, type Values } from "./record.ts";

type Field = keyof Values;
const SCALES = { dissociation: "Dissociation, 0–10", moaas: "Sedation, MOAA/S 0–5" } as const;
const FIELDS: readonly Field[] = [...QUANTITIES, "dissociation", "moaas"];
const WHY = "Say why, for example “typed into the wrong box”.";

export class Correction {
  private readonly title = el("h2", { id: "correction-title" });
  private readonly inputs = Object.fromEntries(FIELDS.map((field) => [field, input(field)])) as Record<Field, HTMLInputElement>;
  private readonly reason = el("input", { id: "correction-reason", type: "text", maxlength: 300, autocomplete: "off", "aria-describedby": "correction-hint" });
  private readonly complaint = el("div", { class: "stack tight" });
  private readonly sure = el("button", { class: "button primary large" }, "Save the correction");
  private readonly dialog: HTMLDialogElement;
  private readonly outbox: Outbox;
  private reading: Reading | null = null;
  private pending: string | null = null;
  private asked: string[] = [];

  constructor(outbox: Outbox) {
    this.outbox = outbox;
    const keep = el("button", { type: "button", class: "button quiet large" }, "Leave it as it is");
    const fields = FIELDS.map((field) => el("div", { class: "field" }, el("label", { for: `correction-${field}` }, label(field)), this.inputs[field]));
    const form = el("form", { "data-resubmit": true, novalidate: true }, this.title, el("p", { class: "muted" }, "The earlier values stay in the record. Empty a box that was not measured."),
      el("div", { class: "correction-fields" }, ...fields),
      el("div", { class: "field" }, el("label", { for: "correction-reason" }, "Reason"), el("p", { class: "hint", id: "correction-hint" }, WHY), this.reason),
      this.complaint, el("div", { class: "form-actions" }, this.sure, keep));
    this.dialog = el("dialog", { class: "dialog correction", "aria-labelledby": "correction-title" }, form);
    this.dialog.addEventListener("close", () => this.dialog.remove()); // its boxes are on the page only while it is open
    keep.addEventListener("click", () => this.dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  open(reading: Reading): void {
    if (this.pending !== null) return this.appear();
    this.reading = reading;
    this.asked = [];
    for (const field of FIELDS) this.inputs[field].value = reading[field]?.toString() ?? "";
    this.title.textContent = `Correct the reading of ${timeOfDay(reading.at)}`;
    this.reason.value = "";
    this.say([]);
    this.appear();
  }

  private send(): void {
    if (this.reading === null || this.pending !== null) return;
    const changed = changes(this.reading, Object.fromEntries(FIELDS.map((field) => [field, this.inputs[field].value])));
    if (changed === null) return this.say(["Give whole numbers, or leave a box empty."]);
    if (Object.keys(changed).length === 0) return this.say(["No value has changed."]);
    if (this.reason.value.trim() === "") return this.say([WHY], this.reason);
    this.sure.disabled = true;
    this.pending = this.outbox.add("correction", { reading_id: this.reading.reading_id, ...changed, reason: this.reason.value.trim(), confirmed: this.asked }).clientId;
  }

  /** Hears how the outbox stands: saved or waiting closes the dialog, a refusal is said in it. */
  follow(items: readonly Item[]): void {
    const item = items.find((candidate) => candidate.clientId === this.pending);
    if (this.pending === null || item?.status === "sending") return;
    if (item && (item.status === "refused" || item.status === "asking")) return this.takeBack(item);
    if (!item || item.attempts > 0) this.dialog.close(); // saved, or now in the queue
    if (!item) this.pending = null;
    this.sure.disabled = this.pending !== null;
  }

  private takeBack(item: Item): void {
    this.pending = null;
    this.sure.disabled = false;
    this.asked = item.status === "asking" ? [...new Set([...this.asked, ...Object.keys(item.sentences)])] : [];
    this.sure.textContent = item.status === "asking" ? "I have checked: save the correction" : "Save the correction";
    this.say(Object.values(item.sentences));
    this.outbox.withdraw(item.clientId);
    this.appear();
  }

  private appear(): void {
    if (this.dialog.open) return;
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  private say(sentences: string[], at: HTMLElement | null = null): void {
    replace(this.complaint, ...sentences.map((sentence) => el("p", { class: "error", role: "alert" }, sentence)));
    at?.focus();
  }
}

const label = (field: Field): string => (field in WORDS ? `${WORDS[field as Quantity].label}, ${WORDS[field as Quantity].unit}` : SCALES[field as keyof typeof SCALES]);

const input = (field: Field): HTMLInputElement => el("input", { id: `correction-${field}`, type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 4 });
