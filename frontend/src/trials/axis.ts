/** Knows the axis of time of a trial: hours to months on one line, stretched at the start where the first hours count. */
import { uncrowded } from "../charts/ticks.ts";

const STRETCH = 0.42;
const CROWDED = 1 / 40;

export interface TimeAxis {
  /** place of an hour, from 0 (start) to 1 (the last time shown) */
  at(hour: number): number;
  stretched: boolean;
  last: number;
}

/** An axis from the first dose to `last`, on which the times that matter can be told apart. */
export function timeAxis(times: number[], last: number): TimeAxis {
  const end = last > 0 ? last : 24;
  const first = Math.min(end, ...times.filter((hour) => hour > 0));
  const stretched = first / end < CROWDED;
  const bend = (share: number): number => (stretched ? share ** STRETCH : share);
  return { at: (hour) => bend(Math.min(Math.max(hour / end, 0), 1)), stretched, last: end };
}

/** "2 h", "day 3", "wk 4", as the tables say it, short enough for an axis. */
export function hourWords(hour: number): string {
  if (hour === 0) return "start";
  if (hour < 1) return `${Math.round(hour * 60)} min`;
  if (hour < 24 || (hour % 24 !== 0 && hour < 48)) return `${trimmed(hour)} h`;
  if (hour % 24 !== 0) return `day ${(hour / 24).toFixed(1)}`;
  const days = hour / 24;
  return days % 7 === 0 && days > 14 ? `wk ${days / 7}` : `day ${days}`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** Which of the hours can be named on a line of `width` pixels without touching; the start and the last come first. */
export function named(hours: number[], axis: TimeAxis, width: number): { hour: number; x: number; words: string }[] {
  const all = [...new Set([0, ...hours])].map((hour) => ({ hour, x: axis.at(hour) * width, words: hourWords(hour) }));
  const shown = uncrowded(all.map(({ x, words, hour }) => ({ at: x, width: words.length * 6.6, weight: hour === 0 ? 3 : hour === axis.last ? 2 : 0 })), 10);
  return all.filter((_, i) => shown[i]);
}
