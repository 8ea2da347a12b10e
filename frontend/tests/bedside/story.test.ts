import assert from "node:assert/strict";
import { test } from "node:test";
import type { SessionData, SessionEvent } from "../../src/bedside/record.ts";
import { latest, measured, opening, readings, told } from "../../src/bedside/story.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 14, minute)).toISOString();
const reading = (seq: number, minute: number, values: object): SessionEvent => ({ seq, kind: "reading", at: at(minute), payload: { reading_id: `r${seq}`, at: at(minute), by: "Noor", ...values } });
const injection: SessionEvent = { seq: 2, kind: "injection", at: at(10), payload: { at: at(10), mg: 40, by: "Noor", due: { next_due_at: at(20), every_minutes: 10 } } };
const page = (events: SessionEvent[] = []): SessionData => ({
  urls: { stream: "", readings: "" }, csrf: "", due: null, last_seq: 0, events, prediction: null, permissions: {}, moaas: [], vials: [], order: null,
  session: { id: "x", state: "open", opened_at: at(0), injected_at: null, ended_at: null },
});

test("an event told twice happens once", () => {
  const once = told(opening(page()), reading(1, 2, { systolic: 118 }));
  assert.equal(told(once, reading(1, 2, { systolic: 118 })), once);
  assert.equal(once.lastSeq, 1);
});

test("events that arrive out of order are told in order", () => {
  const story = [reading(3, 20, {}), reading(1, 2, {})].reduce(told, opening(page()));
  assert.deepEqual(story.events.map((event) => event.seq), [1, 3]);
});

test("an injection starts the clock and brings its due time", () => {
  const story = told(opening(page()), injection);
  assert.deepEqual([story.state, story.injectedAt, story.due?.next_due_at], ["injected", Date.parse(at(10)), at(20)]);
});

test("the end takes what is due away", () => {
  const story = [injection, { seq: 3, kind: "ended", at: at(130), payload: { by: "Noor" } }].reduce(told, opening(page()));
  assert.deepEqual([story.state, story.due, story.endedAt], ["ended", null, Date.parse(at(130))]);
});

test("an amended reading stands for the one it replaces", () => {
  const amended: SessionEvent = { seq: 4, kind: "amended", at: at(22), payload: { reading_id: "r9", amends: "r3", at: at(20), by: "Noor", systolic: 131 } };
  const story = [injection, reading(3, 20, { systolic: 311 }), amended].reduce(told, opening(page()));
  assert.deepEqual(readings(story).map((one) => one.systolic), [131]);
});

test("what was never measured has no latest value, and a skipped value keeps the one before", () => {
  const story = [reading(1, 2, { systolic: 118 }), reading(3, 20, { systolic: null, spo2: 97 })].reduce(told, opening(page()));
  assert.deepEqual(latest(story, "systolic"), { value: 118, at: at(2), before: null });
  assert.equal(latest(story, "heart_rate"), null);
});

test("charts get minutes from the injection, and the values before it as baseline", () => {
  const story = [reading(1, 2, { systolic: 118 }), injection, reading(3, 20, { systolic: 131, dissociation: 4 })].reduce(told, opening(page()));
  assert.deepEqual(measured(story), { baseline: { systolic: 118 }, points: { systolic: [{ minutes: -8, value: 118 }, { minutes: 10, value: 131 }], dissociation: [{ minutes: 10, value: 4 }] } });
});
