import assert from "node:assert/strict";
import { test } from "node:test";
import { effect, valueAt, type Explained, type LinkData } from "../../src/explain/data.ts";
import { leading, saidOf, stateAt, type State } from "../../src/explain/state.ts";
import { summary } from "../../src/explain/curve.ts";
import { amount } from "../../src/explain/figures.ts";

const link = (id: string, more: Partial<LinkData> = {}): LinkData =>
  ({ id, name: id, unit: "%", top: 100, full: 50, falls: false, rest: 0, curves: [{ name: id, label: id, tone: "ketamine", dashed: false }], ...more });
const times = [0, 0.1, 1, 10, 100];
const explained = (curves: Record<string, number[]>): Explained => ({ dose: { route: "im", mg_per_kg: 0.5, mg: 37.5, doses: 1 }, time_h: times, curves, first: {}, course: null });

test("between two points a curve is read along the logarithm of time, before the first along time itself", () => {
  const curve = [0, 10, 20, 40, 0];
  assert.equal(valueAt(times, curve, 1), 20);
  assert.ok(Math.abs(valueAt(times, curve, Math.sqrt(10)) - 30) < 1e-9);
  assert.equal(valueAt(times, curve, 0.05), 5);
  assert.equal(valueAt(times, curve, 1000), 0);
});

test("a stage is quiet, rises, stands at its height, fades and is over", () => {
  const curve = [0, 1, 60, 100, 2];
  assert.deepEqual([0.02, 0.8, 10, 30, 100].map((hour) => stateAt(times, curve, hour)), ["quiet", "rising", "height", "fading", "over"]);
  assert.equal(stateAt(times, [0, 0, 0, 0, 0], 1), "quiet");
});

test("what falls counts by its relief, and a score by what it is above its rest", () => {
  assert.equal(effect(link("symptoms", { falls: true }), 60), 40);
  assert.equal(effect(link("dissociation", { rest: 1 }), 16), 15);
  assert.deepEqual(leading(link("mood", { falls: true }), explained({ mood: [100, 90, 80, 50, 85] })), [0, 10, 20, 50, 15]);
});

test("all stages are said in one sentence, heights first; the symptoms are said once", () => {
  const standing = (id: string, state: State) => ({ link: link(id), state });
  assert.equal(
    saidOf([standing("brain", "fading"), standing("ampa", "height"), standing("mood", "rising"), standing("symptoms", "rising"), standing("glutamate", "over")]),
    "At the height: AMPA signalling. Rising: relief. Fading: ketamine in the brain.",
  );
  assert.equal(saidOf([standing("brain", "quiet")]), "Nothing has begun yet.");
});

test("a chart is summed up by its best and when that is", () => {
  const curves = { glutamate: [0, 1, 64.1, 20, 0], mood: [100, 99, 80, 51.2, 85] };
  assert.equal(summary(link("glutamate"), explained(curves)), "glutamate: glutamate, highest 64 % at 1 h.");
  assert.equal(summary(link("mood", { falls: true }), explained(curves)), "mood: mood, lowest 51 % at 10 h.");
});

test("a value has no more digits than it deserves", () => {
  assert.deepEqual([0, 0.04, 0.16, 4.44, 9.96, 126.4].map(amount), ["0", "0", "0.2", "4.4", "10", "126"]);
});
