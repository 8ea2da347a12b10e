/** Knows how the course is drawn: phases above, scores coming down, doses as small suns on the horizon. */
import { svg } from "../page/dom.ts";
import { moment, shortDate, type Course, type Measure } from "./course-data.ts";
import { coursePaper, lineTop, phaseBoxes, responseLevel, scorePath, scoreSpots, todayWord, type CoursePaper, type ScoreSpot } from "./course-scale.ts";
import { amount, courseSentence, doseWords, instrumentName, measureWords, reached, visitWords } from "./course-words.ts";
import { uncrowded } from "./ticks.ts";

type Say = (words: string | null) => void;

export function drawCourse(course: Course, width: number, say: Say): SVGSVGElement {
  const paper = coursePaper(course, width);
  return svg("svg", { class: "course", viewBox: `0 0 ${width} ${paper.height}`, width, height: paper.height, role: "group", "aria-label": courseSentence(course) },
    ...phases(course, paper), ...severities(course, paper), ...levels(course, paper), ...today(course, paper), ...dates(paper),
    ...doses(course, paper, say), ...visits(course, paper, say), ...scores(course, paper, say));
}

function text(x: number, y: number, words: string, className = "", anchor = "start"): SVGElement {
  return svg("text", { x: x.toFixed(1), y: y.toFixed(1), class: className || null, "text-anchor": anchor, "aria-hidden": "true" }, words);
}

function line(x1: number, y1: number, x2: number, y2: number, className: string): SVGElement {
  return svg("line", { x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1), class: className });
}

function phases(course: Course, paper: CoursePaper): SVGElement[] {
  const { strip, plot } = paper;
  return phaseBoxes(course, paper).flatMap(({ phase, label, x, width, isNamed }) => [
    svg("rect", { class: "phase", "data-phase": phase, x: x.toFixed(1), y: strip.top, width: Math.max(1, width - 3).toFixed(1), height: strip.height, rx: 6 }),
    phaseName(label, x, width, isNamed, paper),
    line(x, lineTop(x, paper, instrumentName(course)), x, plot.bottom, "gridline"),
  ]);
}

/** Inside its band where it fits; the last phase, still short, is named beside it on wide paper. */
function phaseName(label: string, x: number, width: number, isNamed: boolean, { strip, right, width: paperWidth }: CoursePaper): SVGElement {
  const y = strip.top + strip.height / 2 + 4.5;
  if (isNamed) return text(x + 10, y, label, "phase-name");
  return paperWidth >= 640 && x + width > right - 14 ? text(right + 10, y, label, "phase-name") : svg("g");
}

/** Severity bands of the questionnaire: faint floors behind the line, their names at the right edge of wide paper. */
function severities(course: Course, paper: CoursePaper): SVGElement[] {
  const { left, right, width, y } = paper;
  return (course.bands ?? []).flatMap((band, i, all) => {
    const [top, bottom] = [y(i === all.length - 1 ? (course.maximum ?? 27) : (all[i + 1]?.from ?? band.to)), y(band.from)];
    const shade = svg("rect", { class: i % 2 === 0 ? "severity" : "severity severity-even", x: left, y: top.toFixed(1), width: right - left, height: (bottom - top).toFixed(1) });
    const scale = text(left - 8, bottom + 4, String(band.from), "", "end");
    return [shade, scale, ...(width >= 640 ? [text(right + 10, (top + bottom) / 2 + 4, band.label)] : [])];
  });
}

/** Remission as ground to arrive on, response as a dotted line to cross; both named. */
function levels(course: Course, paper: CoursePaper): SVGElement[] {
  const { left, right, plot, y } = paper;
  const remission = course.remission_below ?? null;
  const response = responseLevel(course);
  return [
    ...(remission === null ? [] : [
      svg("rect", { class: "remission-zone", x: left, y: y(remission).toFixed(1), width: right - left, height: (plot.bottom - y(remission)).toFixed(1) }),
      line(left, y(remission), right, y(remission), "remission-line"),
      text(left + 14, y(remission) + 16, `remission: below ${remission}`, "remission-word"),
    ]),
    ...(response === null ? [] : [
      line(left, y(response), right, y(response), "response-line"),
      text(left + 14, y(response) - 7, `response: half of ${course.baseline}`, "response-word"),
    ]),
    line(left, plot.bottom, right, plot.bottom, "gridline"),
    text(left - 8, plot.top - 12, instrumentName(course), "course-strong"),
  ];
}

function today(course: Course, paper: CoursePaper): SVGElement[] {
  if (!course.today) return [];
  const { strip, horizon, x } = paper;
  const at = x(moment(course.today));
  const word = todayWord(course, paper, instrumentName(course));
  return [line(at, lineTop(at, paper, instrumentName(course)), at, horizon + 8, "today"), text(word.x, strip.height + 18, "today", "today-word", word.anchor)];
}

