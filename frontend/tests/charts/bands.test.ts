import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, band, extent, isPredicted, nearest, panels } from "../../src/charts/bands.ts";
import type { Prediction } from "../../src/charts/prediction.ts";

const flat = (label: string, unit: string, level: number) => ({ label, unit, p05: [level - 2, level - 2], p25: [level - 1, level - 1], median: [level, level], p75: [level + 1, level + 1], p95: [level + 2, level + 2] });
const prediction: Prediction = {
  model: { name: "m", version: "1" },
  time_min: [0, 10],
  series: { ketamine: flat("Arterial ketamine", "ng/mL", 100), norketamine: flat("Arterial norketamine", "ng/mL", 50), systolic_rise: flat("Systolic rise", "mmHg", 8), dissociation: flat("Dissociation", "0–10", 4) },
};

test("a series that the prediction does not hold gives no band", () => {
  assert.equal(band(prediction, "cadss"), null);
});

test("a rise stays a rise while no pressure is known", () => {
  const rise = band(prediction, "systolic_rise");
  assert.deepEqual([rise?.label, rise?.quantiles.median], ["Systolic rise", [8, 8]]);
});

test("with a baseline a rise becomes a pressure, and measured pressures lie over it", () => {
  const pressure = band(prediction, "systolic_rise", { baseline: { systolic: 118 }, points: { systolic: [{ minutes: 10, value: 131 }] } });
  assert.deepEqual([pressure?.label, pressure?.quantiles.median, pressure?.quantiles.p95, pressure?.points], ["Systolic pressure", [126, 126], [128, 128], [{ minutes: 10, value: 131 }]]);
});

test("pressures measured without a baseline are shown alone, never over a rise", () => {
  const alone = band(prediction, "systolic_rise", { points: { systolic: [{ minutes: 10, value: 131 }] } });
  assert.ok(alone);
  assert.deepEqual([alone.label, isPredicted(alone), alone.points.length], ["Systolic pressure", false, 1]);
  assert.deepEqual(aligned([alone])[5], [null, null]);
});

test("series of one unit share a panel and others get their own", () => {
  const bands = ["ketamine", "dissociation", "norketamine"].flatMap((id) => band(prediction, id) ?? []);
  assert.deepEqual(panels(bands).map((panel) => panel.map((one) => one.id)), [["ketamine", "norketamine"], ["dissociation"]]);
});

test("the extent holds everything drawn, from zero for amounts, and a scale keeps its own ends", () => {
  const one = (id: string, measured = {}) => extent([band(prediction, id, measured)].flatMap((found) => found ?? []));
  assert.deepEqual(one("dissociation"), [0, 10]);
  const [low, high] = one("systolic_rise", { baseline: { systolic: 118 }, points: { systolic: [{ minutes: 5, value: 164 }] } });
  assert.ok(low > 100 && low < 124 && high > 164);
});

test("rows are time, then outer, inner and median of each band", () => {
  const ketamine = band(prediction, "ketamine");
  assert.ok(ketamine);
  assert.deepEqual(aligned([ketamine]), [[0, 10], [102, 102], [98, 98], [101, 101], [99, 99], [100, 100]]);
});

test("the nearest minute is found from both sides", () => {
  assert.deepEqual([nearest([0, 2, 4], 2.9), nearest([0, 2, 4], 3.1), nearest([0, 2, 4], 99)], [1, 2, 2]);
});
