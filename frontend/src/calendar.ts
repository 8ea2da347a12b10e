/** Knows that an appointment on the calendar can be dragged, and that arrow keys go from one to the next. */
import { letDrag } from "./calendar/drag.ts";
import { walkByKeys } from "./calendar/keys.ts";

const calendar = document.querySelector<HTMLElement>("[data-calendar]");
if (calendar) {
  letDrag(calendar);
  walkByKeys(calendar);
}
