/** Knows round numbers: where an axis is marked, and how labels avoid one another. */

/** Round steps (1, 2, 5 × 10ⁿ) covering [low, high], about `count` of them. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

const MINUTE_STEPS = [5, 10, 15, 30, 60, 120, 240];

/** Minutes to mark so that labels stay `room` pixels apart. */
export function minuteTicks(low: number, high: number, width: number, room = 50): number[] {
  const most = Math.max(2, Math.floor(width / room));
  const step = MINUTE_STEPS.find((candidate) => (high - low) / candidate <= most) ?? 480;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick === 0 ? 0 : tick);
  return ticks;
}

export interface Placed { at: number; width: number }

/** Which labels may be shown in one row: first come by importance (higher first), then left to right. */
export function uncrowded(labels: (Placed & { weight?: number })[], gap = 6): boolean[] {
  const shown = labels.map(() => false);
  const order = labels.map((_, i) => i).sort((a, b) => (labels[b]?.weight ?? 0) - (labels[a]?.weight ?? 0) || a - b);
  for (const i of order) {
    const mine = labels[i];
    if (mine && labels.every((other, j) => !shown[j] || Math.abs(other.at - mine.at) >= (other.width + mine.width) / 2 + gap)) shown[i] = true;
  }
  return shown;
}
