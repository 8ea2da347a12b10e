/** Knows the number pad: which key does what to the digits of a value. Pure, so that every key can be tested. */
import type { Quantity, Values } from "./record.ts";

export interface QuantityWords { label: string; short: string; unit: string; digits: number }

export const WORDS: Record<Quantity, QuantityWords> = {
  systolic: { label: "Systolic pressure", short: "Systolic", unit: "mmHg", digits: 3 },
  diastolic: { label: "Diastolic pressure", short: "Diastolic", unit: "mmHg", digits: 3 },
  heart_rate: { label: "Heart rate", short: "Heart rate", unit: "/min", digits: 3 },
  spo2: { label: "Oxygen saturation", short: "SpO₂", unit: "%", digits: 3 },
  respiratory_rate: { label: "Respiratory rate", short: "Breaths", unit: "/min", digits: 2 },
};

export type Key = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "back" | "less" | "more";

/** The digits after a key. More digits than a value can have are not taken; stepping needs a value to step from. */
export function press(digits: string, key: Key, most: number): string {
  if (key === "back") return digits.slice(0, -1);
  if (key === "less" || key === "more") return digits === "" ? "" : String(Math.max(0, Number(digits) + (key === "more" ? 1 : -1)));
  return digits.length < most ? `${digits}${key}`.replace(/^0+(?=\d)/, "") : digits;
}

/** Whether a value can take no further digit, so that the pad may go on to the next one by itself. */
export function isComplete(quantity: Quantity, digits: string): boolean {
  const first = Number(digits[0]);
  if (quantity === "spo2") return digits.length === 3 || (digits.length === 2 && digits !== "10");
  if (quantity === "respiratory_rate") return digits.length === 2;
  return digits.length === 3 || (digits.length === 2 && first >= 4);
}

export type Trend = "up" | "down" | "level";

/** Changes that are still level: what a cuff or a probe wavers by. On the scales every step counts. */
const WAVER: Record<keyof Values, number> = { systolic: 2, diastolic: 2, heart_rate: 2, spo2: 1, respiratory_rate: 1, dissociation: 0, moaas: 0 };

/** Which way a quantity moves; null while there is nothing to compare with. */
export function trend(quantity: keyof Values, value: number, before: number | null): Trend | null {
  if (before === null) return null;
  if (Math.abs(value - before) <= WAVER[quantity]) return "level";
  return value > before ? "up" : "down";
}

export const TREND_SIGN: Record<Trend, string> = { up: "↗", down: "↘", level: "→" };
export const TREND_WORD: Record<Trend, string> = { up: "rising", down: "falling", level: "level" };
