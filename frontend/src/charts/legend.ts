/** Knows the legend: what each band is, in words, beside a small drawing of it. */
import { el, svg } from "../page/dom.ts";
import { isPredicted, type Band } from "./bands.ts";

export function legend(bands: Band[]): HTMLElement {
  const items = bands.map((one, i) => one.points.length > 0 && el("li", {}, measuredKey(i), bands.length > 1 ? `${one.label} measured` : "measured"));
  return el("ul", { class: "chart-legend" }, ...bands.filter(isPredicted).map(bandItem), ...items);
}

function bandItem(one: Band): HTMLElement {
  const { label, tone } = one;
  return el("li", { "data-tone-series": tone }, bandKey(), el("span", {}, el("strong", {}, label), " median, half of people, 90\u00a0% of people"));
}

function bandKey(): SVGElement {
  return svg("svg", { class: "chart-key", viewBox: "0 0 26 18", "aria-hidden": "true" },
    svg("rect", { class: "key-outer", width: 26, height: 18, rx: 2 }), svg("rect", { class: "key-inner", y: 5, width: 26, height: 8 }), svg("path", { class: "key-median", d: "M0 9h26" }));
}

/** The shape by which a panel's first and second series are told apart. */
function measuredKey(series: number): SVGElement {
  const shape = series % 2 === 0 ? svg("circle", { class: "key-measured", cx: 13, cy: 9, r: 5.5 }) : svg("path", { class: "key-measured", d: "M13 2l7 7l-7 7l-7-7z" });
  return svg("svg", { class: "chart-key", viewBox: "0 0 26 18", "aria-hidden": "true" }, shape);
}
