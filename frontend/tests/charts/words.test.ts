import assert from "node:assert/strict";
import { test } from "node:test";
import { band } from "../../src/charts/bands.ts";
import { bandSentence, figure, milestoneSentence, milestones, milestoneWords, momentWords } from "../../src/charts/words.ts";
import type { Prediction } from "../../src/charts/prediction.ts";

const prediction: Prediction = {
  model: { name: "daybreak-acute", version: "0.1.0", n: 500 },
  time_min: [0, 10, 20],
  series: { ketamine: { label: "Arterial ketamine", unit: "ng/mL", p05: [0, 71, 30], p25: [0, 90, 40], median: [0, 112, 50], p75: [0, 130, 60], p95: [0, 168, 80] } },
  milestones: { onset_min: { p05: 2, median: 4.5, p95: 10.6 }, peak_min: null, fade_min: { p05: 25.6, median: 58.8, p95: 121.9 }, share_reaching: 0.9 },
};

test("a figure has no more digits than it deserves", () => {
  assert.deepEqual([423.2, 68.04, 7.291, 0.8312, 5, -3.25, -0].map(figure), ["423", "68", "7.3", "0.83", "5", "−3.3", "0"]);
});

test("a chart is said in one sentence for those who do not see it", () => {
  const ketamine = band(prediction, "ketamine", { points: { ketamine: [{ minutes: 10, value: 120 }] } });
  assert.ok(ketamine);
  assert.equal(bandSentence(ketamine), "Arterial ketamine: highest median 112 ng/mL at 10 min, 90 % of people between 71 and 168. One value measured, the last 120.");
  assert.deepEqual(momentWords(ketamine, 11), { median: "112", half: "90–130", most: "71–168" });
});

test("milestones that nobody reaches are left out, and the share who do is said", () => {
  assert.deepEqual(milestones(prediction).map(milestoneWords), ["begins 5 min", "fades 59 min"]);
  assert.equal(milestoneSentence(prediction), "The effect begins at 5 min (2 min to 11 min), fades at 59 min (26 min to 2 h 02), among the 90 % of simulated people in whom it grows large enough to be felt.");
});
