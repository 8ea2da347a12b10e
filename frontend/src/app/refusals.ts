/** Knows what a failed answer means to a person: signed out, refused in the server's own words, or a fault. */

const SERVER_FAILED = "Nothing was saved: the server had a problem. What you typed is still here; try again in a moment.";
const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again; what you typed is still here.";
const REFUSED = "This was not done: your roles do not allow it, or it cannot be done now. What you typed is still here.";

/** The sentence for an answer's status; `said` is what the server gave as the reason, if it gave one. */
export function refusalWords(status: number, said: string): string {
  if (status === 401) return SIGNED_OUT;
  if (status >= 400 && status < 500) return said || REFUSED;
  return SERVER_FAILED;
}
