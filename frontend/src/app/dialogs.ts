/** Knows how dialogs open and close; the browser does the rest. */
import { closest } from "../page/dom.ts";

function onClick(event: MouseEvent): void {
  const opener = closest(event, "[data-opens]");
  const dialog = document.getElementById(opener?.dataset.opens ?? "");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  if (closest(event, "[data-closes]")) closest<HTMLDialogElement>(event, "dialog")?.close();
  if (event.target instanceof HTMLDialogElement && isOutside(event, event.target)) event.target.close();
}

function isOutside(event: MouseEvent, dialog: HTMLDialogElement): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

export function openDialogs(): void {
  document.addEventListener("click", onClick);
  // a form that came back with errors inside its dialog is shown again
  document.querySelectorAll<HTMLDialogElement>("dialog[open]").forEach((dialog) => {
    dialog.open = false;
    dialog.showModal();
  });
}
