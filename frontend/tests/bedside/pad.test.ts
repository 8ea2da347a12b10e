import assert from "node:assert/strict";
import { test } from "node:test";
import { press, struck, trend, WORDS, type Key, type Typing } from "../../src/bedside/pad.ts";
import type { Quantity } from "../../src/bedside/record.ts";

const typed = (keys: string, quantity: Quantity = "systolic"): string => [...keys].reduce((digits, key) => press(digits, key as Key, WORDS[quantity]), "");
const EMPTY: Typing = { active: "systolic", digits: { systolic: "", diastolic: "", heart_rate: "", spo2: "", respiratory_rate: "" }, isFull: false };
/** ">" is Next, "<" the delete key, and a quantity in brackets a touch on its box. */
const hand = (keys: string): Typing =>
  (keys.match(/\[\w+\]|./g) ?? []).reduce<Typing>((at, key) => {
    if (key.startsWith("[")) return { ...at, active: key.slice(1, -1) as Quantity };
    return struck(at, key === ">" ? "next" : key === "<" ? "back" : (key as Key));
  }, EMPTY);
const MEASURED = { systolic: "128", diastolic: "80", heart_rate: "70", spo2: "98", respiratory_rate: "14" };

test("digits are typed, up to what a value can be", () => {
  assert.deepEqual([typed("131"), typed("1314"), typed("07"), press("131", "back", WORDS.systolic)], ["131", "131", "7", "13"]);
  assert.deepEqual([typed("807", "diastolic"), typed("100", "spo2"), typed("971", "spo2"), typed("145", "respiratory_rate")], ["80", "100", "97", "14"]);
});

test("stepping needs a value to step from and stays within what a value can be", () => {
  assert.deepEqual([press("", "more", WORDS.spo2), press("97", "more", WORDS.spo2), press("100", "more", WORDS.spo2), press("0", "less", WORDS.spo2)], ["", "98", "100", "0"]);
});

test("with Next after every value, and with a touch on every box, the same values stand in the same boxes", () => {
  assert.deepEqual(hand("128>80>70>98>14>").digits, MEASURED);
  assert.deepEqual(hand("[systolic]128[diastolic]80[heart_rate]70[spo2]98[respiratory_rate]14").digits, MEASURED);
});

test("a complete value waits: the box never moves on by itself, so that Next always means one box", () => {
  assert.equal(hand("128").active, "systolic");
  assert.equal(hand("128>").active, "diastolic");
  assert.equal(hand("128>80>70>>14").digits.respiratory_rate, "14");
});

test("a hand that types on without Next fills no other box, and the pad says that the value is full", () => {
  const on = hand("1288070");
  assert.deepEqual(on.digits, { ...EMPTY.digits, systolic: "128" });
  assert.deepEqual([on.active, on.isFull, struck(on, "next").isFull], ["systolic", true, false]);
});

test("a digit struck twice by a glove stays out, and a slip is mended in its own box", () => {
  assert.deepEqual(hand("128>80>70>988>14").digits, MEASURED);
  assert.deepEqual(hand("129<8>80>70>98>14").digits, MEASURED);
});

test("after the last value the pad rests until a box is touched", () => {
  const left = hand("128>80>70>98>14>");
  assert.equal(left.active, null);
  assert.equal(struck(left, "9"), left);
});

test("what a cuff wavers by is level, but on a scale every step counts", () => {
  assert.deepEqual([trend("systolic", 131, 118), trend("systolic", 118, 120), trend("spo2", 94, 96), trend("spo2", 96, null)], ["up", "level", "down", null]);
  assert.deepEqual([trend("moaas", 4, 5), trend("dissociation", 5, 4), trend("dissociation", 5, 5)], ["down", "up", "level"]);
});
