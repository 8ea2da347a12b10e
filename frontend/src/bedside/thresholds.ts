/** Knows which thresholds stand passed: each until a later reading of that quantity is within. Pure, so that it can be tested. */
import type { Finding, Reading, Values } from "./record.ts";
import { isOver, readings, type Story } from "./story.ts";

export type Priority = "high" | "medium" | "low";
export interface Passed { quantity: keyof Values | null; value: number | null; at: string; priority: Priority; finding: Finding }

const RANK: Record<Priority, number> = { high: 0, medium: 1, low: 2 };

/** The passed thresholds that stand now, the most urgent first. A quantity that was not measured again stays as it was. */
export function standing(story: Story): Passed[] {
  if (isOver(story)) return [];
  let passed: Passed[] = [];
  for (const reading of readings(story)) {
    passed = [...passed.filter((one) => !isSuperseded(one, reading)), ...(reading.findings ?? []).filter(isThreshold).map((finding) => passedBy(finding, reading))];
  }
  return passed.sort((a, b) => RANK[a.priority] - RANK[b.priority] || Date.parse(b.at) - Date.parse(a.at));
}

/** Only thresholds passed by a reading carry a priority. */
const isThreshold = (finding: Finding): boolean => Boolean(finding.priority);

/** What names no quantity (a symptom) stands until the next reading. */
function isSuperseded({ quantity }: Passed, reading: Reading): boolean {
  return quantity === null || typeof reading[quantity] === "number";
}

function passedBy(finding: Finding, reading: Reading): Passed {
  const quantity = (finding.quantity || null) as keyof Values | null;
  const value = quantity ? (reading[quantity] ?? null) : null;
  const priority = finding.priority === "high" || finding.priority === "low" ? finding.priority : "medium";
  return { quantity, value, at: reading.at, priority, finding };
}
