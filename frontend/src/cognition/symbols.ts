/** Knows nine symbols of our own, drawn as lines in a box of 24 by 24; alike in size and weight, unlike in shape. */
import { svg } from "../page/dom.ts";

const SHAPES = [
  "M4 18 12 5 20 18",
  "M5 5v14h14",
  "M5 12h14M12 5v14",
  "M4 9c4-6 12-6 16 0M4 16c4 6 12 6 16 0",
  "M6 5h12L6 19h12",
  "M12 4a8 8 0 1 0 8 8",
  "M5 6h14M5 18h14",
  "M4 5 20 19M14 5h6v6",
  "M6 19V9a6 6 0 0 1 12 0v10",
] as const;

export const COUNT = SHAPES.length;

/** The symbol with this number, from 0; named for those who hear the page. */
export function symbol(index: number, label: string): SVGSVGElement {
  return svg("svg", { class: "task-symbol", viewBox: "0 0 24 24", role: "img", "aria-label": label }, svg("path", { d: SHAPES[index] ?? "" }));
}
