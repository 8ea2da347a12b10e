/** Knows the shape of a course as a page hands it over, and how its dates become moments. */
import { clinicFormat, clinicNoon } from "../page/clinic-time.ts";

export interface Phase { phase: string; label?: string; from: string; to?: string | null }
export interface CourseDose { at: string; mg: number; mg_per_kg?: number | null; route?: string; session_url?: string | null }
export interface Visit { at: string; label?: string; url?: string | null }
export interface Measure { at: string; total: number; band?: string; item9?: number; url?: string | null }
export interface SeverityBand { label: string; from: number; to: number }

export interface Course {
  phases?: Phase[];
  doses?: CourseDose[];
  sessions?: Visit[];
  measures?: Measure[];
  bands?: SeverityBand[];
  baseline?: number | null;
  response_at?: string | null;
  remission_at?: string | null;
  remission_below?: number | null;
  maximum?: number;
  today?: string | null;
  instrument?: string;
}

export const DAY = 86_400_000;

/** A date stands for its noon in the clinic, so that it falls on the right day beside what has a time. */
export function moment(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? clinicNoon(text) : Date.parse(text);
}

const SHORT = clinicFormat({ day: "numeric", month: "short" });
const LONG = clinicFormat({ day: "numeric", month: "short", year: "numeric" });

export const shortDate = (at: number): string => SHORT.format(at);
export const longDate = (at: number): string => LONG.format(at);

/** First and last moment to show: all that happened, today, and at least four weeks. */
export function courseSpan(course: Course): [number, number] {
  const all = [
    ...(course.phases ?? []).flatMap((phase) => [phase.from, phase.to]),
    ...(course.doses ?? []).map((dose) => dose.at),
    ...(course.sessions ?? []).map((visit) => visit.at),
    ...(course.measures ?? []).map((measure) => measure.at),
    course.today,
  ].filter((text): text is string => Boolean(text)).map(moment).filter(Number.isFinite);
  const first = Math.min(...all);
  return [first, Math.max(...all, first + 28 * DAY)];
}

/** Dates to mark: every day's worth of `room` pixels, on a round step of days, weeks or months. */
export function dateTicks(from: number, to: number, width: number, room = 72): number[] {
  const most = Math.max(2, Math.floor(width / room));
  const step = [1, 2, 7, 14, 28, 56, 91, 182, 364].find((days) => (to - from) / (days * DAY) <= most) ?? 728;
  const ticks: number[] = [];
  for (let tick = from; tick <= to; tick += step * DAY) ticks.push(tick);
  return ticks;
}
