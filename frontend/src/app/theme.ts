/** Knows the reader's choice of day or night; the only thing kept in browser storage. */
import { closest, setText, whenever } from "../page/dom.ts";

type Theme = "system" | "light" | "dark";
const ORDER: readonly Theme[] = ["system", "light", "dark"];
const WORDS: Record<Theme, string> = { system: "Theme: as the device", light: "Theme: light", dark: "Theme: dark" };
const KEY = "daybreak-theme";

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return ORDER.find((theme) => theme === value) ?? "system";
  } catch {
    return "system"; // storage may be forbidden; the device's own choice is then right
  }
}

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelectorAll("[data-theme-toggle]").forEach((button) => setText(button, WORDS[theme]));
}

function choose(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice then lasts as long as the page
  }
  apply(theme);
}

export function rememberTheme(): void {
  apply(stored());
  whenever("[data-theme-toggle]", () => apply(stored()));
  document.addEventListener("click", (event) => {
    if (closest(event, "[data-theme-toggle]")) choose(ORDER[(ORDER.indexOf(stored()) + 1) % ORDER.length] ?? "system");
  });
}
