/** Knows how time runs by itself: smoothly, or from mark to mark for those who want no motion. */
import { setText } from "../page/dom.ts";
import { TICKS, position } from "./clock.ts";

const LENGTH_MS = 24_000;
const PAUSE_MS = 2_400;

export class Player {
  private frame = 0;
  private timer = 0;

  private readonly button: HTMLElement;
  private readonly place: () => number;
  private readonly go: (place: number) => void;

  constructor(button: HTMLElement, place: () => number, go: (place: number) => void) {
    this.button = button;
    this.place = place;
    this.go = go;
    button.addEventListener("click", () => (this.isPlaying ? this.stop() : this.start()));
  }

  get isPlaying(): boolean {
    return this.frame !== 0 || this.timer !== 0;
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = this.timer = 0;
    setText(this.button, "Play");
  }

  private start(): void {
    const from = this.place() >= 0.995 ? 0 : this.place();
    setText(this.button, "Pause");
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.step(from);
    else this.run(from);
  }

  private run(from: number): void {
    let began = 0;
    const tick = (now: number): void => {
      began ||= now;
      const place = from + (now - began) / LENGTH_MS;
      this.go(Math.min(1, place));
      if (place >= 1) this.stop();
      else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  private step(from: number): void {
    const next = TICKS.map(({ hour }) => position(hour)).find((place) => place > from + 0.001 || (from === 0 && place === 0));
    if (next === undefined) return this.stop();
    this.go(next);
    this.timer = window.setTimeout(() => this.step(Math.max(next, 1e-6)), PAUSE_MS);
  }
}
