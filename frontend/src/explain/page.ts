/** Knows the whole page: the slider that holds the time, the stages that follow it, the dose they are drawn for. */
import { closest, el, setAttribute, setText, whenever } from "../page/dom.ts";
import { hourAt, hourWords, position, TICKS } from "./clock.ts";
import type { Explained, LinkData } from "./data.ts";
import { Player } from "./play.ts";
import { StageView } from "./stage.ts";
import { saidOf } from "./state.ts";
import { drawStrip, type StripView } from "./strip.ts";

const STEPS = 1000;

export class ExplainPage {
  private readonly root: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly stages: StageView[];
  private readonly player: Player;
  private explained: Explained | null = null;
  private strip: StripView | null = null;
  private hour = 1;
  private width = 0;

  constructor(root: HTMLElement, links: LinkData[]) {
    this.root = root;
    this.slider = this.one<HTMLInputElement>("#explain-at");
    this.stages = links.flatMap((link) => {
      const place = root.querySelector<HTMLElement>(`[data-link="${link.id}"]`);
      return place ? [new StageView(place, link, (hour) => this.choose(hour))] : [];
    });
    this.player = new Player(this.one("#explain-play"), () => position(this.hour), (place) => this.move(hourAt(place)));
    this.slider.addEventListener("input", () => this.choose(hourAt(Number(this.slider.value) / STEPS), true));
    this.markMoments();
    this.followLinks();
    new ResizeObserver(() => this.fit()).observe(this.one(".explain-view"));
    whenever<HTMLElement>("#explain-data", (place) => this.show(JSON.parse(place.textContent ?? "null") as Explained));
  }

  private one<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.root.querySelector<T>(selector);
    if (!found) throw new Error(`The page has no ${selector}.`);
    return found;
  }

  private show(explained: Explained): void {
    this.explained = explained;
    setText(this.one("#explain-since"), explained.dose.doses > 1 ? "after the start of the sixth dose" : "after the start of the dose");
    this.draw();
  }

  /** Draws anew when the width has changed; a change of height alone is the drawing itself. */
  private fit(): void {
    if (this.one(".explain-view").clientWidth !== this.width) this.draw();
  }

  private draw(): void {
    if (!this.explained) return;
    const place = this.one("#explain-course");
    place.hidden = this.one("#explain-first").hidden = this.explained.course === null;
    this.width = this.one(".explain-view").clientWidth;
    for (const stage of this.stages) stage.draw(this.explained);
    this.strip = this.explained.course ? drawStrip(place, this.explained.course) : null;
    this.move(this.hour);
  }

  /** Someone chose a time: what plays stops. */
  private choose(hour: number, isBySlider = false): void {
    this.player.stop();
    this.move(hour, isBySlider);
  }

  private move(hour: number, isBySlider = false): void {
    this.hour = hour;
    const explained = this.explained;
    if (!explained) return;
    const standings = this.stages.map((stage) => ({ link: stage.link, state: stage.move(explained, hour) }));
    this.strip?.move(hour);
    const said = saidOf(standings);
    setText(this.one("#explain-time"), hourWords(hour));
    setText(this.one("#explain-said"), said);
    setAttribute(this.slider, "aria-valuetext", `${hourWords(hour)}. ${said}`);
    if (!isBySlider) this.slider.value = String(Math.round(position(hour) * STEPS));
    this.slider.style.setProperty("--done", `${(position(hour) * 100).toFixed(1)}%`);
  }

  private markMoments(): void {
    const buttons = TICKS.map(({ hour, word, wide }) => {
      const button = el("button", { type: "button", class: "clock-tick", "data-wide": wide }, word);
      button.style.insetInlineStart = `${(position(hour) * 100).toFixed(2)}%`;
      button.addEventListener("click", () => this.choose(hour));
      return button;
    });
    this.one("#explain-ticks").replaceChildren(...buttons);
  }

  /** The name of a stage leads to its words, in whichever voice they are read. */
  private followLinks(): void {
    this.root.addEventListener("click", (event) => {
      const id = closest<HTMLAnchorElement>(event, "a[href^='#stage-']")?.hash.replace("#stage-", "");
      if (!id || !this.root.querySelector<HTMLInputElement>("#voice-equations")?.checked) return;
      event.preventDefault();
      const place = document.getElementById(`equations-${id}`);
      place?.scrollIntoView();
      place?.focus();
    });
  }
}
