/** Knows one stage on the page: its sun, its values, its state in words, its small chart. */
import { setAttribute, setText } from "../page/dom.ts";
import { drawCurve, type CurveView } from "./curve.ts";
import { effect, valueAt, type Explained, type LinkData } from "./data.ts";
import { amount } from "./figures.ts";
import { leading, stateAt, STATE_WORDS, type State } from "./state.ts";
import { sun, type Sun } from "./sun.ts";

export class StageView {
  private readonly sun: Sun = sun();
  private readonly place: HTMLElement | null;
  private readonly word: HTMLElement | null;
  private curve: CurveView | null = null;
  private lead: number[] = [];

  readonly link: LinkData;
  private readonly root: HTMLElement;
  private readonly chosen: (hour: number) => void;

  constructor(root: HTMLElement, link: LinkData, chosen: (hour: number) => void) {
    this.root = root;
    this.link = link;
    this.chosen = chosen;
    this.place = root.querySelector<HTMLElement>(".link-curve");
    this.word = root.querySelector<HTMLElement>(".link-state");
    root.querySelector(".link-sun")?.replaceChildren(this.sun.element);
  }

  draw(explained: Explained): void {
    this.lead = leading(this.link, explained);
    if (this.place) this.curve = drawCurve(this.place, this.link, explained, this.chosen);
  }

  move(explained: Explained, hour: number): State {
    const at = (name: string): number => valueAt(explained.time_h, explained.curves[name] ?? [], hour);
    for (const place of this.root.querySelectorAll<HTMLElement>("[data-value]")) setText(place, amount(at(place.dataset.value ?? "")));
    const state = stateAt(explained.time_h, this.lead, hour);
    if (this.word) {
      setText(this.word, this.link.falls ? reliefWords(100 - at("mood"), state) : STATE_WORDS[state]);
      setAttribute(this.word, "data-state", state);
    }
    this.sun.rise(effect(this.link, at(this.link.curves[0]?.name ?? "")) / this.link.full);
    this.curve?.move(hour);
    return state;
  }
}

function reliefWords(relief: number, state: State): string {
  return relief < 1 ? "as before the dose" : `${Math.round(relief)} % relieved, ${STATE_WORDS[state]}`;
}
