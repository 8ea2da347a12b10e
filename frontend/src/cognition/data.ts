/** Knows what the page tells its task, and what the task tells the clinic. */

export interface TaskData {
  task: "digit-symbol" | "vigilance";
  seconds: number;
  invitation: string;
  url: string;
  after: string;
  words: Record<string, string>;
}

/** One trial as it is kept. Times in milliseconds; `rt_ms` null when nothing was pressed. */
export interface Trial {
  rt_ms: number | null;
  shown?: number;
  pressed?: number;
  early?: boolean;
}

/** How well the device kept time while the task ran, in milliseconds. */
export interface Timing {
  frame_median_ms: number;
  frame_p95_ms: number;
  clock_step_ms: number;
  lost_focus: number;
  ran_ms: number;
  touch: boolean;
}
