/** Knows the page of a browser task: nothing of the task is fetched before someone presses Start. */
import type { TaskData } from "./cognition/data.ts";

const page = document.querySelector<HTMLElement>("[data-cognition]");
if (page) prepare(page);

function prepare(page: HTMLElement): void {
  const data = JSON.parse(document.getElementById(page.dataset.cognition ?? "")?.textContent ?? "{}") as TaskData;
  const button = page.querySelector<HTMLButtonElement>("[data-task-start]");
  button?.addEventListener("click", () => void begin(page, data, button));
}

async function begin(page: HTMLElement, data: TaskData, button: HTMLButtonElement): Promise<void> {
  const status = page.querySelector<HTMLElement>("[data-task-status]");
  button.disabled = true;
  if (status) status.textContent = data.words.loading ?? "";
  try {
    const { play } = await import("./cognition/play.ts");
    if (status) status.textContent = "";
    await play(page, data);
  } catch {
    button.disabled = false;
    if (status) status.textContent = data.words.not_saved ?? "";
  }
}
