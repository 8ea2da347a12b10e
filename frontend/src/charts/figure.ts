/** Knows how a `<figure data-chart="prediction">` becomes a chart: panels, legend, line of words, table. */
import { el, replace, setText } from "../page/dom.ts";
import { pageData } from "../page/json.ts";
import { minuteWords } from "../page/durations.ts";
import { band, isPredicted, panels, type Band } from "./bands.ts";
import { drawFan, type FanView } from "./fan.ts";
import { legend } from "./legend.ts";
import type { Measured, Prediction } from "./prediction.ts";
import { predictionTable } from "./table.ts";
import { bandSentence, milestones, milestoneSentence, modelWords, momentWords } from "./words.ts";

const HEIGHTS: Record<string, number> = { short: 200, tall: 380 };
const HEIGHT = 290;

export interface FanFigure {
  update(measured: Measured, now: number | null): void;
  destroy(): void;
}

export interface FanFigureOptions { series: string[]; height?: number; now?: number | null; from?: number }

export function predictionFigure(figure: HTMLElement): void {
  const prediction = pageData<Prediction>(figure.dataset.source);
  if (!prediction) return;
  const measured = pageData<Measured>(figure.dataset.measured) ?? {};
  const series = (figure.dataset.series ?? Object.keys(prediction.series).join(",")).split(",").map((id) => id.trim());
  fanFigure(figure, prediction, measured, { series, height: HEIGHTS[figure.dataset.height ?? ""] ?? HEIGHT });
}

/** Draws the fans of some series into a figure; `update` gives it new measurements and the present minute. */
export function fanFigure(figure: HTMLElement, prediction: Prediction, first: Measured, options: FanFigureOptions): FanFigure {
  const { series, height = HEIGHT, from = 0 } = options;
  const build = (measured: Measured): Band[][] => panels(series.flatMap((id) => band(prediction, id, measured) ?? []));
  const span: [number, number] = [Math.min(from, prediction.time_min[0] ?? 0), prediction.time_min.at(-1) ?? 1];
  const fan = (bands: Band[], i: number, now: number | null) => ({ bands, milestones: i === 0 ? milestones(prediction) : [], now, span, height });
  let latest = first;
  const frames = build(first).map((bands) => panelFrame(bands));
  const extras = moreLine(figure, () => build(latest).flat(), prediction);
  figure.querySelectorAll(":scope > .chart-panel, :scope > .chart-more").forEach((old) => old.remove());
  figure.append(...frames.map((frame) => frame.panel), extras);
  const views: FanView[] = build(first).map((bands, i) => {
    const frame = frames[i] as Frame;
    return drawFan(frame.canvas, fan(bands, i, options.now ?? null), (minute) => frame.point(minute));
  });
  return {
    update(measured, now) {
      latest = measured;
      build(measured).forEach((bands, i) => {
        frames[i]?.show(bands);
        views[i]?.update(fan(bands, i, now));
      });
    },
    destroy: () => views.forEach((view) => view.destroy()),
  };
}

interface Frame { panel: HTMLElement; canvas: HTMLElement; show(bands: Band[]): void; point(minute: number | null): void }

function panelFrame(first: Band[]): Frame {
  let bands = first;
  const title = el("p", { class: "chart-title" });
  const canvas = el("div", { role: "img" });
  const keys = el("div");
  const readout = el("p", { class: "chart-readout", "aria-hidden": "true" });
  const point = (minute: number | null): void => replace(readout, ...(minute === null ? [] : readoutWords(bands, minute)));
  const show = (next: Band[]): void => {
    bands = next;
    const [leading, ...others] = bands;
    const name = others.length === 0 ? [leading?.label, leading?.unit].join(", ") : (leading?.unit ?? "");
    replace(title, el("strong", {}, name), " after injection");
    canvas.setAttribute("aria-label", `Chart. ${bands.map(bandSentence).join(" ")}`);
    replace(keys, legend(bands));
  };
  show(first);
  point(null);
  return { panel: el("div", { class: "chart-panel" }, title, canvas, keys, readout), canvas, show, point };
}

function readoutWords(bands: Band[], minute: number): (Node | string)[] {
  const parts = bands.filter(isPredicted).flatMap((one) => {
    const { median, half, most } = momentWords(one, minute);
    return [" · ", `${one.label} `, el("strong", {}, `${median} ${one.unit}`), ` (half ${half}, 90 % ${most})`];
  });
  return [el("strong", {}, minuteWords(minute)), ...parts];
}

let made = 0;

function moreLine(figure: HTMLElement, bands: () => Band[], prediction: Prediction): HTMLElement {
  const id = `chart-table-${++made}`;
  const button = el("button", { type: "button", class: "button quiet", "aria-expanded": "false", "aria-controls": id }, "Show as table");
  const place = el("div", { id, hidden: true });
  const title = figure.querySelector("figcaption :is(h2, h3)")?.textContent?.trim() || "Prediction";
  button.addEventListener("click", () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    setText(button, place.hidden ? "Show as table" : "Hide the table");
    replace(place, !place.hidden && predictionTable(bands(), title));
  });
  return el("div", { class: "chart-more" }, button, about(prediction), place);
}

/** The model, its version and its limits, beside every forecast. */
function about(prediction: Prediction): HTMLElement {
  if (!prediction.model.version) return el("p", { class: "chart-none" }, prediction.model.limits ?? "");
  const sentences = [milestoneSentence(prediction), prediction.model.limits ?? "", ...(prediction.notes ?? [])].filter(Boolean);
  return el("details", { class: "chart-about" }, el("summary", {}, `Model ${modelWords(prediction)}: what it does not know`),
    el("ul", {}, ...sentences.map((sentence) => el("li", {}, sentence))));
}
