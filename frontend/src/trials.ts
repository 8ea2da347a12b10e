/** Knows the pages of virtual trials: a design checked and drawn as one types, results as charts. */
import { whenever } from "./page/dom.ts";
import { followDesign } from "./trials/design.ts";
import { powerFigure } from "./trials/power.ts";
import { trialFigure } from "./trials/figure.ts";

whenever<HTMLFormElement>("form.t-form:not([data-followed])", (form) => {
  form.dataset.followed = "";
  followDesign(form);
});
whenever<HTMLElement>("figure[data-trial-chart]:not([data-drawn])", (figure) => {
  figure.dataset.drawn = "";
  trialFigure(figure);
});
whenever<HTMLElement>("figure[data-power-chart]:not([data-drawn])", (figure) => {
  figure.dataset.drawn = "";
  powerFigure(figure);
});
