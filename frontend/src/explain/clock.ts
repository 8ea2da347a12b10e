/** Knows time on a logarithmic line from one minute to two weeks: positions, words, the moments that are marked. */

export const FIRST_H = 1 / 60;
export const LAST_H = 14 * 24;
const REACH = Math.log(LAST_H / FIRST_H);

/** Where a time (h) lies on the line: 0 is one minute, 1 is two weeks. */
export function position(hour: number): number {
  return Math.min(1, Math.max(0, Math.log(Math.max(hour, FIRST_H) / FIRST_H) / REACH));
}

/** The time (h) at a place of the line. */
export function hourAt(place: number): number {
  return FIRST_H * Math.exp(REACH * Math.min(1, Math.max(0, place)));
}

/** "40 min", "1 h", "75 min", "2½ h", "1 day", "3 days", "2 weeks": as exact as people speak. */
export function hourWords(hour: number): string {
  const minutes = Math.round(hour * 60);
  if (minutes < 88) return Math.abs(minutes - 60) <= 1 ? "1 h" : `${minutes} min`;
  if (hour < 22) return `${halves(hour, 10)} h`;
  const days = halves(hour / 24, 4);
  if (hour >= LAST_H * 0.985) return "2 weeks";
  return days === "1" ? "1 day" : `${days} days`;
}

/** In halves below `whole`, in whole numbers from there. */
function halves(value: number, whole: number): string {
  if (value >= whole) return String(Math.round(value));
  const twice = Math.round(value * 2);
  return `${Math.floor(twice / 2)}${twice % 2 ? "½" : ""}`;
}

export interface Tick { hour: number; word: string; wide: boolean }

/** Marked moments; those marked wide need a wide screen. */
export const TICKS: readonly Tick[] = [
  { hour: FIRST_H, word: "1 min", wide: false }, { hour: 1 / 6, word: "10 min", wide: false }, { hour: 2 / 3, word: "40 min", wide: true },
  { hour: 2, word: "2 h", wide: false }, { hour: 8, word: "8 h", wide: true }, { hour: 24, word: "1 day", wide: false },
  { hour: 72, word: "3 days", wide: true }, { hour: LAST_H, word: "2 weeks", wide: false },
];
