import assert from "node:assert/strict";
import { test } from "node:test";
import { isComplete, press, trend, type Key } from "../../src/bedside/pad.ts";

const typed = (keys: string, most = 3): string => [...keys].reduce((digits, key) => press(digits, key as Key, most), "");

test("digits are typed, up to as many as a value has", () => {
  assert.deepEqual([typed("131"), typed("1314"), typed("07"), press("131", "back", 3)], ["131", "131", "7", "13"]);
});

test("stepping needs a value to step from and never goes below zero", () => {
  assert.deepEqual([press("", "more", 3), press("97", "more", 3), press("0", "less", 3)], ["", "98", "0"]);
});

test("the pad goes on when a value can take no further digit", () => {
  assert.deepEqual([isComplete("systolic", "13"), isComplete("systolic", "131"), isComplete("diastolic", "82"), isComplete("heart_rate", "38")], [false, true, true, false]);
  assert.deepEqual([isComplete("spo2", "97"), isComplete("spo2", "10"), isComplete("spo2", "100"), isComplete("respiratory_rate", "14")], [true, false, true, true]);
});

test("what a cuff wavers by is level, but on a scale every step counts", () => {
  assert.deepEqual([trend("systolic", 131, 118), trend("systolic", 118, 120), trend("spo2", 94, 96), trend("spo2", 96, null)], ["up", "level", "down", null]);
  assert.deepEqual([trend("moaas", 4, 5), trend("dissociation", 5, 4), trend("dissociation", 5, 5)], ["down", "up", "level"]);
});
