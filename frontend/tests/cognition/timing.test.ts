import assert from "node:assert/strict";
import { test } from "node:test";
import { clockStep, quantile } from "../../src/cognition/timing.ts";

test("a quantile is a value that was measured", () => {
  const frames = Array.from({ length: 100 }, (_, place) => place + 1);
  assert.deepEqual([quantile(frames, 0.5), quantile(frames, 0.95), quantile([16, 16, 40], 0.95)], [50, 95, 40]);
});

test("of no pictures nothing is said", () => {
  assert.equal(quantile([], 0.95), 0);
});

test("a coarse clock is found to be coarse", () => {
  let looks = 0;
  assert.equal(clockStep(() => Math.floor(looks++ / 50) * 100), 100);
  looks = 0;
  assert.equal(clockStep(() => Math.floor(looks++ / 3) * 0.25), 0.25);
});

test("a clock that stands still does not hold the page up", () => {
  assert.equal(clockStep(() => 7), 0);
});
