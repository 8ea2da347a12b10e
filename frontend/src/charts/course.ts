/** Knows how a `<figure data-chart="course">` becomes the time line of a course, with its line of words and its table. */
import { el, replace, setText } from "../page/dom.ts";
import { pageData } from "../page/json.ts";
import { moment, type Course } from "./course-data.ts";
import { drawCourse } from "./course-drawing.ts";
import { courseTable } from "./course-table.ts";

let made = 0;

export function courseFigure(figure: HTMLElement): void {
  const course = pageData<Course>(figure.dataset.source);
  if (!course) return;
  const sorted = inOrder(course);
  const place = el("div", { class: "chart-panel" });
  const readout = el("p", { class: "chart-readout", "aria-hidden": "true" });
  const say = (words: string | null): void => setText(readout, words ?? "Point at a mark, or move to it with Tab, to read it.");
  const draw = (): void => {
    const width = Math.floor(place.clientWidth);
    if (width > 0 && place.dataset.width !== String(width)) {
      place.dataset.width = String(width);
      replace(place, drawCourse(sorted, width, say));
    }
  };
  figure.querySelectorAll(":scope > .chart-panel, :scope > .chart-readout, :scope > .chart-more").forEach((old) => old.remove());
  figure.append(place, readout, tableSwitch(sorted));
  say(null);
  draw();
  new ResizeObserver(draw).observe(place);
}

function inOrder(course: Course): Course {
  const byTime = <T extends { at: string }>(items: T[] | undefined): T[] => [...(items ?? [])].sort((a, b) => moment(a.at) - moment(b.at));
  return { ...course, doses: byTime(course.doses), sessions: byTime(course.sessions), measures: byTime(course.measures) };
}

function tableSwitch(course: Course): HTMLElement {
  const id = `course-table-${++made}`;
  const button = el("button", { type: "button", class: "button quiet", "aria-expanded": "false", "aria-controls": id }, "Show as table");
  const place = el("div", { id, hidden: true });
  button.addEventListener("click", () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    setText(button, place.hidden ? "Show as table" : "Hide the table");
    replace(place, !place.hidden && courseTable(course));
  });
  return el("div", { class: "chart-more" }, button, place);
}
