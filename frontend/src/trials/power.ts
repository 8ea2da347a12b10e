/** Knows how power is drawn over the number of people in each arm, with the error of the simulation. */
import { el, svg } from "../page/dom.ts";
import { pageData } from "../page/json.ts";
import type { PowerSize } from "./data.ts";

const HEIGHT = 240;
const PAD = { left: 48, right: 24, top: 12, bottom: 34 };

export function powerFigure(place: HTMLElement): void {
  const sizes = pageData<{ power: PowerSize[] }>("trial-data")?.power ?? [];
  const said = sizes.map(({ n, power }) => `${Math.round(100 * power)} % with ${n} people`).join(", ");
  const canvas = el("div", { class: "t-canvas", role: "img", "aria-label": `Chart. Power in each arm: ${said}.` });
  place.append(canvas);
  new ResizeObserver(() => draw(canvas, sizes)).observe(canvas);
}

function draw(place: HTMLElement, sizes: PowerSize[]): void {
  const width = Math.max(240, Math.floor(place.clientWidth));
  const step = (width - PAD.left - PAD.right) / Math.max(1, sizes.length);
  const y = (share: number): number => PAD.top + (1 - Math.min(1, Math.max(0, share))) * (HEIGHT - PAD.top - PAD.bottom);
  const x = (i: number): number => PAD.left + step * (i + 0.5);
  const lines = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => svg("g", {},
    svg("line", { class: share === 0.8 ? "t-wanted" : share === 0 ? "t-axis" : "t-grid", x1: PAD.left, x2: width - PAD.right, y1: y(share), y2: y(share) }),
    svg("text", { class: "t-word", x: PAD.left - 8, y: y(share) + 4, "text-anchor": "end" }, `${100 * share} %`)));
  const marks = sizes.map(({ n, power, error }, i) => svg("g", { "data-series": 0 },
    svg("line", { class: "t-whisker", x1: x(i), x2: x(i), y1: y(power - 1.96 * error), y2: y(power + 1.96 * error) }),
    svg("circle", { class: "t-point", cx: x(i), cy: y(power), r: 6 }),
    svg("text", { class: "t-word", x: x(i), y: HEIGHT - 12, "text-anchor": "middle" }, `${n}`)));
  const path = svg("path", { class: "t-median", "data-series": 0, d: sizes.map(({ power }, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(power)}`).join("") });
  place.replaceChildren(svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" }, ...lines, path, ...marks));
}
