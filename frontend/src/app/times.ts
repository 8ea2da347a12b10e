/** Knows the times on a page: "5 min ago" stays right, and what is due counts down. */
import { clinicFormat } from "../page/clinic-time.ts";
import { setAttribute, setText } from "../page/dom.ts";
import { dueWords, relativeWords, waiting } from "../page/durations.ts";
import { serverNow } from "../page/server-clock.ts";

const LOCAL = clinicFormat({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function keepTimes(): void {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

function tick(): void {
  const now = serverNow();
  document.querySelectorAll<HTMLTimeElement>("time[data-relative]").forEach((time) => showRelative(time, now));
  document.querySelectorAll<HTMLTimeElement>("time[data-local]").forEach(showLocal);
  document.querySelectorAll<HTMLElement>(".countdown[data-due]").forEach((box) => showDue(box, now));
}

function showRelative(time: HTMLTimeElement, now: number): void {
  const at = Date.parse(time.dateTime);
  if (Number.isNaN(at)) return;
  if (!time.title) time.title = time.textContent ?? "";
  setText(time, relativeWords(at, now));
}

function showLocal(time: HTMLTimeElement): void {
  const at = Date.parse(time.dateTime);
  if (!Number.isNaN(at)) setText(time, LOCAL.format(at));
}

function showDue(box: HTMLElement, now: number): void {
  const due = Date.parse(box.dataset.due ?? "");
  const value = box.querySelector(".countdown-value");
  if (Number.isNaN(due) || !value) return;
  setAttribute(box, "data-state", waiting(due, now));
  setText(value, dueWords(due, now));
}
