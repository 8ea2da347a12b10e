/** Knows how a session is ended: asked once more, then said, then shown with who and when. */
import { el, replace } from "../page/dom.ts";
import { serverNow } from "../page/server-clock.ts";
import type { Item, Outbox } from "./outbox.ts";
import { timeOfDay } from "./reading-words.ts";
import { reasonField } from "./reason.ts";
import type { SessionData } from "./record.ts";
import { isOver, type Story } from "./story.ts";

export class Ending {
  readonly button = el("button", { type: "button", class: "button large" }, "End session");
  readonly banner = el("section", { class: "ended card", hidden: true, "aria-label": "Session ended" });
  private readonly complaint = el("div", { class: "stack tight" });
  private readonly sure = el("button", { type: "button", class: "button primary large" }, "End session");
  private readonly dialog: HTMLDialogElement;
  private readonly data: SessionData;
  private readonly outbox: Outbox;
  private readonly reason = reasonField("ending-reason");
  private pending: string | null = null;
  private asked: string[] = [];

  constructor(data: SessionData, outbox: Outbox) {
    this.data = data;
    this.outbox = outbox;
    const keep = el("button", { type: "button", class: "button quiet large", "data-closes": true }, "Keep it open");
    this.dialog = el("dialog", { class: "dialog", "aria-labelledby": "ending-title" }, el("div", {}, el("h2", { id: "ending-title" }, "End this session?"),
      el("p", {}, "No more readings can be charted after this; late notes can. Your name and the time are kept."), this.complaint, this.reason.root, el("div", { class: "form-actions" }, this.sure, keep)));
    document.body.append(this.dialog);
    keep.addEventListener("click", () => this.dialog.close());
    this.button.addEventListener("click", () => this.dialog.showModal());
    this.sure.addEventListener("click", () => this.end());
  }

  private end(): void {
    if (this.pending !== null) return;
    if (this.reason.isMissing()) return this.reason.focus();
    this.sure.disabled = true;
    this.pending = this.outbox.add("end", { at: new Date(serverNow()).toISOString(), confirmed: this.asked, reason: this.reason.text() }).clientId;
  }

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
    this.asked = item.status === "asking" ? Object.keys(item.sentences) : [];
    this.sure.disabled = false;
    this.sure.textContent = item.status === "asking" ? "I have checked: end session" : "End session";
    replace(this.complaint, ...Object.values(item.sentences).map((sentence) => el("p", { class: "error", role: "alert" }, sentence)));
    this.reason.ask("reason" in item.sentences);
    this.outbox.withdraw(item.clientId);
    if (!this.dialog.open) this.dialog.showModal();
  }

  show(story: Story): void {
    this.button.hidden = story.state !== "injected" || !this.data.permissions.end; // before a dose a session is abandoned, not ended
    this.banner.hidden = !isOver(story);
    if (!isOver(story) || this.banner.childElementCount > 0) return;
    const last = story.events.findLast((event) => event.kind === "ended" || event.kind === "abandoned");
    const by = last?.payload.by ? ` by ${last.payload.by}` : "";
    replace(this.banner, el("h2", {}, story.state === "abandoned" ? "Session abandoned" : "Session ended"),
      el("p", {}, `${story.endedAt ? `At ${timeOfDay(story.endedAt)}` : "Ended"}${by}. No more readings can be charted; a late note still can, and a slip can be corrected.`),
      el("div", { class: "cluster" }, story.state === "ended" && this.data.urls.residue && el("a", { class: "button large", href: this.data.urls.residue }, "Waste what is left in the vial"),
        this.data.urls.after && el("a", { class: "button primary large", href: this.data.urls.after }, "Open the chart")));
  }
}
