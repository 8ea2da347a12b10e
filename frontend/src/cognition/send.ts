/** Knows that a finished run is not lost: it is sent until the clinic has it, with one key for all attempts. */
import { el } from "../page/dom.ts";
import type { TaskData, Timing, Trial } from "./data.ts";

const AGAIN_AFTER = 4_000;

export async function send(page: HTMLElement, data: TaskData, trials: Trial[], timing: Timing): Promise<void> {
  const status = page.querySelector<HTMLElement>("[data-task-status]");
  page.querySelector<HTMLElement>("[data-task-stage]")?.replaceChildren();
  const body = JSON.stringify({ client_id: crypto.randomUUID(), invitation: data.invitation, trials, timing });
  const say = (words: string | undefined): void => { if (status) status.textContent = words ?? ""; };
  say(data.words.saving);
  for (;;) {
    const said = await posted(data.url, body);
    if (said === "kept") return location.assign(data.after);
    if (said !== "lost") {
      page.querySelector("[data-task-stage]")?.append(el("p", { class: "error", role: "alert" }, said));
      return say("");
    }
    say(data.words.not_saved);
    await new Promise((go) => setTimeout(go, AGAIN_AFTER));
  }
}

/** "kept", "lost" (to be sent again), or the clinic's sentence why not. */
async function posted(url: string, body: string): Promise<string> {
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "Content-Type": "application/json", Accept: "application/json" } });
    if (answer.status >= 500) return "lost";
    if (answer.ok) return "kept";
    return ((await answer.json()) as { error?: string }).error ?? String(answer.status);
  } catch {
    return "lost";
  }
}
