/** Knows how a stage is doing at a moment, and says all of them in one sentence. */
import { effect, valueAt, type Explained, type LinkData } from "./data.ts";

export type State = "quiet" | "rising" | "height" | "fading" | "over";

export const STATE_WORDS: Record<State, string> = { quiet: "not yet", rising: "rising", height: "at its height", fading: "fading", over: "over" };

const QUIET = 0.05;
const HEIGHT = 0.95;

/** A stage at a moment: how it stands to its own best, and on which side of it. */
export function stateAt(times: number[], values: number[], hour: number): State {
  const best = values.reduce((top, value, i) => (value > (values[top] ?? 0) ? i : top), 0);
  const [most, now] = [values[best] ?? 0, valueAt(times, values, hour)];
  if (most <= 0) return "quiet";
  const isAfter = hour > (times[best] ?? 0);
  if (now >= HEIGHT * most) return "height";
  if (now < QUIET * most) return isAfter ? "over" : "quiet";
  return isAfter ? "fading" : "rising";
}

/** What leads in a link: its first curve, turned so that more is more of an effect. */
export function leading(link: LinkData, explained: Explained): number[] {
  return (explained.curves[link.curves[0]?.name ?? ""] ?? []).map((value) => effect(link, value));
}

export interface Standing { link: LinkData; state: State }

const SENTENCES: readonly [State, string][] = [["height", "at the height"], ["rising", "rising"], ["fading", "fading"]];

/** The end of the chain and the symptoms below it are one and the same: said once. */
const SHORT: Record<string, string> = {
  brain: "ketamine in the brain", nmda: "the NMDA block", glutamate: "the glutamate burst", ampa: "AMPA signalling", growth: "growth signals",
  plasticity: "new connections", symptoms: "relief", dissociation: "feeling detached", sedation: "drowsiness", pressure: "blood pressure",
};

/** "At the height: the glutamate burst. Rising: growth signals, relief. Fading: feeling detached." */
export function saidOf(standings: Standing[]): string {
  const parts = SENTENCES.flatMap(([state, words]) => {
    const named = standings.flatMap((one) => (one.state === state ? SHORT[one.link.id] ?? [] : []));
    return named.length > 0 ? [`${words.charAt(0).toUpperCase()}${words.slice(1)}: ${named.join(", ")}.`] : [];
  });
  return parts.join(" ") || "Nothing has begun yet.";
}
