/** Knows the shapes that the server writes: the picture of a design, the numbers of a result. */

export interface Step { words: string; every_h: number; at_h: number[] }

export interface ArmPicture {
  name: string;
  n: unknown;
  doses: Step[];
  sham: number[];
  psychotherapy: number[];
  cbt: number[];
  ect: number[];
  antidepressant_from: number | null;
  benzodiazepine: boolean;
  vr: boolean;
  said: string[];
}

export interface Picture { visits_h: number[]; arms: ArmPicture[] }

export interface Checked { errors: Record<string, string>; picture: Picture; text: string; ready: boolean; listed?: [string, string][] }

export interface Spread { p05: number | null; p25: number | null; median: number | null; p75: number | null; p95: number | null }

export interface Visit { time_h: number; when: string; [measure: string]: Spread | number | string | Record<string, number> }

export interface ArmResult { name: string; series: number; visits: Visit[] }

export interface TrialData {
  scale?: string;
  measures: Record<string, { label: string; unit: string }>;
  arms: ArmResult[];
  contrasts: ArmResult[];
}

export interface PowerSize { n: number; power: number; error: number }

/** The spread of a measure at a visit; null where nobody could show it. */
export function spreadAt(visit: Visit, measure: string): Spread | null {
  const found = visit[measure];
  return typeof found === "object" && "median" in found && found.median !== null ? (found as Spread) : null;
}
