/** Knows the vigilance trial: a dark circle lights up after one to four seconds and is pressed at once. */
import type { JsPsych, JsPsychPlugin, TrialType } from "jspsych";
import { ParameterType } from "jspsych";
import { el } from "../page/dom.ts";

const info = {
  name: "daybreak-vigilance",
  version: "1.0.0",
  parameters: {
    wait_ms: { type: ParameterType.FLOAT, default: undefined },
    /** the moment (performance.now) at which the task is over; null while practising */
    ends: { type: ParameterType.FLOAT, default: null },
    words: { type: ParameterType.OBJECT, default: {} },
  },
  data: { rt_ms: { type: ParameterType.FLOAT }, early: { type: ParameterType.BOOL } },
} as const;
type Info = typeof info;

const GIVEN_UP_MS = 5_000;
const SHOWN_MS = 600;

export class VigilancePlugin implements JsPsychPlugin<Info> {
  static readonly info = info;
  private readonly jsPsych: JsPsych;

  constructor(jsPsych: JsPsych) {
    this.jsPsych = jsPsych;
  }

  trial(display: HTMLElement, trial: TrialType<Info>): void {
    const { setTimeout, clearAllTimeouts, getKeyboardResponse, cancelKeyboardResponse } = this.jsPsych.pluginAPI;
    const words = trial.words as Record<string, string>;
    const ends = trial.ends ?? null;
    const lamp = el("button", { type: "button", class: "task-lamp", "aria-label": words.press ?? "" });
    const said = el("p", { class: "task-said", role: "status" });
    display.replaceChildren(lamp, said);
    let litAt: number | null = null;
    let isOver = false;

    const finish = (rt: number | null, early: boolean, told: string): void => {
      if (isOver) return;
      isOver = true;
      clearAllTimeouts();
      cancelKeyboardResponse(listener);
      lamp.removeEventListener("pointerdown", press);
      lamp.removeEventListener("click", press);
      said.textContent = told;
      setTimeout(() => this.jsPsych.finishTrial({ rt_ms: rt, early }), told ? SHOWN_MS : 0);
    };
    const press = (): void => {
      if (litAt === null) return finish(null, true, words.early ?? "");
      const rt = Math.max(0, Math.round((performance.now() - litAt) * 10) / 10);
      finish(rt, false, `${Math.round(rt)} ms`);
    };
    const listener = getKeyboardResponse({ callback_function: press, valid_responses: [" ", "enter"], persist: false, allow_held_key: false });
    lamp.addEventListener("pointerdown", press);
    lamp.addEventListener("click", press);
    setTimeout(() => {
      lamp.dataset.lit = "";
      litAt = performance.now();
      // the light is seen with the next picture: the time counts from there
      requestAnimationFrame(() => (litAt = performance.now()));
      setTimeout(() => finish(null, false, ""), GIVEN_UP_MS);
    }, trial.wait_ms ?? 0);
    if (ends !== null) setTimeout(() => end(), Math.max(0, ends - performance.now()));

    /** Time is up: a light that was not answered yet is no lapse, and a wait is no trial. */
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      clearAllTimeouts();
      cancelKeyboardResponse(listener);
      this.jsPsych.finishTrial({ rt_ms: null, early: false, unfinished: true });
    };
  }
}
