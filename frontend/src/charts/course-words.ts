/** Knows how a course is said in words: what each mark means and the summary that is read aloud. */
import { longDate, moment, type Course, type CourseDose, type Measure, type Visit } from "./course-data.ts";
import { figure } from "./words.ts";

export const instrumentName = (course: Course): string => course.instrument ?? "PHQ-9";

/** A plain number of milligrams: 40, 37.5. */
export const amount = (mg: number): string => String(Number(mg.toFixed(2)));

export function doseWords(dose: CourseDose): string {
  const perKg = dose.mg_per_kg ? `, ${dose.mg_per_kg.toFixed(2)} mg/kg` : "";
  return `Dose on ${longDate(moment(dose.at))}: ${amount(dose.mg)} mg${perKg}${dose.route ? `, ${dose.route.toUpperCase()}` : ""}`;
}

export const visitWords = (visit: Visit): string => `${visit.label ?? "Session"} on ${longDate(moment(visit.at))}`;

export function measureWords(course: Course, measure: Measure): string {
  const change = course.baseline && measure.total !== course.baseline ? `, ${changeWords(course.baseline, measure.total)}` : "";
  const item9 = measure.item9 ? `, item 9 (thoughts of death or self-harm) answered ${measure.item9}` : "";
  const marks = [reached(course.response_at, measure) && "response reached", reached(course.remission_at, measure) && "remission reached"].filter(Boolean);
  return [`${instrumentName(course)} ${measure.total} on ${longDate(moment(measure.at))}${measure.band ? ` (${measure.band})` : ""}${change}${item9}`, ...marks].join(", ");
}

/** "37 % below the baseline of 19" */
function changeWords(baseline: number, total: number): string {
  const percent = Math.round((Math.abs(total - baseline) / baseline) * 100);
  return `${percent} % ${total < baseline ? "below" : "above"} the baseline of ${figure(baseline)}`;
}

/** Whether a milestone of the course fell on this measure (by day). */
export function reached(at: string | null | undefined, measure: Measure): boolean {
  return Boolean(at) && longDate(moment(at ?? "")) === longDate(moment(measure.at));
}

export function courseSentence(course: Course): string {
  const measures = course.measures ?? [];
  const doses = course.doses?.length ?? 0;
  const last = measures.at(-1);
  return [
    `Time line of the course. ${doses === 0 ? "No dose yet" : doses === 1 ? "One dose" : `${doses} doses`}.`,
    last ? `${instrumentName(course)} ${measures.length > 1 ? `went from ${measures[0]?.total} to ${last.total}` : `is ${last.total}`}.` : `No ${instrumentName(course)} yet.`,
    course.response_at ? `Response on ${longDate(moment(course.response_at))}.` : "",
    course.remission_at ? `Remission on ${longDate(moment(course.remission_at))}.` : "",
  ].filter(Boolean).join(" ");
}
