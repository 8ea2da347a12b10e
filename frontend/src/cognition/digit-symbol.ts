/** Knows the digit symbol trial: nine symbols over their digits, one to be matched, by finger or by key. */
import type { JsPsych, JsPsychPlugin, TrialType } from "jspsych";
import { ParameterType } from "jspsych";
import { el } from "../page/dom.ts";
import { symbol } from "./symbols.ts";

const info = {
  name: "daybreak-digit-symbol",
  version: "1.0.0",
  parameters: {
    /** the symbols in the order of their digits, from 1 */
    code: { type: ParameterType.INT, array: true, default: undefined },
    shown: { type: ParameterType.INT, default: undefined },
    /** the moment (performance.now) at which the task is over; null while practising */
    ends: { type: ParameterType.FLOAT, default: null },
    words: { type: ParameterType.OBJECT, default: {} },
  },
  data: {
    rt_ms: { type: ParameterType.FLOAT },
    shown: { type: ParameterType.INT },
    pressed: { type: ParameterType.INT },
  },
} as const;
type Info = typeof info;

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const FEEDBACK_MS = 700;

export class DigitSymbolPlugin implements JsPsychPlugin<Info> {
  static readonly info = info;
  private readonly jsPsych: JsPsych;

  constructor(jsPsych: JsPsych) {
    this.jsPsych = jsPsych;
  }

  trial(display: HTMLElement, trial: TrialType<Info>): void {
    const words = trial.words as Record<string, string>;
    const ends = trial.ends ?? null;
    const said = el("p", { class: "task-said", role: "status" });
    const pad = el("div", { class: "task-pad" }, ...DIGITS.map((digit) => el("button", { type: "button", class: "task-key", value: digit }, digit)));
    const target = el("div", { class: "task-target" }, symbol(trial.code[(trial.shown ?? 1) - 1] ?? 0, words.which ?? ""));
    display.replaceChildren(legend(trial.code, words), target, pad, said);
    const onset = { at: performance.now() };
    requestAnimationFrame(() => (onset.at = performance.now()));

    const answer = (pressed: number): void => {
      const rt = performance.now() - onset.at;
      stop();
      const finish = (): void => this.jsPsych.finishTrial({ rt_ms: Math.max(0, Math.round(rt * 10) / 10), shown: trial.shown, pressed });
      if (ends !== null) return finish();
      said.textContent = (pressed === trial.shown ? words.right : words.wrong) ?? "";
      target.dataset.right = String(pressed === trial.shown);
      this.jsPsych.pluginAPI.setTimeout(finish, FEEDBACK_MS);
    };
    const listener = this.jsPsych.pluginAPI.getKeyboardResponse({
      callback_function: ({ key }: { key: string }) => answer(Number(key)),
      valid_responses: DIGITS.map(String),
      persist: false,
      allow_held_key: false,
    });
    const stop = (): void => {
      this.jsPsych.pluginAPI.cancelKeyboardResponse(listener);
      this.jsPsych.pluginAPI.clearAllTimeouts();
      pad.removeEventListener("pointerdown", onPress);
      pad.removeEventListener("click", onPress);
    };
    const onPress = (event: Event): void => {
      const key = event.target instanceof Element ? event.target.closest("button") : null;
      if (key) answer(Number(key.value));
    };
    pad.addEventListener("pointerdown", onPress);
    pad.addEventListener("click", onPress); // a key pressed by Enter, or by an assistive device
    if (ends !== null) {
      const over = (): void => { stop(); this.jsPsych.finishTrial({ rt_ms: null, shown: trial.shown, pressed: 0 }); };
      this.jsPsych.pluginAPI.setTimeout(over, Math.max(0, ends - performance.now()));
    }
  }
}

function legend(code: readonly number[], words: Record<string, string>): HTMLElement {
  const pairs = DIGITS.map((digit) => el("li", { class: "task-pair" }, symbol(code[digit - 1] ?? 0, words.symbol ?? ""), el("span", {}, digit)));
  return el("ol", { class: "task-legend", "aria-label": words.key ?? "" }, ...pairs);
}
