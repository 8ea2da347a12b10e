import assert from "node:assert/strict";
import { test } from "node:test";
import { clockFace, dueWords, minuteWords, relativeWords, waiting } from "../../src/page/durations.ts";

const MINUTE = 60_000;

test("a clock shows hours only when there are some", () => {
  assert.deepEqual([clockFace(245_000), clockFace(-30_000), clockFace(3_845_000)], ["4:05", "0:30", "1:04:05"]);
});

test("a reading is soon two minutes before, and overdue at its time", () => {
  assert.deepEqual([waiting(10 * MINUTE, 7 * MINUTE), waiting(10 * MINUTE, 8 * MINUTE), waiting(10 * MINUTE, 10 * MINUTE)], ["ahead", "soon", "overdue"]);
  assert.deepEqual([dueWords(10 * MINUTE, 6 * MINUTE), dueWords(10 * MINUTE, 10.5 * MINUTE)], ["in 4:00", "overdue by 0:30"]);
});

test("times are said as people say them", () => {
  const now = 100 * 24 * 60 * MINUTE;
  assert.deepEqual([10_000, 5 * MINUTE, 90 * MINUTE, 26 * 60 * MINUTE, 72 * 60 * MINUTE, -3 * 60 * MINUTE].map((gap) => relativeWords(now - gap, now)), ["just now", "5 min ago", "2 h ago", "1 day ago", "3 days ago", "in 3 h"]);
  assert.deepEqual([0, 30, 60, 90, 122, -8].map(minuteWords), ["0", "30 min", "1 h", "1 h 30", "2 h 02", "−8 min"]);
});
