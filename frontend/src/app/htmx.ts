/** Knows htmx's settings for a strict policy and for pages that hold patient data. */
import htmx from "htmx.org";
import { csrfToken } from "../page/csrf.ts";
import { toast } from "./toasts.ts";

const SERVER_FAILED = "Nothing was saved: the server had a problem. What you typed is still here; try again in a moment.";
const NO_SERVER = "Nothing was saved: the server cannot be reached. What you typed is still here; try again when the network is back.";
const SIGNED_OUT = "You are signed out, or may not do this. Open the page again to sign in; what you typed is still here.";

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
  document.addEventListener("htmx:responseError", (event) => toast(sentence(statusOf(event)), "error"));
  document.addEventListener("htmx:sendError", () => toast(NO_SERVER, "error"));
  document.addEventListener("htmx:timeout", () => toast(NO_SERVER, "error"));
}

function addToken(event: Event): void {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
}

function statusOf(event: Event): number {
  return (event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail.xhr?.status ?? 0;
}

function sentence(status: number): string {
  return status === 401 || status === 403 ? SIGNED_OUT : SERVER_FAILED;
}
