/** Knows how a prediction becomes bands to draw: absolute where a baseline is known, grouped by unit. */
import type { Measured, Point, Prediction, Quantiles, Series } from "./prediction.ts";

export interface Band {
  id: string;
  tone: string;
  label: string;
  unit: string;
  time: number[];
  quantiles: Quantiles;
  points: Point[];
}

interface Meaning { tone: string; measured: string; absolute?: string; range?: [number, number] }

/** What each series of the model means: its colour, the measured value that belongs to it, its name when a baseline is added. */
const MEANINGS: Record<string, Meaning> = {
  ketamine: { tone: "ketamine", measured: "ketamine" },
  norketamine: { tone: "norketamine", measured: "norketamine" },
  dissociation: { tone: "dissociation", measured: "dissociation", range: [0, 10] },
  cadss: { tone: "dissociation", measured: "cadss" },
  systolic_rise: { tone: "systolic", measured: "systolic", absolute: "Systolic pressure" },
  diastolic_rise: { tone: "diastolic", measured: "diastolic", absolute: "Diastolic pressure" },
  heart_rate_rise: { tone: "heart", measured: "heart_rate", absolute: "Heart rate" },
};

const meaningOf = (id: string): Meaning => MEANINGS[id] ?? { tone: "heart", measured: id };

/** One band; null when the prediction does not hold the series. */
export function band(prediction: Prediction, id: string, measured: Measured = {}): Band | null {
  const series = prediction.series[id];
  if (!series) return null;
  const meaning = meaningOf(id);
  const points = measured.points?.[id] ?? measured.points?.[meaning.measured] ?? [];
  const shown = meaning.absolute ? absolute(series, meaning.absolute, measured.baseline?.[meaning.measured] ?? null, points.length > 0) : series;
  return { id, tone: meaning.tone, label: shown.label, unit: shown.unit, time: prediction.time_min, quantiles: shown, points };
}

/** A rise over the baseline it starts from. Without a baseline a rise stays a rise; but where pressures were measured, the
 * pressures are shown alone, since a pressure is not a point on a rise. */
function absolute(series: Series, label: string, baseline: number | null, isMeasured: boolean): Series {
  if (baseline === null && !isMeasured) return series;
  return lifted(series, baseline ?? Number.NaN, label);
}

/** Whether there is anything predicted to draw; without a prediction only points are. */
export function isPredicted({ quantiles }: Band): boolean {
  return quantiles.median.some(Number.isFinite);
}

function lifted(series: Series, by: number, label: string): Series {
  const lift = (values: number[]): number[] => values.map((value) => value + by);
  return { label, unit: series.unit, p05: lift(series.p05), p25: lift(series.p25), median: lift(series.median), p75: lift(series.p75), p95: lift(series.p95) };
}

/** Bands of one unit share a panel; the order of first mention stays. */
export function panels(bands: Band[]): Band[][] {
  const byUnit = new Map<string, Band[]>();
  for (const one of bands) byUnit.set(one.unit, [...(byUnit.get(one.unit) ?? []), one]);
  return [...byUnit.values()];
}

/** Lowest and highest value to show: everything drawn, with air; from zero where nothing is below it; a scale keeps its own ends. */
export function extent(bands: Band[]): [number, number] {
  const fixed = bands.length > 0 ? meaningOf(bands[0]?.id ?? "").range : undefined;
  if (fixed) return fixed;
  const values = bands.flatMap((one) => [...one.quantiles.p05, ...one.quantiles.p95, ...one.points.map((point) => point.value)]).filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 && low < (high - low) * 0.5 ? 0 : low - air, high + air];
}

/** Rows for uPlot: the time, then for each band its 95th, 5th, 75th, 25th percentile and median. */
export function aligned(bands: Band[]): (number | null)[][] {
  const time = bands[0]?.time ?? [];
  const drawable = (values: number[]): (number | null)[] => values.map((value) => (Number.isFinite(value) ? value : null));
  return [time, ...bands.flatMap(({ quantiles: q }) => [q.p95, q.p05, q.p75, q.p25, q.median].map(drawable))];
}

/** Index of the time nearest to a minute. */
export function nearest(time: number[], minute: number): number {
  let best = 0;
  for (let i = 1; i < time.length; i++) {
    if (Math.abs((time[i] ?? 0) - minute) < Math.abs((time[best] ?? 0) - minute)) best = i;
  }
  return best;
}
