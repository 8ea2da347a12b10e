/** Knows htmx's settings for a strict policy and for pages that hold patient data. */
import htmx from "htmx.org";
import { csrfToken } from "../page/csrf.ts";
import { refusalWords } from "./refusals.ts";
import { toast } from "./toasts.ts";

const NO_SERVER = "Nothing was saved: the server cannot be reached. What you typed is still here; try again when the network is back.";

export function connectHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    includeIndicatorStyles: false,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    selfRequestsOnly: true,
    timeout: 20000,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "...", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", addToken);
  document.addEventListener("htmx:responseError", (event) => toast(sentence(event), "error"));
  document.addEventListener("htmx:sendError", () => toast(NO_SERVER, "error"));
  document.addEventListener("htmx:timeout", () => toast(NO_SERVER, "error"));
}

function addToken(event: Event): void {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
}

function sentence(event: Event): string {
  const { xhr } = (event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail;
  return refusalWords(xhr?.status ?? 0, saidBy(xhr?.responseText ?? ""));
}

/** What the server itself said: the sentence of its refusal, in whichever frame it came. */
function saidBy(text: string): string {
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = page.querySelector(".finding-what") ?? page.querySelector("main p");
  return said?.textContent?.trim().replace(/\s+/g, " ") ?? "";
}
