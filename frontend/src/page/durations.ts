/** Knows how a length of time is said: on a clock, and in words. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "4:05" for minutes and seconds, "1:04:05" from one hour on. The sign is left to the words beside it. */
export function clockFace(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / SECOND);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export type Waiting = "ahead" | "soon" | "overdue";

/** How a due time stands: soon within two minutes, overdue once it has passed. */
export function waiting(dueAt: number, now: number): Waiting {
  if (now >= dueAt) return "overdue";
  return dueAt - now <= 2 * MINUTE ? "soon" : "ahead";
}

/** "due in 4:05" or "overdue by 0:30". */
export function dueWords(dueAt: number, now: number): string {
  const face = clockFace(dueAt - now);
  return now >= dueAt ? `overdue by ${face}` : `in ${face}`;
}

/** "just now", "5 min ago", "in 3 h", "2 days ago". */
export function relativeWords(at: number, now: number): string {
  const gap = now - at;
  const size = Math.abs(gap);
  if (size < 45 * SECOND) return "just now";
  return gap > 0 ? `${lengthWords(size)} ago` : `in ${lengthWords(size)}`;
}

function lengthWords(size: number): string {
  if (size < 59.5 * MINUTE) return `${Math.max(1, Math.round(size / MINUTE))} min`;
  if (size < 23.5 * HOUR) return `${Math.round(size / HOUR)} h`;
  const days = Math.round(size / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

/** Minutes after an injection as people say them: "0", "30 min", "1 h", "1 h 30". */
export function minuteWords(minutes: number): string {
  const sign = minutes < 0 ? "−" : "";
  const size = Math.round(Math.abs(minutes));
  if (size === 0) return "0";
  if (size < 60) return `${sign}${size} min`;
  const rest = size % 60;
  return `${sign}${Math.floor(size / 60)} h${rest ? ` ${String(rest).padStart(2, "0")}` : ""}`;
}
