import assert from "node:assert/strict";
import { test } from "node:test";
import { valueWords } from "../../src/bedside/notice.ts";
import type { Finding, SessionData, SessionEvent } from "../../src/bedside/record.ts";
import { opening, told } from "../../src/bedside/story.ts";
import { standing } from "../../src/bedside/thresholds.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 14, minute)).toISOString();
const passed = (quantity: string, priority: string): Finding => ({ severity: "review", priority, quantity, what: `${quantity}: the threshold set here was passed.` });
const reading = (seq: number, values: object, ...findings: Finding[]): SessionEvent => ({ seq, kind: "reading", at: at(seq), payload: { reading_id: `r${seq}`, at: at(seq), by: "Noor", findings, ...values } });
const page: SessionData = {
  urls: { stream: "", readings: "" }, csrf: "", due: null, last_seq: 0, events: [], prediction: null, permissions: {}, moaas: [], vials: [], order: null,
  session: { id: "x", state: "injected", opened_at: at(0), injected_at: at(0), ended_at: null },
};
const after = (...events: SessionEvent[]) => standing(events.reduce(told, opening(page)));
const brief = (...events: SessionEvent[]) => after(...events).map(({ quantity, value, at: when, priority }) => [quantity, value, when, priority]);

const high = reading(1, { systolic: 190, diastolic: 104 }, passed("diastolic", "medium"), passed("systolic", "high"));

test("thresholds passed stand with value, time and priority, the most urgent first", () => {
  assert.deepEqual(brief(high), [["systolic", 190, at(1), "high"], ["diastolic", 104, at(1), "medium"]]);
});

test("a later reading of that quantity within its threshold takes it away, and only that one", () => {
  assert.deepEqual(brief(high, reading(2, { systolic: 150, diastolic: 101 }, passed("diastolic", "medium"))), [["diastolic", 101, at(2), "medium"]]);
  assert.deepEqual(brief(high, reading(2, { systolic: 150, diastolic: 88 })), []);
});

test("a reading of something else leaves it standing: what was not measured again is not fine", () => {
  assert.equal(after(high, reading(2, { spo2: 97 })).length, 2);
});

test("a correction speaks for the reading that it corrects", () => {
  const amended: SessionEvent = { seq: 2, kind: "amended", at: at(2), payload: { reading_id: "r2", amends: "r1", at: at(1), by: "Noor", systolic: 119, diastolic: 80, findings: [] } };
  assert.deepEqual(after(high, amended), []);
});

test("a reading charted late does not speak over one taken after it", () => {
  const earlier = { ...high, seq: 3, payload: { ...high.payload, at: at(0) } };
  assert.deepEqual(after(reading(2, { systolic: 150, diastolic: 88 }), earlier), []);
});

test("findings without a priority are no thresholds, and after the end nothing stands", () => {
  assert.deepEqual(after(reading(1, { spo2: 97 }, { severity: "note", what: "Something else." })), []);
  assert.deepEqual(after(high, { seq: 2, kind: "ended", at: at(2), payload: {} }), []);
});

test("a passed value is said with its name and unit", () => {
  assert.deepEqual(after(high).map((one) => valueWords(one).replaceAll("\u00a0", " ")), ["Systolic 190 mmHg", "Diastolic 104 mmHg"]);
  assert.equal(valueWords(after(reading(1, { moaas: 2 }, passed("moaas", "high")))[0]!), "MOAA/S\u00a02");
});
