/** Knows the strip at the top: what is due, how long since the injection, what to expect next, and whether this is live. */
import { el, replace, setAttribute, setText, svg } from "../page/dom.ts";
import { clockFace, minuteWords, waiting, type Waiting } from "../page/durations.ts";
import { milestones } from "../charts/words.ts";
import type { Prediction } from "../charts/prediction.ts";
import type { Liveness } from "./stream.ts";
import { stripNotice } from "./notice.ts";
import { isOver, type Story } from "./story.ts";
import { standing } from "./thresholds.ts";
import { timeOfDay } from "./reading-words.ts";

const LIVE_WORDS: Record<Liveness, string> = { live: "Live", stale: "NOT LIVE", lost: "NOT LIVE" };

export interface Status { root: HTMLElement; tick(story: Story, now: number): Waiting | null; live(state: Liveness, silentFor: number, unsaved: number): void }

/** `actions` is null on a screen that only watches. */
export function status(prediction: Prediction | null, actions: HTMLElement | null): Status {
  const due = dueBox();
  const clock = box("since");
  const next = box("expected");
  const pill = el("p", { class: "live", "data-state": "live" }, el("span", { class: "live-word" }, "Live"));
  const banner = el("p", { class: "not-live", role: "alert", hidden: true });
  const passed = stripNotice();
  const tools = el("div", { class: "strip-tools" }, pill, actions);
  const root = el("section", { class: "strip-wrap", "aria-label": "Session status" }, banner, el("div", { class: "strip" }, due.root, clock.root, next.root, tools), passed.root);
  return {
    root,
    tick(story, now) {
      clock.show(...sinceWords(story, now));
      passed.show(standing(story));
      next.show(...expectedWords(story, prediction, now));
      return due.tick(story, now);
    },
    live(state, silentFor, unsaved) {
      setAttribute(pill, "data-state", state);
      setText(pill.firstElementChild as HTMLElement, LIVE_WORDS[state]);
      banner.hidden = state === "live";
      if (state !== "live") setText(banner, notLiveWords(silentFor, actions === null ? null : unsaved));
    },
  };
}

function notLiveWords(silentFor: number, unsaved: number | null): string {
  // by tens of seconds, so that a screen reader is not told every second
  const seconds = silentFor < 10_000 ? 5 : Math.floor(silentFor / 10_000) * 10;
  const kept = (unsaved ?? 0) > 0 ? `${unsaved} not saved yet; they are kept here and sent in order.` : "What you enter is kept here and sent when the connection is back.";
  if (unsaved === null) return `NOT LIVE. Nothing has arrived for more than ${seconds} seconds: these are the last known values. Look at the bedside monitor.`;
  return `NOT LIVE. Nothing has arrived for more than ${seconds} seconds: what is on screen may be old. ${kept}`;
}

interface Box { root: HTMLElement; show(label: string, value: string, note: string): void }

function box(className: string): Box {
  const [label, value, note] = [el("span", { class: "strip-label" }), el("span", { class: "strip-value" }), el("span", { class: "strip-note" })];
  return {
    root: el("div", { class: `strip-box ${className}` }, label, value, note),
    show(labelText, valueText, noteText) {
      setText(label, labelText);
      setText(value, valueText);
      setText(note, noteText);
    },
  };
}

function sinceWords(story: Story, now: number): [string, string, string] {
  if (isOver(story)) return ["Session", "ended", story.endedAt ? `at ${timeOfDay(story.endedAt)}` : ""];
  if (story.injectedAt === null) return ["Injection", "not yet", "the clock starts with it"];
  return ["Since injection", clockFace(Math.max(0, now - story.injectedAt)), `at ${timeOfDay(story.injectedAt)}`];
}

/** The next milestone of the prediction, with its 90 % range; a prediction, so in words of expectation. */
export function expectedWords(story: Story, prediction: Prediction | null, now: number): [string, string, string] {
  if (!prediction) return ["Expected", "–", "no prediction with this order"];
  const all = milestones(prediction);
  const minute = story.injectedAt === null ? -1 : (now - story.injectedAt) / 60_000;
  const next = all.find((mark) => mark.spread.median > minute);
  if (!next) return ["Expected", "fading", all.length > 0 ? `faded by ${minuteWords(all.at(-1)?.spread.p95 ?? 0)} in 95 % of people` : ""];
  const range = `90 %: ${minuteWords(next.spread.p05)} to ${minuteWords(next.spread.p95)}`;
  return [`Expected to ${next.word.replace(/s$/, "")} at`, `≈ ${minuteWords(next.spread.median)}`, `after injection · ${range}`];
}

interface DueBox { root: HTMLElement; tick(story: Story, now: number): Waiting | null }

/** The sun goes over the sky between one reading and the next; at the far horizon the reading is due. */
function dueBox(): DueBox {
  const words = box("due");
  const sun = svg("circle", { class: "arc-sun", r: 7, cx: 8, cy: 44 });
  const arc = svg("svg", { class: "arc", viewBox: "0 0 96 54", width: 96, height: 54, "aria-hidden": "true" },
    svg("path", { class: "arc-sky", d: "M8 46a40 40 0 0 1 80 0" }), svg("path", { class: "arc-line", d: "M0 46h96" }), sun);
  const root = el("div", { class: "strip-due", role: "timer" }, arc, words.root);
  return {
    root,
    tick(story, now) {
      const dueAt = story.due?.next_due_at ? Date.parse(story.due.next_due_at) : null;
      const every = story.due?.every_minutes ?? 10;
      const state = dueAt === null || isOver(story) ? null : waiting(dueAt, now);
      setAttribute(root, "data-state", state ?? "none");
      moveSun(sun, dueAt === null ? 0 : 1 - (dueAt - now) / (every * 60_000));
      words.show(...dueWordsFor(story, dueAt, state, now));
      return state;
    },
  };
}

function dueWordsFor(story: Story, dueAt: number | null, state: Waiting | null, now: number): [string, string, string] {
  if (isOver(story)) return ["Readings", "done", ""];
  if (dueAt === null) return ["Next reading", story.injectedAt === null ? "baseline" : "–", story.injectedAt === null ? "take one before the injection" : "none is due"];
  const note = story.due?.every_minutes ? `at ${timeOfDay(dueAt)}, every ${Math.round(story.due.every_minutes)} min` : `at ${timeOfDay(dueAt)}`;
  return state === "overdue" ? ["Reading OVERDUE by", clockFace(now - dueAt), note] : ["Next reading in", clockFace(dueAt - now), note];
}

function moveSun(sun: SVGElement, share: number): void {
  const angle = Math.PI * (1 - Math.min(1, Math.max(0, share)));
  setAttribute(sun, "cx", (48 + 40 * Math.cos(angle)).toFixed(1));
  setAttribute(sun, "cy", (46 - 40 * Math.sin(angle)).toFixed(1));
}

export function sourceLine(): HTMLElement {
  const line = el("p", { class: "source bedside-source" });
  replace(line, "This page reminds and records. The bedside monitor is the alarm.");
  return line;
}
