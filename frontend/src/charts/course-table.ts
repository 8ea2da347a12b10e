/** Knows the course as a table: everything that happened, in order. */
import { el } from "../page/dom.ts";
import { longDate, moment, type Course } from "./course-data.ts";
import { amount, instrumentName, reached } from "./course-words.ts";

interface Line { at: number; what: string; value: string; url: string | null | undefined }

export function courseLines(course: Course): Line[] {
  const phases = (course.phases ?? []).map((phase) => ({ at: moment(phase.from), what: "Phase begins", value: phase.label ?? phase.phase.replace("_", " "), url: null }));
  const doses = (course.doses ?? []).map((dose) => ({
    at: moment(dose.at), what: "Dose", value: [`${amount(dose.mg)} mg`, dose.mg_per_kg ? `${dose.mg_per_kg.toFixed(2)} mg/kg` : "", dose.route?.toUpperCase() ?? ""].filter(Boolean).join(", "), url: dose.session_url,
  }));
  const visits = (course.sessions ?? []).map((visit) => ({ at: moment(visit.at), what: "Session", value: visit.label ?? "", url: visit.url }));
  const measures = (course.measures ?? []).map((measure) => ({
    at: moment(measure.at), what: instrumentName(course), url: measure.url,
    value: [String(measure.total), measure.band ?? "", measure.item9 ? `item 9: ${measure.item9}` : "", reached(course.response_at, measure) ? "response" : "", reached(course.remission_at, measure) ? "remission" : ""].filter(Boolean).join(", "),
  }));
  return [...phases, ...doses, ...visits, ...measures].sort((a, b) => a.at - b.at);
}

export function courseTable(course: Course): HTMLElement {
  const rows = courseLines(course).map(({ at, what, value, url }) =>
    el("tr", {}, el("th", { scope: "row" }, longDate(at)), el("td", {}, what), el("td", {}, url ? el("a", { href: url }, value || what) : value)));
  const head = el("tr", {}, ...["Date", "What", "Value"].map((text) => el("th", { scope: "col" }, text)));
  return el("div", { class: "chart-table", tabindex: 0, role: "region", "aria-label": "The course, as a table" },
    el("table", { class: "table" }, el("caption", {}, "The course"), el("thead", {}, head), el("tbody", {}, ...rows)));
}
