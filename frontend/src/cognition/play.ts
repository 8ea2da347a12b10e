/** Knows how a task is played from its practice to its end with jsPsych, and that its result reaches the clinic. */
import { initJsPsych, type JsPsych } from "jspsych";
import { el } from "../page/dom.ts";
import type { TaskData, Timing, Trial } from "./data.ts";
import { DigitSymbolPlugin } from "./digit-symbol.ts";
import { send } from "./send.ts";
import { COUNT } from "./symbols.ts";
import { TimeKeeper } from "./timing.ts";
import { VigilancePlugin } from "./vigilance.ts";

const PRACTICE = { "digit-symbol": 5, vigilance: 3 } as const;
const WAIT_MS = [1_000, 4_000] as const;

type Maker = (ends: number | null) => Record<string, unknown>;

export async function play(page: HTMLElement, data: TaskData): Promise<void> {
  const stage = page.querySelector<HTMLElement>("[data-task-stage]");
  const intro = page.querySelector<HTMLElement>("[data-task-intro]");
  if (!stage || !intro) throw new Error("The page has no stage.");
  intro.hidden = true;
  page.querySelector("[data-task-title]")?.classList.add("visually-hidden");
  stage.hidden = false;
  document.body.classList.add("is-playing");
  const run = await played(stage, data);
  document.body.classList.remove("is-playing");
  await send(page, data, run.trials, run.timing);
}

/** Practice, a pause to say that it counts now, and the task for its full time. */
async function played(stage: HTMLElement, data: TaskData): Promise<{ trials: Trial[]; timing: Timing }> {
  const jsPsych = initJsPsych({ display_element: stage });
  const make = data.task === "digit-symbol" ? digitSymbol(jsPsych, data) : vigilance(jsPsych, data);
  const practice = Array.from({ length: PRACTICE[data.task] }, () => make(null));
  await jsPsych.run(practice as never[]);
  await pause(stage, data);

  const second = initJsPsych({ display_element: stage });
  const makeNow = data.task === "digit-symbol" ? digitSymbol(second, data) : vigilance(second, data);
  const keeper = new TimeKeeper();
  const clock = remaining(stage, data);
  keeper.start();
  const ends = performance.now() + data.seconds * 1000;
  const loop = { timeline: [makeNow(ends)], loop_function: () => performance.now() < ends };
  await second.run([loop] as never[]);
  clock.stop();
  const blurred = second.data.getInteractionData().filter({ event: "blur" }).count();
  const touch = matchMedia("(pointer: coarse)").matches;
  return { trials: kept(second), timing: { ...keeper.stop(blurred), touch } };
}

function kept(jsPsych: JsPsych): Trial[] {
  const rows = jsPsych.data.get().values() as (Trial & { unfinished?: boolean; trial_type: string })[];
  return rows
    .filter((row) => !row.unfinished && !(row.trial_type === DigitSymbolPlugin.info.name && row.rt_ms === null))
    .map(({ rt_ms, shown, pressed, early }) => ({ rt_ms, ...(shown === undefined ? { early: early ?? false } : { shown, pressed: pressed ?? 0 }) }));
}

/** The same code for the whole run, a new one for each: what was learnt last week does not help. */
function digitSymbol(jsPsych: JsPsych, data: TaskData): Maker {
  codes.set(data, codes.get(data) ?? jsPsych.randomization.shuffle([...Array(COUNT).keys()]));
  const code = codes.get(data) ?? [];
  let last = 0;
  const next = (): number => (last = jsPsych.randomization.sampleWithoutReplacement([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => digit !== last), 1)[0] ?? 1);
  return (ends) => ({ type: DigitSymbolPlugin, code, shown: next, ends, words: data.words });
}
const codes = new WeakMap<TaskData, number[]>();

function vigilance(jsPsych: JsPsych, data: TaskData): Maker {
  const wait = (): number => jsPsych.randomization.randomInt(WAIT_MS[0], WAIT_MS[1]);
  return (ends) => ({ type: VigilancePlugin, wait_ms: wait, ends, words: data.words });
}

function pause(stage: HTMLElement, data: TaskData): Promise<void> {
  return new Promise((go) => {
    const button = el("button", { type: "button", class: "button primary large wide" }, data.words.go_on ?? "");
    stage.replaceChildren(el("div", { class: "task-pause" }, el("p", { role: "status" }, data.words.practice_over ?? ""), button));
    button.addEventListener("click", () => go(), { once: true });
    button.focus();
  });
}

/** Says how long it still lasts, every ten seconds only: a running clock would draw the eye. */
function remaining(stage: HTMLElement, data: TaskData): { stop: () => void } {
  const line = el("p", { class: "task-left" });
  stage.after(line);
  const ends = performance.now() + data.seconds * 1000;
  const tell = (): void => {
    const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 10_000) * 10);
    line.textContent = (data.words.left ?? "").replace("%(seconds)s", String(Math.min(seconds, data.seconds)));
  };
  tell();
  const handle = setInterval(tell, 1_000);
  return { stop: () => { clearInterval(handle); line.remove(); } };
}
