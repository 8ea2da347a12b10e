/** Knows choices that need no button: they send their form when they change. */
import { closest } from "../page/dom.ts";

export function autosubmit(): void {
  document.addEventListener("change", (event) => closest(event, "[data-autosubmit]")?.closest("form")?.requestSubmit());
}
