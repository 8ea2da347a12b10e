/** Knows the number pad on screen: large keys for gloved hands, typing into the value that is being entered. */
import { closest, el } from "../page/dom.ts";
import { WORDS, isComplete, press, type Key } from "./pad.ts";
import type { Tile } from "./tiles.ts";
import { QUANTITIES, type Quantity } from "./record.ts";

const KEYS: readonly (readonly [Key | "next", string, string])[] = [
  ["1", "1", "1"], ["2", "2", "2"], ["3", "3", "3"], ["4", "4", "4"], ["5", "5", "5"], ["6", "6", "6"], ["7", "7", "7"], ["8", "8", "8"], ["9", "9", "9"],
  ["back", "⌫", "Delete the last digit"], ["0", "0", "0"], ["next", "Next", "Next value"], ["less", "− 1", "− 1"], ["more", "+ 1", "+ 1"],
];

export function keypad(tiles: Record<Quantity, Tile>, leave: () => void): HTMLElement {
  let active: Quantity = QUANTITIES[0];
  const root = el("div", { class: "pad", role: "group", "aria-label": "Number pad" }, ...KEYS.map(([key, face, words]) =>
    el("button", { type: "button", class: "pad-key", "data-key": key, "aria-label": words === face ? null : words, tabindex: -1 }, face)));
  const go = (quantity: Quantity | undefined): void => (quantity ? tiles[quantity].input.focus() : leave());
  const next = (): void => go(QUANTITIES[QUANTITIES.indexOf(active) + 1]);
  for (const quantity of QUANTITIES) {
    tiles[quantity].input.addEventListener("focus", () => {
      active = quantity;
      for (const other of QUANTITIES) tiles[other].root.classList.toggle("is-active", other === quantity);
    });
  }
  root.addEventListener("pointerdown", (event) => event.preventDefault()); // the value keeps the focus
  root.addEventListener("click", (event) => {
    const key = closest(event, "[data-key]")?.dataset.key as Key | "next" | undefined;
    if (key === "next") next();
    else if (key) type(tiles[active], active, key, next);
  });
  tiles[active].root.classList.add("is-active");
  return root;
}

function type({ input }: Tile, quantity: Quantity, key: Key, next: () => void): void {
  input.value = press(input.value, key, WORDS[quantity].digits);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  if (/\d/.test(key) && isComplete(quantity, input.value)) next();
}
