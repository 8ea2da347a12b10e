/** Knows what has happened in this session so far: events in order, each once, and what follows from them. */
import type { Measured, Point } from "../charts/prediction.ts";
import { QUANTITIES, type Due, type Reading, type SessionData, type SessionEvent, type SessionState, type Values } from "./record.ts";

export interface Story {
  readonly events: readonly SessionEvent[];
  readonly state: SessionState;
  readonly injectedAt: number | null;
  readonly endedAt: number | null;
  readonly due: Due | null;
  readonly lastSeq: number;
}

const STATE_AFTER: Record<string, SessionState> = { injection: "injected", ended: "ended", abandoned: "abandoned" };

export function opening(data: SessionData): Story {
  const { session } = data;
  const start: Story = { events: [], state: session.state, injectedAt: time(session.injected_at), endedAt: time(session.ended_at), due: data.due, lastSeq: 0 };
  // the page's own `due` is newer than any event it was drawn with
  return { ...data.events.reduce(told, start), due: data.due, lastSeq: Math.max(data.last_seq, ...data.events.map((event) => event.seq)) };
}

/** The story with one more event; an event already known changes nothing (a replay after a reconnect, an answer and its echo). */
export function told(story: Story, event: SessionEvent): Story {
  if (story.events.some((known) => known.seq === event.seq)) return story;
  const events = [...story.events, event].sort((a, b) => a.seq - b.seq);
  const next: Story = { ...story, events, lastSeq: Math.max(story.lastSeq, event.seq), due: event.payload.due ?? story.due };
  const state = STATE_AFTER[event.kind] ?? story.state;
  if (event.kind === "injection") return { ...next, state, injectedAt: time(event.payload.at ?? event.at) };
  if (event.kind === "ended" || event.kind === "abandoned") return { ...next, state, endedAt: time(event.payload.at ?? event.at), due: null };
  return next;
}

export function isOver(story: Story): boolean {
  return story.state === "ended" || story.state === "abandoned";
}

/** Readings in the order they were taken; an amended reading stands for the one it replaces. */
export function readings(story: Story): Reading[] {
  const byId = new Map<string, Reading>();
  for (const event of story.events) {
    if (event.kind !== "reading" && !(event.kind === "amended" && event.payload.reading_id)) continue;
    const reading = { ...event.payload, at: event.payload.at ?? event.at, minutes: event.payload.minutes ?? null, by: event.payload.by ?? "" };
    if (event.payload.amends) byId.delete(event.payload.amends);
    byId.set(reading.reading_id ?? `seq-${event.seq}`, reading);
  }
  return [...byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The latest value of a quantity with the one before it, so that a trend can be shown; null where never measured. */
export function latest(story: Story, quantity: keyof Values): { value: number; at: string; before: number | null } | null {
  const taken = readings(story).filter((reading) => typeof reading[quantity] === "number");
  const last = taken.at(-1);
  const value = last?.[quantity];
  return last && typeof value === "number" ? { value, at: last.at, before: taken.at(-2)?.[quantity] ?? null } : null;
}

/** Minutes between the injection and a reading; null before the injection is charted. */
export function minutesAfter(story: Story, reading: Reading): number | null {
  return story.injectedAt === null ? null : (Date.parse(reading.at) - story.injectedAt) / 60_000;
}

/** What was measured, for the charts: points after the injection, and the last values before it as the baseline. */
export function measured(story: Story): Measured {
  const points: Record<string, Point[]> = {};
  const baseline: Record<string, number> = {};
  for (const reading of readings(story)) {
    const minutes = minutesAfter(story, reading);
    for (const quantity of [...QUANTITIES, "dissociation"] as const) {
      const value = reading[quantity];
      if (typeof value !== "number") continue;
      if (minutes === null || minutes <= 0) baseline[quantity] = value;
      if (minutes !== null) (points[quantity] ??= []).push({ minutes, value });
    }
  }
  return { baseline, points };
}

function time(text: string | null | undefined): number | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
