/** Knows which figures of a page are charts, and draws each one once, also when it arrives later. */
import { whenever } from "./page/dom.ts";
import { courseFigure } from "./charts/course.ts";
import { predictionFigure } from "./charts/figure.ts";

const DRAWERS: Record<string, (figure: HTMLElement) => void> = { prediction: predictionFigure, course: courseFigure };

whenever<HTMLElement>("figure[data-chart]:not([data-drawn])", (figure) => {
  figure.dataset.drawn = "";
  DRAWERS[figure.dataset.chart ?? ""]?.(figure);
});
