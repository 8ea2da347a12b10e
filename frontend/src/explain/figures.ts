/** Knows how a value of the chain is written: no more digits than it deserves. */

export function amount(value: number): string {
  const size = Math.abs(value);
  if (size < 0.05) return "0";
  return size >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
}
