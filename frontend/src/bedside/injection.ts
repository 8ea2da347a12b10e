/** Knows how an injection is charted in two taps: the vial, then the deed. */
import { el, replace, setText } from "../page/dom.ts";
import { serverNow } from "../page/server-clock.ts";
import type { Item, Outbox } from "./outbox.ts";
import { doseWords } from "./reading-words.ts";
import { reasonField } from "./reason.ts";
import { number, type SessionData, type Vial } from "./record.ts";
import { latest, type Story } from "./story.ts";

export class InjectionCard {
  readonly root: HTMLElement;
  private readonly deed = el("button", { type: "button", class: "button primary large wide inject", disabled: true }, "Choose the vial first");
  private readonly baseline = el("p", { class: "finding", "data-severity": "review" });
  private readonly complaint = el("div", { class: "stack tight" });
  private readonly data: SessionData;
  private readonly outbox: Outbox;
  private readonly reason = reasonField("injection-reason");
  private vial: string | null = null;
  private pending: string | null = null;

  constructor(data: SessionData, outbox: Outbox) {
    this.data = data;
    this.outbox = outbox;
    replace(this.baseline, el("span", { class: "finding-what" }, el("span", { class: "finding-word" }, "Check."), " No blood pressure has been charted before the injection. Take a baseline reading first."));
    const vials = data.vials.map((vial) => this.vialChoice(vial));
    this.root = el("section", { class: "card dawn inject-card", "aria-label": "Injection" },
      el("header", { class: "dose-head" }, el("h2", {}, "Injection"), orderLines(data)),
      this.baseline,
      vials.length > 0 ? el("fieldset", { class: "choices column" }, el("legend", {}, "1. Tap the vial you hold"), el("div", { class: "choices-row" }, ...vials)) : noVial(),
      this.complaint, this.reason.root, this.deed);
    this.deed.addEventListener("click", () => this.inject([]));
  }

  private vialChoice(vial: Vial): HTMLElement {
    const input = el("input", { type: "radio", name: "vial", value: vial.id });
    input.addEventListener("change", () => this.choose(vial.id));
    return el("label", { class: "choice" }, input,
      el("span", { class: "choice-text" }, vial.label, el("span", { class: "vial-facts" }, `lot ${vial.lot}${vial.expires ? ` · expires ${vial.expires}` : ""}`)),
      el("span", { class: "choice-note" }, `${vial.on_hand_ml} mL left`));
  }

  private choose(id: string): void {
    this.vial = id;
    this.deed.disabled = this.pending !== null;
    setText(this.deed, `2. Inject ${doseWords(this.data.order ?? {})} now`);
  }

  private inject(confirmed: string[]): void {
    if (this.reason.isMissing()) return this.reason.focus();
    if (this.vial === null || this.pending !== null) return;
    this.deed.disabled = true;
    setText(this.deed, "Charting the injection…");
    this.pending = this.outbox.add("injection", { vial_id: this.vial, at: new Date(serverNow()).toISOString(), confirmed, reason: this.reason.text() }).clientId;
    replace(this.complaint);
  }

  /** Hears how the outbox stands; the injection's own sentences belong here, beside the deed. */
  follow(items: readonly Item[]): void {
    const item = items.find((candidate) => candidate.clientId === this.pending);
    if (!item || item.status === "sending" || item.status === "waiting") return;
    this.pending = null;
    this.outbox.withdraw(item.clientId);
    const sentences = Object.values(item.sentences).map((sentence) => el("p", { class: "error", role: "alert" }, sentence));
    replace(this.complaint, ...sentences, item.status === "asking" && this.confirmButton(Object.keys(item.sentences)));
    this.reason.ask("reason" in item.sentences);
    if (this.vial) this.choose(this.vial);
  }

  private confirmButton(fields: string[]): HTMLElement {
    const button = el("button", { type: "button", class: "button large" }, "I have checked: inject");
    button.addEventListener("click", () => this.inject(fields));
    return button;
  }

  /** Whether an injection is on its way: then neither this card nor another tap may start one. */
  get isPending(): boolean {
    return this.pending !== null;
  }

  show(story: Story): void {
    this.root.hidden = story.state !== "open" || !this.data.permissions.inject;
    this.baseline.hidden = latest(story, "systolic") !== null;
  }
}

function orderLines({ order }: SessionData): HTMLElement {
  if (!order) return el("p", { class: "error" }, "There is no order for this session. A prescriber writes it on the course.");
  const perKg = number(order.mg_per_kg);
  const note = [perKg === null ? "" : `${Number(perKg.toFixed(3))} mg/kg`, order.route_label ?? "", order.ordered_by ? `ordered by ${order.ordered_by}` : ""].filter(Boolean).join(" · ");
  return el("div", {}, el("p", { class: "dose-line" }, doseWords(order)), el("p", { class: "dose-note" }, note));
}

function noVial(): HTMLElement {
  return el("p", { class: "error" }, "No vial with enough on hand. Receive one under Vials, then reload this page.");
}
