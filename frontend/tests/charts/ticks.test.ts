import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteTicks, niceTicks, uncrowded } from "../../src/charts/ticks.ts";

test("an axis is marked at round numbers inside its ends", () => {
  assert.deepEqual(niceTicks(0, 10), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(niceTicks(72.4, 168), [80, 100, 120, 140, 160]);
  assert.deepEqual(niceTicks(0, 0.3, 3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(niceTicks(5, 5), [5]);
});

test("four hours are marked every half hour on wide paper and every two hours on a narrow one", () => {
  assert.deepEqual(minuteTicks(0, 240, 700), [0, 30, 60, 90, 120, 150, 180, 210, 240]);
  assert.deepEqual(minuteTicks(0, 240, 180), [0, 120, 240]);
});

test("a baseline before the injection does not move zero", () => {
  assert.deepEqual(minuteTicks(-12, 60, 300), [0, 15, 30, 45, 60]);
});

test("of crowded labels the important ones are kept", () => {
  const labels = [{ at: 0, width: 20, weight: 3 }, { at: 10, width: 20, weight: 1 }, { at: 30, width: 20, weight: 1 }, { at: 40, width: 20, weight: 3 }];
  assert.deepEqual(uncrowded(labels), [true, false, false, true]);
});
