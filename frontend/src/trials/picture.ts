/** Knows how the schedule of every arm is drawn along one axis of time: doses, sessions, visits. */
import { svg } from "../page/dom.ts";
import { named, timeAxis, type TimeAxis } from "./axis.ts";
import type { ArmPicture, Picture } from "./data.ts";

const PAD = { left: 14, right: 22, top: 8, bottom: 30 };
const LANE = 62;
const SERIES = 8;

/** Draws `picture` into `place`, as wide as that is. Keeps the last good drawing's place where there is nothing to show. */
export function drawPicture(place: HTMLElement, picture: Picture): void {
  const width = Math.max(280, Math.floor(place.clientWidth));
  const inner = width - PAD.left - PAD.right;
  const axis = timeAxis(everyTime(picture), Math.max(24, ...everyTime(picture), ...picture.visits_h));
  const height = PAD.top + PAD.bottom + LANE * Math.max(1, picture.arms.length);
  const x = (hour: number): number => PAD.left + axis.at(hour) * inner;
  place.replaceChildren(
    svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      ...picture.visits_h.map((hour) => svg("line", { class: "t-visit", x1: fixed(x(hour)), x2: fixed(x(hour)), y1: PAD.top, y2: height - PAD.bottom })),
      ...picture.arms.map((arm, number) => lane(arm, number, x, width, axis)),
      svg("line", { class: "t-axis", x1: PAD.left, x2: width - PAD.right, y1: height - PAD.bottom, y2: height - PAD.bottom }),
      ...named(picture.visits_h, axis, inner).map(({ x: at, words }) =>
        svg("text", { class: "t-word", x: fixed(PAD.left + at), y: height - PAD.bottom + 18, "text-anchor": at > inner - 24 ? "end" : at < 12 ? "start" : "middle" }, words)),
      axis.stretched && svg("text", { class: "t-word t-aside", x: width - PAD.right, y: 14, "text-anchor": "end" }, "time is stretched at the start"),
    ),
  );
}

const fixed = (value: number): string => value.toFixed(1);

function everyTime({ arms, visits_h }: Picture): number[] {
  return [...visits_h, ...arms.flatMap((arm) => [...arm.doses.flatMap((step) => step.at_h), ...arm.sham, ...arm.psychotherapy, ...arm.cbt, ...arm.ect])];
}

function lane(arm: ArmPicture, number: number, x: (hour: number) => number, width: number, axis: TimeAxis): SVGElement {
  const top = PAD.top + number * LANE;
  const middle = top + 34;
  const people = typeof arm.n === "number" ? `, ${arm.n} people` : "";
  const marks = [
    ...arm.sham.map((hour) => svg("circle", { class: "t-dot-sham", cx: fixed(x(hour)), cy: middle, r: 5 })),
    ...arm.doses.flatMap((step) => step.at_h.map((hour) => svg("circle", { class: "t-dot-dose", cx: fixed(x(hour)), cy: middle, r: 6 }))),
    ...[...arm.psychotherapy, ...arm.cbt].map((hour) => square(x(hour), middle + 14)),
    ...arm.ect.map((hour) => svg("path", { class: "t-dot-ect", d: `M${fixed(x(hour))} ${middle + 8}l5.5 10h-11z` })),
  ];
  return svg("g", { "data-series": number % SERIES },
    svg("text", { class: "t-name", x: PAD.left, y: top + 16 }, `${arm.name || `Arm ${number + 1}`}${people}`),
    svg("line", { class: "t-lane", x1: PAD.left, x2: width - PAD.right, y1: middle, y2: middle }),
    arm.antidepressant_from !== null && arm.antidepressant_from <= axis.last &&
      svg("line", { class: "t-daily", x1: fixed(x(arm.antidepressant_from)), x2: width - PAD.right, y1: middle + 22, y2: middle + 22 }),
    ...marks);
}

function square(at: number, y: number): SVGElement {
  return svg("rect", { class: "t-dot-therapy", x: fixed(at - 4), y: y - 4, width: 8, height: 8, rx: 1.5 });
}
