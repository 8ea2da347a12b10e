/** Knows the number pad on screen: large keys for gloved hands, typing into the value that is being entered. */
import { closest, el, setText } from "../page/dom.ts";
import { WORDS, after, struck, type Key, type Typing } from "./pad.ts";
import type { Tile } from "./tiles.ts";
import { QUANTITIES, type Quantity } from "./record.ts";

type PadKey = Key | "next";
const KEYS: readonly (readonly [PadKey, string, string])[] = [
  ["1", "1", "1"], ["2", "2", "2"], ["3", "3", "3"], ["4", "4", "4"], ["5", "5", "5"], ["6", "6", "6"], ["7", "7", "7"], ["8", "8", "8"], ["9", "9", "9"],
  ["less", "− 1", "− 1"], ["0", "0", "0"], ["more", "+ 1", "+ 1"], ["back", "⌫", "Delete the last digit"], ["next", "Next", "Next value"],
];

export function keypad(tiles: Record<Quantity, Tile>, leave: () => void): HTMLElement {
  let active: Quantity | null = QUANTITIES[0];
  const says = el("p", { class: "pad-says", role: "status" });
  const keys = KEYS.map(([key, face, words]) =>
    el("button", { type: "button", class: "pad-key", "data-key": key, "aria-label": words === face ? null : words, tabindex: -1 }, face));
  const root = el("div", { class: "pad", role: "group", "aria-label": "Number pad" }, says, ...keys);
  const show = (isFull: boolean): void => {
    for (const quantity of QUANTITIES) tiles[quantity].root.classList.toggle("is-active", quantity === active);
    root.classList.toggle("is-full", isFull);
    setText(says, padWords(active, isFull));
  };
  const strike = (key: PadKey): void => {
    const before: Typing = { active, digits: typedIn(tiles), isFull: false };
    const now = struck(before, key);
    if (active && now.digits[active] !== before.digits[active]) type(tiles[active].input, now.digits[active]);
    const isLeft = active !== null && now.active === null;
    active = now.active;
    show(now.isFull);
    if (isLeft) leave();
    else if (key === "next" && active) tiles[active].input.focus();
  };
  for (const quantity of QUANTITIES) {
    tiles[quantity].input.addEventListener("focus", () => {
      active = quantity;
      show(false);
    });
  }
  root.addEventListener("pointerdown", (event) => event.preventDefault()); // the value keeps the focus
  root.addEventListener("click", (event) => {
    const key = closest(event, "[data-key]")?.dataset.key as PadKey | undefined;
    if (key) strike(key);
  });
  show(false);
  return root;
}

const typedIn = (tiles: Record<Quantity, Tile>): Record<Quantity, string> =>
  Object.fromEntries(QUANTITIES.map((quantity) => [quantity, tiles[quantity].input.value])) as Record<Quantity, string>;

function type(input: HTMLInputElement, digits: string): void {
  input.value = digits;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Which box the keys type into, so that eyes on the pad see it too. */
function padWords(active: Quantity | null, isFull: boolean): string {
  if (active === null) return "Touch a box to type into it";
  const next = after(active);
  if (isFull) return next ? `Full. Next goes to ${WORDS[next].short}` : "Full. Next leaves the values";
  return `Types ${WORDS[active].short}`;
}
