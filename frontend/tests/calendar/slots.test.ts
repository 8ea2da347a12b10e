import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, dropAddress, quarterAt } from "../../src/calendar/slots.ts";

const SHEET = { first: 8, rows: 10 };

test("a height is a quarter of an hour", () => {
  assert.deepEqual([0, 14, 16, 400, 599].map((offset) => quarterAt(offset, 600, SHEET)), [0, 1, 1, 27, 39]);
});

test("a drop above or below the sheet stays on it", () => {
  assert.deepEqual([quarterAt(-50, 600, SHEET), quarterAt(900, 600, SHEET)], [0, 39]);
});

test("a quarter is a time of the clinic's clocks", () => {
  assert.deepEqual([0, 5, 39].map((quarter) => clockOf(quarter, SHEET)), ["08:00", "09:15", "17:45"]);
});

test("a drop names day and time, and the place only where the column is one", () => {
  assert.equal(dropAddress("/m/", "2026-03-16", "09:15", ""), "/m/?start=2026-03-16T09%3A15");
  assert.equal(dropAddress("/m/", "2026-03-16", "09:15", "a-b"), "/m/?start=2026-03-16T09%3A15&place=a-b");
});
