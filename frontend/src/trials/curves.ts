/** Knows how arms are drawn over time: the band of nine in ten trials, the band of half, the median with a mark of its own. */
import { niceTicks } from "../charts/ticks.ts";
import { figure } from "../charts/words.ts";
import { svg } from "../page/dom.ts";
import { named, timeAxis } from "./axis.ts";
import { spreadAt, type ArmResult, type Spread } from "./data.ts";

export interface Curves {
  arms: ArmResult[];
  measure: string;
  unit: string;
  banded: Set<string>;
  height: number;
  contrast: boolean;
  pointed(hour: number | null): void;
}

interface Point { hour: number; spread: Spread }
interface Paper { x(hour: number): number; y(value: number): number }

const PAD = { left: 44, right: 16, top: 12, bottom: 30 };
/** what is true of everyone before the first dose */
const AT_START: Record<string, number> = { change: 0, suicidal: 100, seen: 100 };

export function drawCurves(place: HTMLElement, curves: Curves): void {
  const width = Math.max(240, Math.floor(place.clientWidth));
  const lines = curves.arms.map((arm) => ({ arm, points: pointsOf(arm, curves.measure) }));
  const hours = [...new Set(lines.flatMap(({ points }) => points.map(({ hour }) => hour)))].sort((a, b) => a - b);
  const [low, high] = extent(lines.flatMap(({ points }) => points), curves);
  const axis = timeAxis(hours, hours.at(-1) ?? 24);
  const inner = { width: width - PAD.left - PAD.right, height: curves.height - PAD.top - PAD.bottom };
  const paper: Paper = { x: (hour) => PAD.left + axis.at(hour) * inner.width, y: (value) => PAD.top + ((high - value) / (high - low)) * inner.height };
  const cursor = svg("line", { class: "t-cursor", y1: PAD.top, y2: curves.height - PAD.bottom, x1: -9, x2: -9 });
  place.replaceChildren(svg("svg", { viewBox: `0 0 ${width} ${curves.height}`, width, height: curves.height, "aria-hidden": "true" },
    ...niceTicks(low, high, Math.max(3, Math.round(inner.height / 48))).map((tick) => grid(tick, paper, width)),
    ...named(hours, axis, inner.width).map(({ x, words }) =>
      svg("text", { class: "t-word", x: (PAD.left + x).toFixed(1), y: curves.height - 10, "text-anchor": x > inner.width - 20 ? "end" : "middle" }, words)),
    ...lines.filter(({ arm }) => curves.banded.has(arm.name)).flatMap(({ arm, points }) => [band(arm, points, paper, "p05", "p95", "t-band-most"), band(arm, points, paper, "p25", "p75", "t-band-half")]),
    axis.stretched && inner.width > 420 && svg("text", { class: "t-word t-aside", x: width - PAD.right, y: PAD.top, "text-anchor": "end" }, "time is stretched at the start"),
    cursor,
    ...lines.map(({ arm, points }) => median(arm, points, paper))));
  follow(place, hours.filter((hour) => hour > 0), paper, cursor, curves.pointed);
}

function pointsOf(arm: ArmResult, measure: string): Point[] {
  const start = AT_START[measure];
  const first = start === undefined ? [] : [{ hour: 0, spread: { p05: start, p25: start, median: start, p75: start, p95: start } }];
  const contrast = arm.visits.some((visit) => "power" in visit);
  const points = arm.visits.flatMap((visit) => {
    const spread = spreadAt(visit, measure);
    return spread ? [{ hour: visit.time_h, spread }] : [];
  });
  return contrast ? [{ hour: 0, spread: { p05: 0, p25: 0, median: 0, p75: 0, p95: 0 } }, ...points] : [...first, ...points];
}

function extent(points: Point[], { measure, contrast, unit }: Curves): [number, number] {
  if (unit === "%" && !contrast && measure !== "change") return [0, 100];
  const values = [0, ...points.flatMap(({ spread }) => [spread.p05 ?? 0, spread.p95 ?? 0])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = (high - low || 1) * 0.06;
  return [low - air, high + air];
}

function grid(tick: number, { y }: Paper, width: number): SVGElement {
  const at = y(tick).toFixed(1);
  return svg("g", {}, svg("line", { class: tick === 0 ? "t-axis" : "t-grid", x1: PAD.left, x2: width - PAD.right, y1: at, y2: at }),
    svg("text", { class: "t-word", x: PAD.left - 8, y: y(tick) + 4, "text-anchor": "end" }, figure(tick)));
}

function band(arm: ArmResult, points: Point[], { x, y }: Paper, from: keyof Spread, to: keyof Spread, name: string): SVGElement {
  const there = points.map(({ hour, spread }) => `${x(hour).toFixed(1)} ${y(spread[to] ?? 0).toFixed(1)}`);
  const back = points.map(({ hour, spread }) => `${x(hour).toFixed(1)} ${y(spread[from] ?? 0).toFixed(1)}`).reverse();
  return svg("path", { class: name, "data-series": arm.series % 8, d: points.length > 0 ? `M${[...there, ...back].join("L")}Z` : "" });
}

function median(arm: ArmResult, points: Point[], { x, y }: Paper): SVGElement {
  const spots = points.map(({ hour, spread }) => [x(hour), y(spread.median ?? 0)] as const);
  const path = spots.map(([left, top], i) => `${i === 0 ? "M" : "L"}${left.toFixed(1)} ${top.toFixed(1)}`).join("");
  return svg("g", { "data-series": arm.series % 8 }, svg("path", { class: "t-median", d: path }), ...spots.map(([left, top]) => markShape(arm.series, left, top)));
}

/** A mark for each arm, so that shape tells them apart as well as colour. */
export function markShape(series: number, x: number, y: number): SVGElement {
  const at = `${x.toFixed(1)} ${y.toFixed(1)}`;
  const shapes = [`M${at}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`, `M${at}m-3.6 -3.6h7.2v7.2h-7.2z`, `M${at}m0 -4.8l4.8 4.8l-4.8 4.8l-4.8 -4.8z`, `M${at}m0 -4.6l4.8 8.2h-9.6z`];
  return svg("path", { class: series % 8 < 4 ? "t-point" : "t-point t-open", d: shapes[series % 4] ?? "" });
}

function follow(place: HTMLElement, hours: number[], { x }: Paper, cursor: SVGElement, pointed: (hour: number | null) => void): void {
  const show = (hour: number | null): void => {
    for (const name of ["x1", "x2"]) cursor.setAttribute(name, hour === null ? "-9" : x(hour).toFixed(1));
    pointed(hour);
  };
  place.onpointermove = place.onpointerdown = (event) => {
    const left = event.clientX - place.getBoundingClientRect().left;
    show(hours.reduce((best, hour) => (Math.abs(x(hour) - left) < Math.abs(x(best) - left) ? hour : best), hours[0] ?? 0));
  };
  place.onpointerleave = () => show(null);
}
