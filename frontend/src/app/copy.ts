/** Knows how to hand over a piece of text, such as a questionnaire's link. */
import { closest } from "../page/dom.ts";
import { toast } from "./toasts.ts";

export function offerCopies(): void {
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-copy]");
    if (button) void copy(button.dataset.copy ?? "");
  });
}

async function copy(selector: string): Promise<void> {
  const source = document.querySelector(selector);
  const text = source instanceof HTMLInputElement ? source.value : (source?.textContent ?? "").trim();
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.", "success");
  } catch {
    if (source) getSelection()?.selectAllChildren(source);
    toast("This browser does not let pages copy. The text is selected: copy it yourself.", "warning");
  }
}
