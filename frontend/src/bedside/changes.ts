/** Knows what a correction changes: only the values that are other than before; an emptied box takes a value back. */
import type { Values } from "./record.ts";

/** The changed values, null for one taken back; null altogether when something typed is no whole number. */
export function changes(before: Values, typed: Record<string, string>): Values | null {
  const changed: Values = {};
  for (const [field, text] of Object.entries(typed) as [keyof Values, string][]) {
    const clean = text.trim();
    if (!/^\d*$/.test(clean)) return null;
    const value = clean === "" ? null : Number(clean);
    if (value !== (before[field] ?? null)) changed[field] = value;
  }
  return changed;
}
