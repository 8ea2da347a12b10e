/** Knows the tokens' colours as the canvas needs them, and when they change. */

export interface Palette { ink: string; inkSoft: string; line: string; surface: string; dawn: string; sans: string; series: (tone: string) => string }

const probe = document.createElement("span");
probe.hidden = true;

/** A token's colour as it is right now (light-dark() is resolved by the browser, not by us). */
function resolve(token: string): string {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.setProperty("color", `var(${token})`);
  return getComputedStyle(probe).color;
}

export function palette(): Palette {
  const series = new Map<string, string>();
  return {
    ink: resolve("--ink"), inkSoft: resolve("--ink-soft"), line: resolve("--line"), surface: resolve("--surface"), dawn: resolve("--dawn"),
    sans: getComputedStyle(document.body).fontFamily,
    series: (tone) => series.get(tone) ?? series.set(tone, resolve(`--chart-${tone}`)).get(tone) ?? "currentcolor",
  };
}

/** The same colour, seen through: `rgb(…)` as the browser computes it, with an opacity from 0 to 1. */
export function through(colour: string, opacity: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(opacity * 100)}%, transparent)`;
}

/** Calls back when day turns to night, by the device, by the reader, or for paper; until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const media = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
  for (const one of media) one.addEventListener("change", changed);
  return () => {
    chosen.disconnect();
    for (const one of media) one.removeEventListener("change", changed);
  };
}
