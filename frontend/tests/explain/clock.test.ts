import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_H, hourAt, hourWords, LAST_H, position, TICKS } from "../../src/explain/clock.ts";

test("the line runs from one minute to two weeks, and a place on it gives its time back", () => {
  assert.equal(position(FIRST_H), 0);
  assert.equal(position(LAST_H), 1);
  assert.equal(position(0), 0);
  assert.equal(position(10_000), 1);
  for (const { hour } of TICKS) assert.ok(Math.abs(hourAt(position(hour)) / hour - 1) < 1e-12);
});

test("equal steps are equal factors of time", () => {
  const [a, b, c] = [0.2, 0.4, 0.6].map(hourAt) as [number, number, number];
  assert.ok(Math.abs(b / a - c / b) < 1e-9);
});

test("a time is said as exactly as people speak", () => {
  const said = [FIRST_H, 1 / 6, 2 / 3, 1, 1.25, 1.5, 2, 2.4, 8, 9.8, 17, 24, 36, 72, 169, LAST_H].map(hourWords);
  assert.deepEqual(said, ["1 min", "10 min", "40 min", "1 h", "75 min", "1½ h", "2 h", "2½ h", "8 h", "10 h", "17 h", "1 day", "1½ days", "3 days", "7 days", "2 weeks"]);
});

test("every marked moment is said as it is written", () => {
  for (const { hour, word } of TICKS) assert.equal(hourWords(hour), word);
});
