/** Knows that a page left open still says when an alert comes: it asks every few seconds, and says so when it cannot. */
import { el, setText } from "../page/dom.ts";

const EVERY = 15_000;
const LOST_AFTER = 3;
const LOST = "Alerts cannot be fetched now: this page may not show a new one. Look at the list of alerts on another device.";

export function watchAlerts(): void {
  const bar = document.querySelector<HTMLElement>("[data-alert-bar]");
  if (bar) new AlertWatch(bar).start();
}

class AlertWatch {
  private bar: HTMLElement;
  private said = "";
  private failures = 0;
  private readonly title = document.title;
  private readonly spoken = el("p", { class: "visually-hidden", role: "alert" }, "");
  private readonly lost = el("p", { class: "alert-bar-lost no-print", role: "alert", hidden: "" }, LOST);

  constructor(bar: HTMLElement) {
    this.bar = bar;
  }

  start(): void {
    this.bar.after(this.lost, this.spoken);
    this.entitle();
    setInterval(() => void this.look(), EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) void this.look(); });
  }

  private async look(): Promise<void> {
    const fresh = await fetched(this.bar.dataset.alertBar ?? "");
    if (fresh === "signed off") return;
    this.failures = fresh ? 0 : this.failures + 1;
    this.lost.hidden = this.failures < LOST_AFTER;
    if (fresh) this.show(fresh);
  }

  /** Something under the finger is not exchanged: a link that moves away is pressed in vain. */
  private show(fresh: HTMLElement): void {
    const more = count(fresh) > count(this.bar);
    const said = fresh.outerHTML;
    if (said === this.said || (this.bar.matches(":hover, :focus-within") && !more)) return;
    this.said = said;
    this.bar.replaceWith(fresh);
    this.bar = fresh;
    this.entitle();
    if (more) setText(this.spoken, fresh.textContent?.trim().replace(/\s+/g, " ") ?? "");
  }

  private entitle(): void {
    const waiting = count(this.bar);
    document.title = waiting ? `(${waiting}) ${this.title}` : this.title;
  }
}

/** How many alerts the bar tells of. */
export function count(bar: { dataset: DOMStringMap }): number {
  return Number(bar.dataset.count) || 0;
}

async function fetched(url: string): Promise<HTMLElement | "signed off" | null> {
  try {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store" });
    if (answer.redirected) return "signed off";
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector<HTMLElement>("[data-alert-bar]");
  } catch {
    return null;
  }
}
