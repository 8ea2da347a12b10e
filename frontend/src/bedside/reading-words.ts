/** Knows how a reading, or any event of the session, is said in one line. */
import { clinicFormat } from "../page/clinic-time.ts";
import { number, type Payload, type SessionEvent, type Values } from "./record.ts";

type Sayable = Values & { note?: string | null };

/** "131/82 mmHg · heart rate 78 · SpO₂ 97 % · breaths 14 · dissociation 4 · MOAA/S 5": only what was measured. */
export function valuesWords(values: Sayable): string {
  const { systolic, diastolic } = values;
  const has = (value: number | null | undefined): value is number => typeof value === "number";
  return [
    has(systolic) || has(diastolic) ? `${systolic ?? "–"}/${diastolic ?? "–"}\u00a0mmHg` : "",
    has(values.heart_rate) ? `heart\u00a0rate\u00a0${values.heart_rate}` : "",
    has(values.spo2) ? `SpO₂\u00a0${values.spo2}\u00a0%` : "",
    has(values.respiratory_rate) ? `breaths\u00a0${values.respiratory_rate}` : "",
    has(values.dissociation) ? `dissociation\u00a0${values.dissociation}` : "",
    has(values.moaas) ? `MOAA/S\u00a0${values.moaas}` : "",
    values.note ? `“${values.note}”` : "",
  ].filter(Boolean).join("\u00a0· ");
}

/** An amount with its unit: "40 mg", "0.80 mL". */
export const doseWords = (payload: { mg?: number | string; volume_ml?: number | string }): string =>
  [payload.mg === undefined ? "" : `${number(payload.mg) ?? payload.mg}\u00a0mg`, payload.volume_ml === undefined ? "" : `${payload.volume_ml}\u00a0mL`].filter(Boolean).join(" · ");

const TITLES: Record<string, string> = { opened: "Session opened", reading: "Reading", injection: "Injection", note: "Note", ended: "Session ended", abandoned: "Session abandoned", amended: "Reading corrected" };

export const eventTitle = (event: SessionEvent): string => TITLES[event.kind] ?? event.kind.replace("_", " ");

export function eventWords({ kind, payload }: SessionEvent): string {
  const why = payload.reason ? `(${payload.reason})` : "";
  return [whatHappened(kind, payload), why].filter(Boolean).join(" ");
}

function whatHappened(kind: string, payload: Payload): string {
  if (kind === "reading" || (kind === "amended" && payload.reading_id)) return valuesWords(payload);
  if (kind === "injection") return [doseWords(payload), payload.vial ?? ""].filter(Boolean).join(", from ");
  return payload.text ?? payload.note ?? "";
}

const CLOCK = clinicFormat({ hour: "2-digit", minute: "2-digit" });

/** "14:20" in the clinic's zone. */
export const timeOfDay = (at: string | number): string => CLOCK.format(typeof at === "number" ? at : Date.parse(at));
