/** Knows the small sun of a stage: it rises over the horizon as the stage does. */
import { svg } from "../page/dom.ts";

const R = 15;
const WIDTH = 64;
const HEIGHT = 40;

export interface Sun { element: SVGSVGElement; rise(share: number): void }

/** A sun below its horizon. `rise(1)` lets it stand whole; more is no higher. */
export function sun(): Sun {
  const disc = svg("circle", { class: "sun-disc", cx: WIDTH / 4, cy: HEIGHT + R + 1, r: R });
  const ring = svg("circle", { class: "sun-ring", cx: WIDTH / 4, cy: HEIGHT - R - 3, r: R });
  const element = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" }, ring, disc);
  return {
    element,
    rise(share) {
      disc.style.transform = `translateY(${(-Math.min(1, Math.max(0, share)) * (2 * R + 4)).toFixed(1)}px)`;
    },
  };
}
