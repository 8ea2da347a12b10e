/** Knows how a `<figure data-trial-chart="change">` becomes a chart: a legend that chooses whose bands are shown, words on touch. */
import { figure as digits } from "../charts/words.ts";
import { el, replace, svg } from "../page/dom.ts";
import { pageData } from "../page/json.ts";
import { drawCurves, markShape } from "./curves.ts";
import { spreadAt, type ArmResult, type TrialData } from "./data.ts";

const MOST_BANDS = 3;
const HEIGHT = 220;
const TALL = 340;
/** whose bands are shown, and what draws anew when that changes: one choice for all charts of the same arms */
const chosen = new Map<string, Set<string>>();
const drawn = new Map<string, (() => void)[]>();

export function trialFigure(place: HTMLElement): void {
  const data = pageData<TrialData>("trial-data");
  const measure = place.dataset.trialChart ?? "change";
  const about = data?.measures[measure];
  if (!data || !about) return;
  const arms = place.dataset.contrasts === undefined ? data.arms : data.contrasts;
  const unit = place.dataset.contrasts !== undefined && about.unit === "%" ? "% points" : about.unit;
  const group = place.dataset.contrasts === undefined ? "arms" : "contrasts";
  const banded = chosen.get(group) ?? new Set(arms.slice(0, arms.length > MOST_BANDS ? 2 : MOST_BANDS).map((arm) => arm.name));
  chosen.set(group, banded);
  const canvas = el("div", { class: "t-canvas", role: "img", "aria-label": summary(arms, measure, about.label, unit) });
  const readout = el("p", { class: "chart-readout", "aria-hidden": "true" });
  const draw = (): void => drawCurves(canvas, {
    arms, measure, unit, banded, height: place.dataset.tall === undefined ? HEIGHT : TALL, contrast: place.dataset.contrasts !== undefined,
    pointed: (hour) => replace(readout, ...(hour === null ? [] : words(arms, measure, unit, hour))),
  });
  const panel = el("div", { class: "chart-panel" }, canvas, readout);
  drawn.set(group, [...(drawn.get(group) ?? []), draw]);
  place.append(panel);
  if (place.dataset.tall !== undefined || group === "contrasts") place.append(legend(arms, banded, () => drawn.get(group)?.forEach((again) => again())));
  new ResizeObserver(draw).observe(canvas);
}

function legend(arms: ArmResult[], banded: Set<string>, draw: () => void): HTMLElement {
  const several = arms.length > MOST_BANDS;
  const items = arms.map((arm) => {
    const key = svg("svg", { class: "chart-key", viewBox: "0 0 26 18", "aria-hidden": "true" },
      svg("rect", { class: "key-outer", width: 26, height: 18, rx: 2 }), svg("rect", { class: "key-inner", y: 5, width: 26, height: 8 }),
      svg("path", { class: "key-median", d: "M0 9h26" }), markShape(arm.series, 13, 9));
    if (!several) return el("li", { "data-series": arm.series % 8 }, key, arm.name);
    const button = el("button", { type: "button", class: "t-toggle", "aria-pressed": String(banded.has(arm.name)) }, key, arm.name);
    button.addEventListener("click", () => {
      if (!banded.delete(arm.name)) banded.add(arm.name);
      button.setAttribute("aria-pressed", String(banded.has(arm.name)));
      draw();
    });
    return el("li", { "data-series": arm.series % 8 }, button);
  });
  return el("div", { class: "t-legend" }, el("ul", { class: "chart-legend" }, ...items), several && el("p", { class: "muted small" }, "Press an arm to show or hide its bands."));
}

function words(arms: ArmResult[], measure: string, unit: string, hour: number): (Node | string)[] {
  const when = arms.flatMap((arm) => arm.visits).find((visit) => visit.time_h === hour)?.when ?? "";
  const parts = arms.flatMap((arm) => {
    const visit = arm.visits.find((one) => one.time_h === hour);
    const spread = visit && spreadAt(visit, measure);
    return spread ? [" · ", `${arm.name} `, el("strong", {}, `${digits(spread.median ?? 0)} ${unit}`), ` (${digits(spread.p05 ?? 0)} to ${digits(spread.p95 ?? 0)})`] : [];
  });
  return [el("strong", {}, when), ...parts];
}

/** "Chart. Mean change at week 16: ketamine −12 points, nine in ten trials between −18 and −6; …" */
function summary(arms: ArmResult[], measure: string, label: string, unit: string): string {
  const parts = arms.flatMap((arm) => {
    const last = arm.visits.at(-1);
    const spread = last && spreadAt(last, measure);
    return spread ? [`${arm.name} ${digits(spread.median ?? 0)} ${unit}, nine in ten trials between ${digits(spread.p05 ?? 0)} and ${digits(spread.p95 ?? 0)}`] : [];
  });
  return `Chart. ${label} at ${arms[0]?.visits.at(-1)?.when ?? "the end"}: ${parts.join("; ")}. Every number is in the tables below.`;
}
