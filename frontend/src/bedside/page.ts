/** Knows how the parts of the bedside stand together and who hears what. */
import { el, replace } from "../page/dom.ts";
import { serverNow, serverSaid } from "../page/server-clock.ts";
import type { Waiting } from "../page/durations.ts";
import { Correction } from "./correction.ts";
import { Ending } from "./ending.ts";
import { Fans } from "./fans.ts";
import { InjectionCard } from "./injection.ts";
import { log, spoken } from "./log.ts";
import { noteForm } from "./note-form.ts";
import { formNotice } from "./notice.ts";
import { Outbox, type Item } from "./outbox.ts";
import { queue } from "./queue.ts";
import { ReadingForm } from "./reading-form.ts";
import type { Due, SessionData, SessionEvent } from "./record.ts";
import { sender } from "./server.ts";
import { sourceLine, status } from "./status.ts";
import { isOver, opening, told, type Story } from "./story.ts";
import { Stream, type Liveness } from "./stream.ts";
import { standing } from "./thresholds.ts";
import { wall } from "./wall.ts";

export class BedsidePage {
  private story: Story;
  private live: Liveness = "live";
  private dueState: Waiting | null = null;
  private readonly data: SessionData;
  private readonly isWatch: boolean;
  private readonly outbox: Outbox;
  private readonly form: ReadingForm;
  private readonly injection: InjectionCard;
  private readonly ending: Ending;
  private readonly note;
  private readonly queue;
  private readonly status;
  private readonly passed = formNotice();
  private readonly fans: Fans;
  private readonly log;
  private readonly correction: Correction;
  private readonly wall = wall();

  constructor(root: HTMLElement, data: SessionData) {
    serverSaid(data.session.server_now);
    this.data = data;
    this.isWatch = root.dataset.mode === "watch";
    this.story = opening(data);
    this.outbox = new Outbox(sender(data), { changed: (items) => this.outboxChanged(items), done: (_, event, due) => this.saved(event, due) });
    this.form = new ReadingForm(data, this.outbox, () => this.outboxChanged(this.outbox.all));
    this.injection = new InjectionCard(data, this.outbox);
    this.ending = new Ending(data, this.outbox);
    this.correction = new Correction(this.outbox);
    this.log = log(this.isWatch || !data.permissions.record ? null : (reading) => this.correction.open(reading));
    this.note = noteForm(this.outbox);
    this.queue = queue(this.outbox, (item) => this.correct(item));
    this.status = status(data.prediction, this.isWatch ? null : this.ending.button);
    this.fans = new Fans(data.prediction, this.isWatch);
    this.layOut(root);
    this.show();
    setInterval(() => this.tick(), 500);
    this.listen();
  }

  private layOut(root: HTMLElement): void {
    const view = el("div", { class: "bedside-view" }, this.fans.root, this.log.root);
    const entry = el("div", { class: "bedside-entry" }, this.queue.root, this.ending.banner, this.injection.root, this.form.root, this.note.root, sourceLine());
    if (this.isWatch) replace(root, this.status.root, this.wall.root, view, sourceLine());
    else replace(root, this.status.root, el("div", { class: "bedside-columns" }, this.passed.root, entry, view));
  }

  private listen(): void {
    new Stream(this.data.urls.stream, () => this.story.lastSeq, {
      event: (event) => this.hear(event),
      due: (due) => this.setDue(due),
      beat: () => this.outbox.all.some((item) => item.status === "waiting") && this.outbox.retry(),
      liveness: (state, silentFor) => {
        this.live = state;
        this.status.live(state, silentFor, this.outbox.all.length);
      },
    });
    window.addEventListener("online", () => this.outbox.retry());
    window.addEventListener("beforeunload", (event) => {
      if (this.outbox.all.length > 0 || this.form.isDirty || this.note.isDirty) event.preventDefault();
    });
  }

  private saved(event: SessionEvent | null, due: Due | null): void {
    if (event) this.hear(event);
    if (due) this.setDue(due);
  }

  private hear(event: SessionEvent): void {
    const next = told(this.story, event);
    if (next === this.story) return;
    this.story = next;
    this.log.announce(spoken(event));
    if (event.payload.consent) document.body.dispatchEvent(new CustomEvent("consent-told"));
    this.show();
  }

  private setDue(due: Due): void {
    if (due.next_due_at === this.story.due?.next_due_at || isOver(this.story)) return;
    this.story = { ...this.story, due };
    this.tick();
  }

  private outboxChanged(items: readonly Item[]): void {
    this.form.follow(items);
    this.injection.follow(items);
    this.ending.follow(items);
    this.correction.follow(items);
    const others = this.outbox.all.filter((item) => item.clientId !== this.form.current);
    this.queue.show(others.filter((item) => item.attempts > 1 || item.status !== "sending"));
  }

  private correct(item: Item): void {
    if (item.act === "reading") return this.form.takeBack(item);
    this.note.fill(String(item.body.text ?? ""));
    this.outbox.withdraw(item.clientId);
  }

  private show(): void {
    const { permissions } = this.data;
    const isOpen = !isOver(this.story) && !this.isWatch;
    this.form.root.hidden = !isOpen || !permissions.record;
    this.note.show(!this.isWatch && permissions.note === true, isOver(this.story));
    showWhileOpen(this.story);
    this.injection.show(this.story);
    this.ending.show(this.story);
    this.log.show(this.story);
    this.passed.show(standing(this.story));
    this.fans.show(this.story, serverNow());
    this.tick();
  }

  private lastMinute = -1;

  private tick(): void {
    const now = serverNow();
    const state = this.status.tick(this.story, now);
    if (state !== this.dueState && state === "overdue") this.log.announce("A reading is overdue.");
    if (state !== this.dueState && state === "soon") this.log.announce("A reading is due within two minutes.");
    this.dueState = state;
    this.form.tick(this.story, now);
    this.wall.show(this.story, now, this.live === "live");
    const minute = Math.floor(now / 15_000);
    if (minute !== this.lastMinute) this.fans.show(this.story, now);
    this.lastMinute = minute;
  }
}

/** What the page itself offers only before the dose, such as closing without one. */
function showWhileOpen({ state }: Story): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-while="open"]')) {
    part.hidden = state !== "open";
    if (part.hidden && part instanceof HTMLDialogElement) part.close();
  }
}
