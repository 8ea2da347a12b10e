/** Knows the strip of a whole course: low mood over its days, each dose a small sun, and where the clock stands. */
import { el, svg } from "../page/dom.ts";
import { pathOfDays } from "./days.ts";
import type { CourseData } from "./data.ts";

export interface StripView { move(hour: number): void }

const PAD = { top: 8, right: 8, bottom: 34, left: 4 };
const HEIGHT = 128;

/** Draws the course into `place`; the clock runs from its last dose. */
export function drawStrip(place: HTMLElement, course: CourseData): StripView {
  const width = Math.max(240, Math.floor(place.clientWidth));
  const last = course.day.at(-1) ?? 1;
  const x = (day: number): number => PAD.left + (day / last) * (width - PAD.left - PAD.right);
  const y = (value: number): number => HEIGHT - PAD.bottom - (value / 105) * (HEIGHT - PAD.top - PAD.bottom);
  const ground = HEIGHT - PAD.bottom;
  const now = svg("line", { class: "curve-now", y1: PAD.top, y2: ground });
  const suns = course.dose_day.map((day) => svg("path", { class: "strip-sun", d: `M${(x(day) - 7).toFixed(1)} ${ground + 10}a7 7 0 0 1 14 0z` }));
  const weeks = course.day.filter((day) => day % 7 === 0).map((day) => svg("text", { class: "curve-word", x: x(day).toFixed(1), y: HEIGHT - 6, "text-anchor": day === 0 ? "start" : "middle", "aria-hidden": "true" }, day === 0 ? "start" : `week ${day / 7}`));
  const low = Math.round(Math.min(...course.mood));
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, role: "img", "aria-label": `Low mood over ${Math.round(last)} days with ${course.dose_day.length} doses: lowest ${low} % of before, ${Math.round(course.mood.at(-1) ?? 0)} % at the end.` },
    svg("line", { class: "curve-axis", x1: PAD.left, x2: width - PAD.right, y1: ground, y2: ground }), ...suns, ...weeks,
    svg("g", { "data-tone-series": "measured" }, svg("path", { class: "curve-line", "data-line": 4, d: pathOfDays(course.day, course.mood_without, x, y) })),
    svg("g", { "data-tone-series": "norketamine" }, svg("path", { class: "curve-line curve-lead", d: pathOfDays(course.day, course.mood, x, y) })), now);
  place.replaceChildren(el("div", { class: "course-strip" }, el("p", { class: "course-strip-title" }, "Low mood over the whole course, % of before; each sun is a dose, the dotted line the same care without the drug"), drawing));
  return {
    move(hour) {
      const at = x((course.dose_day.at(-1) ?? 0) + hour / 24).toFixed(1);
      for (const name of ["x1", "x2"]) now.setAttribute(name, at);
    },
  };
}
