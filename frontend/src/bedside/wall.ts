/** Knows the second screen: the last values, very large, each with its age. */
import { el, replace, setAttribute } from "../page/dom.ts";
import { relativeWords } from "../page/durations.ts";
import { TREND_SIGN, TREND_WORD, trend } from "./pad.ts";
import type { Values } from "./record.ts";
import { latest, type Story } from "./story.ts";
import { standing, type Passed } from "./thresholds.ts";

type Cell = readonly [label: string, unit: string, quantity: keyof Values, second?: keyof Values];
const CELLS: readonly Cell[] = [["Pressure", "mmHg", "systolic", "diastolic"], ["Heart rate", "/min", "heart_rate"], ["SpO₂", "%", "spo2"], ["Breaths", "/min", "respiratory_rate"], ["Dissociation", "of 10", "dissociation"], ["MOAA/S", "of 5", "moaas"]];

export interface Wall { root: HTMLElement; show(story: Story, now: number, isLive: boolean): void }

export function wall(): Wall {
  const root = el("section", { class: "wall", "aria-label": "Last values" });
  return {
    root,
    show(story, now, isLive) {
      setAttribute(root, "data-live", String(isLive));
      const passed = standing(story);
      const words = JSON.stringify([isLive, passed, CELLS.map((cell) => cellWords(cell, story, now))]);
      if (root.dataset.words === words) return;
      root.dataset.words = words;
      replace(root, ...CELLS.map((cell) => cellBox(cell, story, now, isLive, passed)));
    },
  };
}

function cellWords([, , quantity, second]: Cell, story: Story, now: number): { value: string; age: string; way: ReturnType<typeof trend> } {
  const last = latest(story, quantity);
  if (!last) return { value: "–", age: "not measured yet", way: null };
  // both pressures of one reading: a systolic is never shown over the diastolic of another
  const other = second ? latest(story, second) : null;
  const together = other?.at === last.at ? other.value : "–";
  return { value: second ? `${last.value}/${together}` : String(last.value), age: relativeWords(Date.parse(last.at), now), way: trend(quantity, last.value, last.before) };
}

function cellBox(cell: Cell, story: Story, now: number, isLive: boolean, passed: readonly Passed[]): HTMLElement {
  const { value, age, way } = cellWords(cell, story, now);
  const first = passed.find(({ quantity }) => quantity !== null && cell.slice(2).includes(quantity));
  return el("div", { class: "wall-cell", "data-passed": first?.priority }, el("span", { class: "stat-label" }, cell[0]),
    el("span", { class: "stat-value" }, value, way && el("span", { class: "trend", "aria-hidden": "true" }, ` ${TREND_SIGN[way]}`), way && el("span", { class: "visually-hidden" }, ` ${TREND_WORD[way]}`), el("span", { class: "unit" }, ` ${cell[1]}`)),
    el("span", { class: "stat-note" }, isLive || value === "–" ? age : `last known, ${age}`),
    first && el("span", { class: "wall-passed" }, "Threshold passed"));
}
