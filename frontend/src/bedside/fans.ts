/** Knows the two charts of the bedside: measured pressure and dissociation over what was predicted. */
import { el } from "../page/dom.ts";
import type { Prediction } from "../charts/prediction.ts";
import { fanFigure, type FanFigure } from "../charts/figure.ts";
import { measured, type Story } from "./story.ts";

const CHARTS: readonly { title: string; series: string[]; tall: number; low: number }[] = [
  { title: "Blood pressure", series: ["systolic_rise", "diastolic_rise"], tall: 330, low: 250 },
  { title: "Dissociation", series: ["dissociation"], tall: 260, low: 210 },
];
const BEFORE = 20; // minutes before the injection that a baseline may be drawn at

export class Fans {
  readonly root = el("div", { class: "fans" });
  private readonly prediction: Prediction;
  private readonly heights: "tall" | "low";
  private views: FanFigure[] = [];
  private drawnFor = "";

  constructor(prediction: Prediction | null, isWatch: boolean) {
    this.prediction = prediction ?? unpredicted();
    this.heights = isWatch ? "tall" : "low";
  }

  show(story: Story, now: number): void {
    const values = measured(story);
    const minute = story.injectedAt === null || story.endedAt !== null ? null : (now - story.injectedAt) / 60_000;
    // the frame depends on where time begins; a new event only moves what is inside it
    const frame = `${story.injectedAt}`;
    if (frame !== this.drawnFor) this.draw(story);
    this.drawnFor = frame;
    for (const view of this.views) view.update(values, minute);
  }

  private draw(story: Story): void {
    for (const view of this.views) view.destroy();
    const values = measured(story);
    const earliest = Math.min(0, ...Object.values(values.points ?? {}).flat().map((point) => point.minutes));
    const from = Math.max(-BEFORE, earliest < 0 ? earliest - 2 : 0);
    const figures = CHARTS.map(({ title }) => el("figure", { class: "chart card" }, el("figcaption", {}, el("h2", {}, title))));
    this.root.replaceChildren(...figures);
    this.views = CHARTS.map(({ series, [this.heights]: height }, i) => fanFigure(figures[i] as HTMLElement, this.prediction, values, { series, height, from }));
  }
}

/** Four empty hours, for a session whose order holds no prediction: measured values are drawn all the same. */
function unpredicted(): Prediction {
  const time = Array.from({ length: 121 }, (_, i) => i * 2);
  const nothing = time.map(() => Number.NaN);
  const series = (label: string, unit: string) => ({ label, unit, p05: nothing, p25: nothing, median: nothing, p75: nothing, p95: nothing });
  return {
    model: { name: "", version: "", limits: "This order holds no prediction; only measured values are drawn." },
    time_min: time,
    series: { systolic_rise: series("Systolic pressure", "mmHg"), diastolic_rise: series("Diastolic pressure", "mmHg"), dissociation: series("Dissociation", "0–10") },
  };
}
