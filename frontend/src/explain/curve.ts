/** Knows how the small chart of one stage is drawn, and how its marker moves along it. */
import { svg } from "../page/dom.ts";
import { hourAt, hourWords, position } from "./clock.ts";
import { valueAt, type Explained, type LinkData } from "./data.ts";
import { amount } from "./figures.ts";

export interface CurveView { move(hour: number): void }

const PAD = { top: 14, right: 8, bottom: 20, left: 4 };
const MARKS: readonly [hour: number, word: string][] = [[1 / 6, "10 min"], [2, "2 h"], [24, "1 day"], [336, "2 wk"]];
const FEW_MARKS: readonly [hour: number, word: string][] = [[2, "2 h"], [24, "1 day"]];
const DRAWN = 220;

interface Paper { width: number; height: number; x: (hour: number) => number; y: (value: number) => number; top: number }

function paper(link: LinkData, explained: Explained, width: number, height: number): Paper {
  const most = Math.max(link.top, ...link.curves.flatMap(({ name }) => explained.curves[name] ?? []));
  const top = most > link.top ? Math.ceil(most / 10) * 10 : link.top;
  return {
    width, height, top,
    x: (hour) => PAD.left + position(hour) * (width - PAD.left - PAD.right),
    y: (value) => height - PAD.bottom - (Math.max(0, value) / top) * (height - PAD.top - PAD.bottom),
  };
}

/** A path through a curve at even steps of the logarithm of time. */
export function pathOf(times: number[], values: number[], x: (hour: number) => number, y: (value: number) => number): string {
  const last = position(times[Math.min(times.length, values.length) - 1] ?? 0);
  const places = Array.from({ length: DRAWN + 1 }, (_, i) => hourAt((i / DRAWN) * last));
  return places.map((hour, i) => `${i === 0 ? "M" : "L"}${x(hour).toFixed(1)} ${y(valueAt(times, values, hour)).toFixed(1)}`).join("");
}

/** Draws into `place`; `chosen` hears the hour under a finger or a pressed pointer. */
export function drawCurve(place: HTMLElement, link: LinkData, explained: Explained, chosen: (hour: number) => void): CurveView {
  const width = Math.max(120, Math.floor(place.clientWidth));
  const height = link.curves.length > 4 ? 190 : place.closest(".chain") ? 112 : 128;
  const on = paper(link, explained, width, height);
  const now = svg("line", { class: "curve-now", y1: PAD.top - 6, y2: height - PAD.bottom });
  const dots = link.curves.map(({ tone }, i) => svg("circle", { class: i === 0 ? "curve-dot curve-lead-dot" : "curve-dot", "data-tone-series": tone, r: i === 0 ? 6 : 4 }));
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": summary(link, explained) },
    ...ground(on), ...lines(link, explained, on), now, ...dots.reverse());
  dots.reverse();
  place.replaceChildren(drawing);
  place.onpointerdown = (event) => follow(place, event, chosen);
  return {
    move(hour) {
      for (const name of ["x1", "x2"]) now.setAttribute(name, on.x(hour).toFixed(1));
      link.curves.forEach(({ name }, i) => {
        dots[i]?.setAttribute("cx", on.x(hour).toFixed(1));
        dots[i]?.setAttribute("cy", on.y(valueAt(explained.time_h, explained.curves[name] ?? [], hour)).toFixed(1));
      });
    },
  };
}

function ground({ width, height, x, top }: Paper): SVGElement[] {
  const marks = (width < 260 ? FEW_MARKS : MARKS).flatMap(([hour, word]) => [
    svg("line", { class: "curve-grid", x1: x(hour).toFixed(1), x2: x(hour).toFixed(1), y1: PAD.top, y2: height - PAD.bottom }),
    svg("text", { class: "curve-word", x: x(hour).toFixed(1), y: height - 6, "text-anchor": hour > 300 ? "end" : "middle", "aria-hidden": "true" }, word),
  ]);
  return [...marks, svg("line", { class: "curve-axis", x1: PAD.left, x2: width - PAD.right, y1: height - PAD.bottom, y2: height - PAD.bottom }),
    svg("text", { class: "curve-word", x: PAD.left, y: PAD.top - 3, "aria-hidden": "true" }, amount(top))];
}

function lines(link: LinkData, explained: Explained, { x, y, height }: Paper): SVGElement[] {
  const first = explained.first[link.curves[0]?.name ?? ""];
  const drawn = link.curves.map(({ name, tone }, i) => {
    const path = pathOf(explained.time_h, explained.curves[name] ?? [], x, y);
    const line = svg("path", { class: i === 0 ? "curve-line curve-lead" : "curve-line", d: path, "data-line": i === 0 ? null : i });
    const under = i === 0 && !link.falls && svg("path", { class: "curve-under", d: `${path}V${height - PAD.bottom}H${x(0)}Z` });
    return svg("g", { "data-tone-series": tone }, under, line);
  });
  const ghost = first ? [svg("path", { class: "curve-first", d: pathOf(explained.time_h.slice(0, first.length), first, x, y) })] : [];
  return [...drawn.reverse(), ...ghost];
}

/** "Glutamate: highest 64 % at 31 min." */
export function summary(link: LinkData, explained: Explained): string {
  const parts = link.curves.map(({ name, label }) => {
    const values = explained.curves[name] ?? [];
    const best = values.reduce((found, value, i) => ((link.falls ? value < (values[found] ?? 0) : value > (values[found] ?? 0)) ? i : found), 0);
    return `${label}, ${link.falls ? "lowest" : "highest"} ${amount(values[best] ?? 0)} ${link.unit} at ${hourWords(explained.time_h[best] ?? 0)}`;
  });
  return `${link.name}: ${parts.join("; ")}.`;
}

function follow(place: HTMLElement, event: PointerEvent, chosen: (hour: number) => void): void {
  const tell = (at: PointerEvent): void => {
    const box = place.getBoundingClientRect();
    chosen(hourAt((at.clientX - box.left - PAD.left) / (box.width - PAD.left - PAD.right)));
  };
  place.setPointerCapture(event.pointerId);
  place.onpointermove = tell;
  place.onpointerup = place.onpointercancel = () => { place.onpointermove = null; };
  tell(event);
}
