/** Knows the shape of a dosing session as the server tells it: events, readings, what is due. */
import type { Prediction } from "../charts/prediction.ts";

export type SessionState = "open" | "injected" | "ended" | "abandoned";

export interface Due { next_due_at: string | null; every_minutes?: number | null }

/** `quantity` and `priority` are set where a reading passed a threshold. */
export interface Finding { severity: "stop" | "review" | "note"; what: string; may_do?: string; source?: string; priority?: string; quantity?: string }

/** The measured quantities of a reading, in the order a nurse takes them. */
export const QUANTITIES = ["systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate"] as const;
export type Quantity = (typeof QUANTITIES)[number];
export type Values = Partial<Record<Quantity | "dissociation" | "moaas", number | null>>;

export interface Reading extends Values {
  reading_id?: string;
  client_id?: string;
  at: string;
  minutes: number | null;
  by: string;
  note?: string | null;
  findings?: Finding[];
}

export interface Payload extends Partial<Reading> {
  mg?: number | string;
  volume_ml?: number | string;
  vial?: string;
  text?: string;
  /** a consent was taken back or made less */
  consent?: boolean;
  due?: Due;
  /** an amended reading: the id of the one whose place it takes, and why */
  amends?: string | null;
  reason?: string;
}

export interface SessionEvent { seq: number; kind: string; at: string; payload: Payload }

export interface Vial { id: string; label: string; lot: string; concentration?: number | string; on_hand_ml: number | string; expires?: string | null }
export interface Order { mg: number | string; volume_ml: number | string; mg_per_kg?: number | string | null; route_label?: string; ordered_by?: string }

export interface SessionData {
  urls: { stream: string; readings: string; inject?: string; end?: string; note?: string; after?: string; residue?: string };
  csrf: string;
  session: { id: string; state: SessionState; opened_at: string; injected_at: string | null; ended_at: string | null; server_now?: string };
  due: Due | null;
  last_seq: number;
  events: SessionEvent[];
  prediction: Prediction | null;
  permissions: { record?: boolean; inject?: boolean; end?: boolean; note?: boolean };
  moaas: { value: number; label: string }[];
  moaas_variant?: string;
  vials: Vial[];
  order: Order | null;
  findings?: Finding[];
}

/** A figure from JSON, which may travel as text so that no digit is lost. */
export function number(value: number | string | null | undefined): number | null {
  const read = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(read) ? read : null;
}
