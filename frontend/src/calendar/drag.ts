/** Knows dragging with a mouse, a pen or a finger: a ghost shows the time, and a drop opens the page that shows what would change. */
import { el, setText } from "../page/dom.ts";
import { clockOf, dropAddress, quarterAt, type Sheet } from "./slots.ts";

const FAR_ENOUGH = 6;

interface Drag {
  link: HTMLAnchorElement;
  slot: HTMLElement;
  /** pixels from the top of the appointment to the pointer */
  grip: number;
  from: { x: number; y: number };
  moving: boolean;
  ghost: HTMLElement;
  target: { column: HTMLElement; clock: string } | null;
}

export function letDrag(calendar: HTMLElement): void {
  const sheet: Sheet = { first: Number(calendar.dataset.first), rows: Number(calendar.dataset.rows) };
  let drag: Drag | null = null;

  const stop = (): void => {
    drag?.ghost.remove();
    drag?.slot.classList.remove("is-dragged");
    drag = null;
  };

  calendar.addEventListener("pointerdown", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-move]");
    const slot = link?.closest<HTMLElement>(".calendar-slot");
    if (!link || !slot || event.button !== 0 || !isSheet(calendar)) return;
    const grip = event.clientY - slot.getBoundingClientRect().top;
    drag = { link, slot, grip, from: { x: event.clientX, y: event.clientY }, moving: false, ghost: ghostOf(slot), target: null };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moving && Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y) < FAR_ENOUGH) return;
    drag.moving = true;
    drag.slot.classList.add("is-dragged");
    event.preventDefault();
    follow(calendar, drag, event, sheet);
  });
  document.addEventListener("pointerup", () => {
    const done = drag;
    stop();
    if (!done?.moving) return;
    swallowClick();
    if (done.target) leave(done.link, done.target.column, done.target.clock);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drag?.moving) document.addEventListener("pointerup", swallowClick, { once: true });
    stop();
  });
  calendar.addEventListener("dragstart", (event) => event.preventDefault());
}

/** The click that ends a drag, dropped or given up, must not open the appointment; the next one must. */
function swallowClick(): void {
  const swallow = (click: Event): void => {
    click.preventDefault();
    click.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
}

/** On a phone the calendar is a list, in which there is nothing to drag over. */
function isSheet(calendar: HTMLElement): boolean {
  return getComputedStyle(calendar).gridAutoFlow.includes("column");
}

function ghostOf(slot: HTMLElement): HTMLElement {
  const ghost = el("li", { class: "calendar-ghost", "aria-hidden": "true" });
  for (const name of ["hours", "more"]) ghost.dataset[name] = slot.dataset[name];
  return ghost;
}

function follow(calendar: HTMLElement, drag: Drag, event: PointerEvent, sheet: Sheet): void {
  const column = columnAt(calendar, event.clientX);
  const slots = column?.querySelector<HTMLElement>(".calendar-slots");
  if (!column || !slots) return;
  const box = slots.getBoundingClientRect();
  const quarter = quarterAt(event.clientY - drag.grip - box.top, box.height, sheet);
  const clock = clockOf(quarter, sheet);
  drag.target = { column, clock };
  const long = Number(drag.slot.dataset.hours) * 4 + Number(drag.slot.dataset.more);
  drag.ghost.style.gridRow = `${quarter + 1} / span ${Math.min(long, sheet.rows * 4 - quarter)}`;
  setText(drag.ghost, clock);
  if (drag.ghost.parentElement !== slots) slots.append(drag.ghost);
}

function columnAt(calendar: HTMLElement, x: number): HTMLElement | undefined {
  const columns = [...calendar.querySelectorAll<HTMLElement>(".calendar-column")];
  return columns.find((column) => {
    const box = column.getBoundingClientRect();
    return box.left <= x && x < box.right;
  });
}

function leave(link: HTMLAnchorElement, column: HTMLElement, clock: string): void {
  location.assign(dropAddress(link.dataset.move ?? "", column.dataset.day ?? "", clock, column.dataset.place ?? ""));
}
