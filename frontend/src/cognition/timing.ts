/** Knows how well this device keeps time: how long each picture took, how fine the clock is, how often the page was left. */

const LOOKED_FOR_MS = 60;
/** a clock that stands still is given up on */
const MOST_LOOKS = 5_000_000;

/** The value below which the share of the sorted numbers lies; 0 of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted[Math.max(0, place)] ?? 0;
}

/** The smallest step in which the clock was seen to move, in ms. */
export function clockStep(now: () => number, steps = 20): number {
  const began = now();
  let [last, smallest, seen] = [began, Infinity, 0];
  for (let looks = 0; seen < steps && looks < MOST_LOOKS && last - began < LOOKED_FOR_MS; looks += 1) {
    const at = now();
    if (at === last) continue;
    smallest = Math.min(smallest, at - last);
    last = at;
    seen += 1;
  }
  return Number.isFinite(smallest) ? smallest : 0;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Watches from `start` to `stop`. */
export class TimeKeeper {
  private readonly frames: number[] = [];
  private began = 0;
  private last = 0;
  private handle = 0;
  private left = 0;
  private readonly onHidden = (): void => { if (document.hidden) this.left += 1; };

  start(): void {
    this.began = this.last = performance.now();
    document.addEventListener("visibilitychange", this.onHidden);
    const look = (): void => {
      const at = performance.now();
      this.frames.push(at - this.last);
      this.last = at;
      this.handle = requestAnimationFrame(look);
    };
    this.handle = requestAnimationFrame(look);
  }

  /** `blurred`: how often the window lost the focus besides. */
  stop(blurred: number): { frame_median_ms: number; frame_p95_ms: number; clock_step_ms: number; lost_focus: number; ran_ms: number } {
    cancelAnimationFrame(this.handle);
    document.removeEventListener("visibilitychange", this.onHidden);
    const ran = performance.now() - this.began;
    return {
      frame_median_ms: rounded(quantile(this.frames, 0.5)),
      frame_p95_ms: rounded(quantile(this.frames, 0.95)),
      clock_step_ms: rounded(clockStep(() => performance.now())),
      lost_focus: Math.max(blurred, this.left),
      ran_ms: Math.round(ran),
    };
  }
}
