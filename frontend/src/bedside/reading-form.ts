/** Knows the form that takes a reading: values, scales, note; it holds what is typed until the server has it or the queue keeps it. */
import { el, replace, setAttribute, setText } from "../page/dom.ts";
import { serverNow } from "../page/server-clock.ts";
import { keypad } from "./keypad.ts";
import { WHOLE, type Item, type Outbox } from "./outbox.ts";
import { QUANTITIES, type Quantity, type SessionData, type Values } from "./record.ts";
import { dissociationScale, sedationScale } from "./scales.ts";
import { latest, type Story } from "./story.ts";
import { standing } from "./thresholds.ts";
import { showComplaint, tile, type Tile } from "./tiles.ts";

/** Boxes that stand side by side; what is wrong in a row is said under it. */
const ROWS: readonly (readonly Quantity[])[] = [["systolic", "diastolic"], ["heart_rate", "spo2"], ["respiratory_rate"]];
const PATIENCE = 1500; // after that the reading moves to the queue and the form is free for the next

export class ReadingForm {
  readonly root: HTMLFormElement;
  /** the reading that this form is waiting for; the queue does not show it */
  current: string | null = null;
  private readonly tiles = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, tile(quantity)])) as Record<Quantity, Tile>;
  private readonly dissociation = dissociationScale();
  private readonly sedation;
  private readonly note = el("input", { id: "reading-note", name: "note", type: "text", maxlength: 500, autocomplete: "off" });
  private readonly whole = el("div", { class: "tile-complaint" });
  private readonly save = el("button", { class: "button primary large wide" }, "Save reading");
  private readonly outbox: Outbox;
  private readonly changed: () => void;
  private reuse: string | null = null;
  private timer = 0;

  constructor(data: SessionData, outbox: Outbox, changed: () => void) {
    this.outbox = outbox;
    this.changed = changed;
    this.sedation = sedationScale(data.moaas, data.moaas_variant ?? "");
    const pad = keypad(this.tiles, () => this.dissociation.root.querySelector("input")?.focus());
    const values = el("div", { class: "tiles" }, ...ROWS.flatMap((row) => [...row.map((quantity) => this.tiles[quantity].root), el("div", { class: "tile-complaints" }, ...row.map((quantity) => this.tiles[quantity].complaint))]));
    const noteField = el("div", { class: "field" }, el("label", { for: "reading-note" }, "Note ", el("span", { class: "optional" }, "with this reading, optional")), this.note);
    this.root = el("form", { class: "card reading-form", "aria-label": "New reading", "data-resubmit": true, novalidate: true },
      el("header", { class: "card-head" }, el("h2", {}, "New reading")), el("div", { class: "entry" }, values, pad), this.dissociation.root, this.sedation.root, noteField, this.whole, this.save);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Enter goes to the next value; on the last it saves. */
  private onKey(event: KeyboardEvent): void {
    const at = QUANTITIES.findIndex((quantity) => this.tiles[quantity].input === event.target);
    const next = QUANTITIES[at + 1];
    if (event.key !== "Enter" || at === -1 || !next) return;
    event.preventDefault();
    this.tiles[next].input.focus();
  }

  get isDirty(): boolean {
    return this.current === null && (Object.values(this.values()).some((value) => value !== null) || this.note.value !== "");
  }

  private values(): Values {
    const measured = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, this.tiles[quantity].value()]));
    return { ...measured, dissociation: this.dissociation.value(), moaas: this.sedation.value() };
  }

  private submit(): void {
    if (this.current !== null) return;
    if (!this.isDirty) return this.complain({ [WHOLE]: "Enter at least one value." }, false);
    const confirmed = QUANTITIES.filter((quantity) => this.tiles[quantity].isConfirmed());
    const body = { at: new Date(serverNow()).toISOString(), ...this.values(), note: this.note.value.trim(), confirmed };
    this.current = this.reuse ?? crypto.randomUUID();
    this.busy(true);
    this.timer = window.setTimeout(() => this.letGo(), PATIENCE);
    this.outbox.add("reading", body, this.current);
  }

  /** Hears how the outbox stands: an answer to this form's reading frees it, or puts sentences beside its fields. */
  follow(items: readonly Item[]): void {
    const item = items.find((candidate) => candidate.clientId === this.current);
    if (this.current === null || item?.status === "sending") return;
    if (!item || (item.status === "waiting" && item.attempts > 0)) return this.letGo();
    if (item.status === "refused" || item.status === "asking") this.takeBack(item);
  }

  /** Puts a reading that the server would not take back into the form, with the sentences beside its fields. */
  takeBack(item: Item): void {
    this.stopWaiting();
    this.outbox.withdraw(item.clientId);
    this.fill(item.body);
    this.reuse = item.clientId; // never stored, so it is still the same reading
    this.complain(item.sentences, item.status === "asking");
    this.changed();
  }

  private letGo(): void {
    this.stopWaiting();
    this.fill({});
    this.complain({}, false);
    this.reuse = null;
    this.tiles[QUANTITIES[0]].input.focus({ preventScroll: true });
    this.changed();
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.current = null;
    this.busy(false);
  }

  private busy(isBusy: boolean): void {
    setAttribute(this.save, "aria-busy", isBusy ? "true" : null);
    setAttribute(this.save, "aria-disabled", isBusy ? "true" : null);
    setText(this.save, isBusy ? "Saving…" : "Save reading");
  }

  private fill(values: Record<string, unknown>): void {
    const numeric = (name: string): number | null => (typeof values[name] === "number" ? (values[name] as number) : null);
    for (const quantity of QUANTITIES) this.tiles[quantity].input.value = numeric(quantity)?.toString() ?? "";
    this.dissociation.set(numeric("dissociation"));
    this.sedation.set(numeric("moaas"));
    this.note.value = typeof values.note === "string" ? values.note : "";
  }

  private complain(sentences: Record<string, string>, asks: boolean): void {
    for (const quantity of QUANTITIES) this.tiles[quantity].say(sentences[quantity] ?? null, asks);
    showComplaint(this.dissociation.complaint, null, sentences.dissociation ?? null, false);
    showComplaint(this.sedation.complaint, null, sentences.moaas ?? null, false);
    const beside = new Set<string>([...QUANTITIES, "dissociation", "moaas"]);
    const rest = Object.entries(sentences).filter(([field]) => !beside.has(field)).map(([, sentence]) => el("p", { class: "error", role: "alert" }, sentence));
    replace(this.whole, ...rest);
    this.root.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }

  tick(story: Story, now: number): void {
    const passed = standing(story);
    for (const quantity of QUANTITIES) {
      this.tiles[quantity].before(latest(story, quantity), now);
      setAttribute(this.tiles[quantity].root, "data-passed", passed.find((one) => one.quantity === quantity)?.priority);
    }
  }
}
