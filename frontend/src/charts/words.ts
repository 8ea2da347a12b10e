/** Knows how a chart is said in words: the legend, the summary that is read aloud, the milestones. */
import { minuteWords } from "../page/durations.ts";
import { isPredicted, nearest, type Band } from "./bands.ts";
import type { MilestoneId, Prediction, Spread } from "./prediction.ts";

export interface Milestone { id: MilestoneId; word: string; spread: Spread }

const MILESTONES: readonly [MilestoneId, string][] = [["onset_min", "begins"], ["peak_min", "peaks"], ["fade_min", "fades"]];

export function milestones(prediction: Prediction): Milestone[] {
  return MILESTONES.flatMap(([id, word]) => {
    const spread = prediction.milestones?.[id] ?? null;
    return spread && Number.isFinite(spread.median) ? [{ id, word, spread }] : [];
  });
}

/** "begins 4 min" */
export const milestoneWords = ({ word, spread }: Milestone): string => `${word} ${minuteWords(spread.median)}`;

/** "Expected to begin …, peak … and fade …": one sentence, with the 90 % ranges. */
export function milestoneSentence(prediction: Prediction): string {
  const parts = milestones(prediction).map(({ word, spread }) =>
    `${word} at ${minuteWords(spread.median)} (${minuteWords(spread.p05)} to ${minuteWords(spread.p95)})`);
  const share = prediction.milestones?.share_reaching ?? 1;
  const among = share < 0.995 ? `, among the ${Math.round(share * 100)} % of simulated people in whom it grows large enough to be felt` : "";
  return parts.length > 0 ? `The effect ${parts.join(", ")}${among}.` : "";
}

/** A number as it is read: no more digits than it deserves. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 20 ? 0 : size >= 2 ? 1 : 2;
  const text = (Object.is(value, -0) ? 0 : value).toFixed(digits);
  return (digits > 0 && Number(text) === Math.round(value) ? Math.round(value).toString() : text).replace("-", "−");
}

/** "Arterial ketamine: highest median 112 ng/mL at 12 min, 90 % of people between 71 and 168." */
export function bandSentence(one: Band): string {
  const { label, unit, time, quantiles, points } = one;
  const top = quantiles.median.reduce((best, value, i) => (value > (quantiles.median[best] ?? -Infinity) ? i : best), 0);
  const at = (values: number[]): string => figure(values[top] ?? 0);
  const measured = points.length === 0 ? "" : ` ${points.length === 1 ? "One value" : `${points.length} values`} measured, the last ${figure(points.at(-1)?.value ?? 0)}.`;
  if (!isPredicted(one)) return `${label}: nothing predicted.${measured}`;
  return `${label}: highest median ${at(quantiles.median)} ${unit} at ${minuteWords(time[top] ?? 0)}, 90 % of people between ${at(quantiles.p05)} and ${at(quantiles.p95)}.${measured}`;
}

/** What the prediction says at one minute: the values for the line under the chart. */
export function momentWords(one: Band, minute: number): { median: string; half: string; most: string } {
  const i = nearest(one.time, minute);
  const at = (values: number[]): string => figure(values[i] ?? 0);
  const q = one.quantiles;
  return { median: at(q.median), half: `${at(q.p25)}–${at(q.p75)}`, most: `${at(q.p05)}–${at(q.p95)}` };
}

/** "daybreak-acute 0.1.0, 500 simulated people" */
export function modelWords({ model }: Prediction): string {
  return `${[model.name, model.version].filter(Boolean).join(" ")}${model.n ? `, ${model.n} simulated people` : ""}`;
}
