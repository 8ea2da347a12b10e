/** Knows the prediction as a table, for those who would rather read than look. */
import { el } from "../page/dom.ts";
import { minuteWords } from "../page/durations.ts";
import { isPredicted, nearest, type Band } from "./bands.ts";
import { figure } from "./words.ts";

const EVERY = 10; // minutes: fine enough to read a course of four hours

export function tableMinutes(time: number[], every = EVERY): number[] {
  const last = time.at(-1) ?? 0;
  const minutes: number[] = [];
  for (let minute = time[0] ?? 0; minute <= last; minute += every) minutes.push(minute);
  return minutes;
}

/** One narrow table a series, so that a phone shows it whole; what was measured follows what was predicted. */
export function predictionTable(bands: Band[], title: string): HTMLElement {
  const tables = bands.flatMap((one) => [isPredicted(one) && predictedTable(one), one.points.length > 0 && measuredTable(one)]);
  return el("div", { class: "chart-table", tabindex: 0, role: "region", "aria-label": `${title}, as a table` }, ...tables);
}

function predictedTable(one: Band): HTMLElement {
  const head = [`Median (${one.unit})`, "50 % between", "90 % between"].map((text) => el("th", { scope: "col", class: "number" }, text));
  const body = tableMinutes(one.time).map((minute) => el("tr", {}, el("th", { scope: "row" }, minuteWords(minute)), ...cells(one, minute)));
  return el("table", { class: "table" }, el("caption", {}, `${one.label}: predicted values`),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "After injection"), ...head)), el("tbody", {}, ...body));
}

function cells({ time, quantiles: q }: Band, minute: number): HTMLElement[] {
  const i = nearest(time, minute);
  const at = (values: number[]): string => figure(values[i] ?? 0);
  return [at(q.median), `${at(q.p25)}–${at(q.p75)}`, `${at(q.p05)}–${at(q.p95)}`].map((text) => el("td", { class: "number" }, text));
}

function measuredTable({ label, unit, points }: Band): HTMLElement {
  const body = points.map((point) => el("tr", {}, el("th", { scope: "row" }, minuteWords(point.minutes)), el("td", { class: "number" }, figure(point.value))));
  return el("table", { class: "table" }, el("caption", {}, `${label}: measured values`),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "After injection"), el("th", { scope: "col", class: "number" }, `Measured (${unit})`))), el("tbody", {}, ...body));
}