function dates({ ticks, x, dates: y, left, right, horizon }: CoursePaper): SVGElement[] {
  return [line(left, horizon, right, horizon, "dose-horizon"), ...ticks.map((tick) => text(x(tick), y, shortDate(tick), "", "middle"))];
}

/** A mark that can be pointed at, tabbed to and, when it has an address, opened. */
function mark(words: string, url: string | null | undefined, say: Say, ...children: SVGElement[]): SVGElement {
  const group = url ? svg("a", { href: url, class: "mark", "aria-label": words }, ...children) : svg("g", { class: "mark", tabindex: 0, role: "img", "aria-label": words }, ...children);
  for (const kind of ["pointerenter", "focus"]) group.addEventListener(kind, () => say(words));
  for (const kind of ["pointerleave", "blur"]) group.addEventListener(kind, () => say(null));
  return group;
}

const target = (x: number, y: number, r = 15): SVGElement => svg("circle", { class: "hit", cx: x.toFixed(1), cy: y.toFixed(1), r });

function doses(course: Course, { x, horizon, plot }: CoursePaper, say: Say): SVGElement[] {
  const all = (course.doses ?? []).map((dose) => ({ dose, at: x(moment(dose.at)), width: `${amount(dose.mg)} mg`.length * 7 }));
  const named = uncrowded(all.map(({ at, width }, i) => ({ at, width, weight: i === 0 || i === all.length - 1 ? 2 : 1 })));
  return all.map(({ dose, at }, i) => mark(doseWords(dose), dose.session_url, say,
    line(at, plot.top, at, horizon - 14, "dose-stem"),
    svg("path", { class: "dose-sun", d: `M${(at - 10).toFixed(1)} ${horizon}a10 10 0 0 1 20 0z` }),
    named[i] ? text(at, horizon + 18, `${amount(dose.mg)} mg`, "dose-word", "middle") : svg("g"),
    target(at, horizon - 4)));
}

function visits(course: Course, { x, horizon }: CoursePaper, say: Say): SVGElement[] {
  return (course.sessions ?? []).map((visit) => {
    const at = x(moment(visit.at));
    return mark(visitWords(visit), visit.url, say, svg("path", { class: "visit", d: `M${at.toFixed(1)} ${horizon - 6}l6 6l-6 6l-6-6z` }), target(at, horizon));
  });
}

function scores(course: Course, paper: CoursePaper, say: Say): SVGElement[] {
  const spots = scoreSpots(course, paper);
  return [svg("path", { class: "score-line", d: scorePath(spots) }), ...spots.flatMap((spot) => score(course, spot, paper, say))];
}

function score(course: Course, { index, x, y, isLabelled }: ScoreSpot, paper: CoursePaper, say: Say): SVGElement[] {
  const measure = course.measures?.[index];
  if (!measure) return [];
  const isMilestone = reached(course.response_at, measure) || reached(course.remission_at, measure);
  const dot = svg("circle", { class: "score", "data-reached": isMilestone, cx: x.toFixed(1), cy: y.toFixed(1), r: isMilestone ? 7 : 5.5 });
  return [
    mark(measureWords(course, measure), measure.url, say, dot, target(x, y)),
    isLabelled || isMilestone ? text(x, y - 13, String(measure.total), "score-value", "middle") : svg("g"),
    measure.item9 ? item9(x, y) : svg("g"),
    ...flag(course, measure, x, y, paper),
  ];
}

/** Item 9 above zero: a rose octagon with its word, never colour alone. */
function item9(x: number, y: number): SVGElement {
  const [cx, cy] = [x - 14, y + 15];
  const corners = [[-4, -9], [4, -9], [9, -4], [9, 4], [4, 9], [-4, 9], [-9, 4], [-9, -4]].map(([dx = 0, dy = 0]) => `${(cx + dx).toFixed(1)},${(cy + dy).toFixed(1)}`);
  return svg("g", {}, svg("polygon", { class: "item9", points: corners.join(" ") }), text(cx, cy + 4, "9", "item9-word", "middle"));
}

/** The word of a milestone beside the score that reached it. */
function flag(course: Course, measure: Measure, x: number, y: number, { right, width: paperWidth }: CoursePaper): SVGElement[] {
  const word = reached(course.remission_at, measure) ? "remission" : reached(course.response_at, measure) ? "response" : null;
  if (!word) return [];
  const isNearEdge = x > right - 90;
  if (paperWidth < 640 && isNearEdge) return []; // the line of words and the table say it
  return [text(isNearEdge ? x - 14 : x + 14, y - 12, word, `${word}-word`, isNearEdge ? "end" : "start")];
}
