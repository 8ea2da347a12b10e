/** Knows the number pad: which key does what to the digits of a value. Pure, so that every key can be tested. */
import { QUANTITIES, type Quantity, type Values } from "./record.ts";

/** `digits` and `most`: a key that would go beyond them is not taken; the server judges what is possible. */
export interface QuantityWords { label: string; short: string; unit: string; digits: number; most: number }

export const WORDS: Record<Quantity, QuantityWords> = {
  systolic: { label: "Systolic pressure", short: "Systolic", unit: "mmHg", digits: 3, most: 300 },
  diastolic: { label: "Diastolic pressure", short: "Diastolic", unit: "mmHg", digits: 3, most: 200 },
  heart_rate: { label: "Heart rate", short: "Heart rate", unit: "/min", digits: 3, most: 300 },
  spo2: { label: "Oxygen saturation", short: "SpO₂", unit: "%", digits: 3, most: 100 },
  respiratory_rate: { label: "Respiratory rate", short: "Breaths", unit: "/min", digits: 2, most: 80 },
};

export type Key = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "back" | "less" | "more";

/** The digits after a key. Digits beyond what a value can be are not taken; stepping needs a value to step from. */
export function press(digits: string, key: Key, { digits: longest, most }: Pick<QuantityWords, "digits" | "most">): string {
  if (key === "back") return digits.slice(0, -1);
  if (key === "less" || key === "more") return digits === "" ? "" : String(Math.min(most, Math.max(0, Number(digits) + (key === "more" ? 1 : -1))));
  const longer = `${digits}${key}`.replace(/^0+(?=\d)/, "");
  return longer.length <= longest && Number(longer) <= most ? longer : digits;
}

/** Where the pad stands. `active` is null once the last value is left; `isFull` after a digit that was not taken. */
export interface Typing { active: Quantity | null; digits: Record<Quantity, string>; isFull: boolean }

/**
 * What a key does. Only Next, or a touch on a box, goes to another value: a box that moved on by itself would put the
 * digits, or the Next, of a hand that expects otherwise into the wrong box.
 */
export function struck(typing: Typing, key: Key | "next"): Typing {
  const { active, digits } = typing;
  if (active === null) return typing;
  if (key === "next") return { active: after(active), digits, isFull: false };
  const typed = press(digits[active], key, WORDS[active]);
  return { active, digits: { ...digits, [active]: typed }, isFull: /\d/.test(key) && typed === digits[active] };
}

/** The value that Next goes to; null after the last. */
export const after = (quantity: Quantity): Quantity | null => QUANTITIES[QUANTITIES.indexOf(quantity) + 1] ?? null;

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
