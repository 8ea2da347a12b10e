/** Knows how to say something to the server and what its answers mean. */
import { WHOLE, type Act, type Answer, type Send } from "./outbox.ts";
import type { Due, SessionData, SessionEvent } from "./record.ts";

const TIMEOUT = 8000;
const SIGNED_OUT = "You are signed out. Sign in in another tab; this page then goes on by itself.";
const GONE = "The server does not know this session any more. Open the patient's chart again.";
const REFUSED = "The server refused this without saying why. Reload the page; if it stays so, chart on paper and tell the clinic's administrator.";

interface Reply { event?: SessionEvent; due?: Due; errors?: Record<string, string | string[]>; confirm?: Record<string, string>; error?: string }

export function sender(data: SessionData): Send {
  let token = data.csrf;
  return async (act, body) => {
    const send = (): Promise<Response> => post(addressOf(data, act, body), token, body);
    let response = await send();
    if (response.status === 403) {
      token = (await freshToken()) ?? token; // signing in again changes the token; the page stays open meanwhile
      response = await send();
    }
    return meaning(response.status, await reply(response));
  };
}

/** Where an act is sent; a correction to the reading it corrects. */
export function addressOf({ urls }: Pick<SessionData, "urls">, act: Act, body: Record<string, unknown>): string {
  if (act === "correction") return `${urls.readings}${String(body.reading_id)}/amend/`;
  return { reading: urls.readings, injection: urls.inject, note: urls.note, end: urls.end }[act] ?? "";
}

function post(address: string, token: string, body: Record<string, unknown>): Promise<Response> {
  return fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT),
    redirect: "manual",
  });
}

/** The token of this page as the server would draw it now. */
async function freshToken(): Promise<string | null> {
  const response = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content || null;
}

async function reply(response: Response): Promise<Reply> {
  try {
    return (await response.json()) as Reply;
  } catch {
    return {};
  }
}

/** A status and its JSON as what the outbox should do. Anything the server could not have meant for good is tried again. */
export function meaning(status: number, reply: Reply): Answer {
  if (status === 200 || status === 201) return { kind: "done", event: reply.event ?? null, due: reply.due ?? null };
  if (status === 422 && reply.confirm) return { kind: "asking", sentences: reply.confirm };
  if (status === 422 && reply.errors) return { kind: "refused", sentences: oneSentenceEach(reply.errors) };
  if (status === 404 || status === 410) return { kind: "refused", sentences: { [WHOLE]: GONE } };
  if (status === 0 || status === 302 || status === 401) return { kind: "unreachable", sentence: SIGNED_OUT };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: "refused", sentences: { [WHOLE]: reply.error ?? REFUSED } };
  return { kind: "unreachable" };
}

function oneSentenceEach(errors: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([field, said]) => [field, Array.isArray(said) ? said.join(" ") : said]));
}
