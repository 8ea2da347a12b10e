/** Knows how a curve over days becomes a path. */

export function pathOfDays(days: number[], values: number[], x: (day: number) => number, y: (value: number) => number): string {
  return days.map((day, i) => `${i === 0 ? "M" : "L"}${x(day).toFixed(1)} ${y(values[i] ?? 0).toFixed(1)}`).join("");
}
