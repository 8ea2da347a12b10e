/** Knows a design while it is typed: asked of the server what is wrong, said beside each field, drawn, never lost unsaved. */
import { csrfToken } from "../page/csrf.ts";
import { closest, el, replace, setAttribute, setText } from "../page/dom.ts";
import { pageData } from "../page/json.ts";
import type { Checked, Picture } from "./data.ts";
import { drawPicture } from "./picture.ts";

const PAUSE = 350;
/** the button that asked for another arm or row, so that the answer begins where it matters */
let asked = "";
let leaving = false;

window.addEventListener("beforeunload", (event) => {
  if (!leaving && document.querySelector("form.t-form[data-unsaved]")) event.preventDefault();
});

export function followDesign(form: HTMLFormElement): void {
  const check = new LiveCheck(form);
  form.addEventListener("input", () => check.soon());
  form.addEventListener("change", () => check.soon());
  form.addEventListener("keydown", stayOnEnter);
  form.addEventListener("click", (event) => {
    const button = closest<HTMLButtonElement>(event, "button[name=do][hx-post]");
    if (!button) return;
    asked = button.value;
    check.unsaved();
  });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  beginWhereAsked(form);
}

/** Enter in a line is a slip, not a wish to save or to add. */
function stayOnEnter(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.type !== "submit") event.preventDefault();
}

function beginWhereAsked(form: HTMLFormElement): void {
  const [verb, arm] = asked.split(":");
  asked = "";
  const cards = [...form.querySelectorAll<HTMLElement>("[data-arm]")];
  const card = verb === "arm-add" ? cards.at(-1) : cards[Math.min(Number(arm ?? 0) + (verb === "arm-copy" ? 1 : verb === "arm-earlier" ? -1 : 0), cards.length - 1)];
  if (!verb || !card) return;
  form.dataset.unsaved = "";
  const places: Record<string, string> = { "dose-add": "[data-row=dose]", "session-add": "[data-row=session]" };
  const rows = places[verb] ? card.querySelectorAll<HTMLElement>(places[verb]) : [];
  const place = rows[rows.length - 1] ?? card;
  place.querySelector<HTMLElement>("input:not([type=hidden]), select")?.focus();
}

class LiveCheck {
  private waiting: number | undefined;
  private latest = 0;
  private picture: Picture;
  private readonly form: HTMLFormElement;
  private readonly place: HTMLElement | null;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.place = form.querySelector("#t-picture");
    this.picture = pageData<Picture>("t-picture-data") ?? { visits_h: [], arms: [] };
    this.draw();
    if (this.place) new ResizeObserver(() => this.draw()).observe(this.place);
    this.hideNeedless();
  }

  unsaved(): void {
    this.form.dataset.unsaved = "";
  }

  soon(): void {
    this.unsaved();
    this.hideNeedless();
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.ask(), PAUSE);
  }

  /** Only the answer to the last question counts; without one everything stays as it was. */
  private async ask(): Promise<void> {
    const number = ++this.latest;
    const sent = new FormData(this.form);
    sent.delete("file");
    try {
      const answer = await fetch(this.form.dataset.check ?? "", {
        method: "POST", body: new URLSearchParams([...sent].map(([name, value]) => [name, String(value)])),
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" }, credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected || number !== this.latest) return this.silent(!answer.ok || answer.redirected);
      this.show((await answer.json()) as Checked);
    } catch {
      this.silent(number === this.latest);
    }
  }

  private silent(failed: boolean): void {
    const state = this.form.querySelector("#t-state");
    if (failed && state) setText(state, "Not checked: the server cannot be reached. What you typed is still here.");
  }

  private show({ errors, picture, listed }: Checked): void {
    const places = [...this.form.querySelectorAll<HTMLElement>("[data-error]")];
    const known = new Set(places.map((place) => place.dataset.error));
    for (const place of places) {
      const sentence = errors[place.dataset.error ?? ""] ?? "";
      if ((place.querySelector(".error")?.textContent ?? "") !== sentence) replace(place, sentence && el("p", { class: "error" }, sentence));
      const field = place.closest(".t-field")?.querySelector("input, select, textarea");
      if (field) setAttribute(field, "aria-invalid", sentence ? "true" : null);
    }
    this.showRest(Object.entries(errors).filter(([place]) => !known.has(place)));
    this.showState(Object.keys(errors).length);
    this.showList(listed);
    this.picture = picture;
    this.draw();
    this.sayArms();
  }

  /** What has no place of its own on the form is said above it, so that nothing wrong is silent. */
  private showRest(rest: [string, string][]): void {
    const whole = this.form.querySelector<HTMLElement>('[data-error=""]');
    if (whole && rest.length > 0) whole.append(...rest.map(([, sentence]) => el("p", { class: "error" }, sentence)));
  }

  private showState(wrong: number): void {
    const state = this.form.querySelector<HTMLElement>("#t-state");
    if (!state) return;
    setText(state, wrong === 0 ? "Ready to run" : `${wrong} place${wrong === 1 ? "" : "s"} to change before it can run`);
    state.dataset.ready = String(wrong === 0);
  }

  private showList(listed: [string, string][] | undefined): void {
    const list = this.form.querySelector("#t-wrong");
    if (!list || !listed) return;
    const lines = listed.map(([place, sentence]) => el("li", {}, place && el("strong", {}, place), place && " ", sentence));
    replace(list, ...(lines.length > 0 ? lines : [el("li", { class: "t-fine" }, "Nothing: it can be run.")]));
  }

  private sayArms(): void {
    this.picture.arms.forEach((arm, number) => {
      const list = this.form.querySelector(`[data-said="${number}"]`);
      if (list) replace(list, ...arm.said.map((said) => el("li", {}, said)));
    });
  }

  /** A duration is asked of infusions; of another route only while one is still typed. */
  private hideNeedless(): void {
    this.form.querySelectorAll<HTMLElement>("[data-row=dose]").forEach((row) => {
      const route = row.querySelector<HTMLSelectElement>('select[name$=".route"]')?.value;
      const duration = row.querySelector<HTMLElement>('[data-field$=".duration"]');
      const typed = duration?.querySelector("input")?.value.trim();
      if (duration) duration.hidden = route !== "iv_infusion" && !typed;
    });
  }

  private draw(): void {
    if (this.place) drawPicture(this.place, this.picture);
  }
}
