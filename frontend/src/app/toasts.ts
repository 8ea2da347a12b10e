/** Knows how to say something in passing, aloud as well. */
import { el } from "../page/dom.ts";

export type Level = "info" | "success" | "warning" | "error";

function corner(): HTMLElement {
  const found = document.getElementById("toasts");
  if (found) return found;
  const made = el("div", { id: "toasts", class: "toasts", role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/** Errors stay until they are dismissed; the rest leaves after eight seconds. */
export function toast(text: string, level: Level = "info"): void {
  const close = el("button", { type: "button", class: "button quiet" }, "Close");
  const message = el("div", { class: "message", "data-level": level }, el("span", {}, text), close);
  close.addEventListener("click", () => message.remove());
  const place = corner();
  for (const other of [...place.children].filter((child) => child.firstChild?.textContent === text)) other.remove();
  place.append(message);
  if (level !== "error") setTimeout(() => message.remove(), 8000);
}
