/** Knows the shape of what the model answers, and how a curve is read between its points. */

export interface CurveData { name: string; label: string; tone: string; dashed: boolean }
/** `falls`: lower is better, from 100; its sun rises with what was relieved. `rest`: the value without the drug. */
export interface LinkData { id: string; name: string; unit: string; top: number; full: number; falls: boolean; rest: number; curves: CurveData[] }
export interface CourseData { day: number[]; dose_day: number[]; mood: number[]; mood_without: number[] }

export interface Explained {
  dose: { route: string; mg_per_kg: number; mg: number; doses: number };
  time_h: number[];
  curves: Record<string, number[]>;
  /** the same after the first of several doses, at the first times only */
  first: Record<string, number[]>;
  course: CourseData | null;
}

/** The value at a time, between two points along the logarithm of time. */
export function valueAt(times: number[], values: number[], hour: number): number {
  const after = times.findIndex((time) => time >= hour);
  if (after < 0) return values.at(-1) ?? 0;
  const [late = 0, early = 0] = [times[after], times[after - 1]];
  const [next = 0, before = 0] = [values[after], values[after - 1]];
  if (after === 0 || late === hour) return next;
  if (early <= 0) return before + ((next - before) * hour) / late;
  return before + ((next - before) * Math.log(hour / early)) / Math.log(late / early);
}

/** How much of a stage there is: the value, or what has been relieved where lower is better. */
export function effect(link: LinkData, value: number): number {
  return link.falls ? 100 - value : value - link.rest;
}
