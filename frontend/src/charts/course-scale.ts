/** Knows where everything of a course stands on the paper: pure arithmetic, no drawing. */
import { courseSpan, dateTicks, moment, type Course } from "./course-data.ts";
import { uncrowded } from "./ticks.ts";

export interface CoursePaper {
  width: number;
  height: number;
  left: number;
  right: number;
  /** the phase strip, the plot of scores, the line that doses rise from, the dates */
  strip: { top: number; height: number };
  plot: { top: number; bottom: number };
  horizon: number;
  dates: number;
  x(at: number): number;
  y(score: number): number;
  ticks: number[];
}

/** Layout for a width in pixels; narrow paper loses the words at its right edge, not the marks. */
export function coursePaper(course: Course, width: number): CoursePaper {
  const isWide = width >= 640;
  const [from, to] = courseSpan(course);
  const maximum = course.maximum ?? 27;
  const [left, right] = [30, width - (isWide ? 128 : 14)];
  const strip = { top: 0, height: isWide ? 34 : 30 };
  const plot = { top: strip.height + 30, bottom: strip.height + 30 + (isWide ? 236 : 200) };
  const horizon = plot.bottom + 46;
  const x = (at: number): number => left + 8 + ((at - from) / (to - from || 1)) * (right - left - 16);
  const y = (score: number): number => plot.bottom - (score / maximum) * (plot.bottom - plot.top);
  return { width, height: horizon + 62, left, right, strip, plot, horizon, dates: horizon + 52, x, y, ticks: dateTicks(from, to, right - left) };
}

/** Where the instrument's name ends, written over the axis. */
const nameEnd = ({ left }: CoursePaper, name: string): number => left - 8 + name.length * 8;

/** Where a line down from the phases begins: under the instrument's name where it would cross it. */
export function lineTop(at: number, paper: CoursePaper, name: string): number {
  return paper.strip.height + (at < nameEnd(paper, name) ? 24 : 6);
}

/** Where "today" is written: before its line near the right edge, and never over the instrument's name at the left one. */
export function todayWord(course: Course, paper: CoursePaper, name: string): { x: number; anchor: "start" | "end" } {
  const at = paper.x(moment(course.today ?? ""));
  if (at > paper.right - 30) return { x: at - 6, anchor: "end" };
  return { x: Math.max(at + 6, nameEnd(paper, name) + 8), anchor: "start" };
}

export interface PhaseBox { phase: string; label: string; x: number; width: number; isNamed: boolean }

export function phaseBoxes(course: Course, paper: CoursePaper): PhaseBox[] {
  const end = course.today ? moment(course.today) : courseSpan(course)[1];
  return (course.phases ?? []).map((phase) => {
    const start = paper.x(moment(phase.from));
    const width = Math.max(4, paper.x(phase.to ? moment(phase.to) : end) - start);
    const name = phase.label ?? phase.phase.replace("_", " ");
    const label = name.charAt(0).toUpperCase() + name.slice(1);
    return { phase: phase.phase, label, x: start, width, isNamed: width > label.length * 7 + 14 };
  });
}

export interface ScoreSpot { index: number; x: number; y: number; isLabelled: boolean }

/** Where scores stand; when crowded, the first, the last and the best keep their figures. */
export function scoreSpots(course: Course, paper: CoursePaper): ScoreSpot[] {
  const measures = course.measures ?? [];
  const lowest = Math.min(...measures.map((measure) => measure.total));
  const spots = measures.map((measure, index) => ({ index, x: paper.x(moment(measure.at)), y: paper.y(measure.total) }));
  const weight = (i: number): number => (i === 0 || i === measures.length - 1 ? 3 : measures[i]?.total === lowest ? 2 : 1);
  const shown = uncrowded(spots.map((spot, i) => ({ at: spot.x, width: 18, weight: weight(i) })));
  return spots.map((spot, i) => ({ ...spot, isLabelled: shown[i] ?? false }));
}

/** The line through the scores, as an SVG path. */
export function scorePath(spots: { x: number; y: number }[]): string {
  return spots.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** The score that counts as response: half the baseline; null when there is no baseline above zero. */
export function responseLevel(course: Course): number | null {
  return course.baseline ? course.baseline / 2 : null;
}
