/** Knows the shape of a prediction, as the model writes it, and of what was measured. */

export interface Quantiles { p05: number[]; p25: number[]; median: number[]; p75: number[]; p95: number[] }
export interface Series extends Quantiles { label: string; unit: string }
export interface Spread { p05: number; median: number; p95: number }
export type MilestoneId = "onset_min" | "peak_min" | "fade_min";

export interface Prediction {
  model: { name: string; version: string; n?: number; limits?: string };
  inputs?: Record<string, unknown>;
  time_min: number[];
  series: Record<string, Series>;
  /** `share_reaching`: the share of people (0–1) in whom the effect grows large enough to begin */
  milestones?: Partial<Record<MilestoneId, Spread | null>> & { share_reaching?: number };
  notes?: string[];
}

export interface Point { minutes: number; value: number }

export interface Measured {
  baseline?: Record<string, number | null>;
  points?: Record<string, Point[]>;
}
