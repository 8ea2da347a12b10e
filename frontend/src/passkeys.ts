/** Knows the three moments of a passkey: signing in, proving it again, adding one. */
import { pageData } from "./page/json.ts";
import { el } from "./page/dom.ts";
import { creationOptions, credentialJson, requestOptions, type CreationJson, type RequestJson } from "./passkeys/options.ts";

type Ceremony = (form: HTMLFormElement) => Promise<Credential | null>;

const CEREMONIES: Record<string, Ceremony> = {
  login: async (form) => navigator.credentials.get(requestOptions(await fetchRequest(form.action))),
  authenticate: async () => navigator.credentials.get(requestOptions(data<{ request_options: RequestJson }>().request_options)),
  add: async (form) => {
    const kind = form.elements.namedItem("passwordless");
    const passwordless = kind instanceof HTMLInputElement ? kind.checked : false;
    return navigator.credentials.create(creationOptions(data<{ creation_options: CreationJson }>().creation_options, passwordless));
  },
  signup: async () => navigator.credentials.create(creationOptions(data<{ creation_options: CreationJson }>().creation_options, null)),
};

function data<T>(): T {
  const found = pageData<T>("webauthn-data");
  if (!found) throw new Error("The page holds no passkey data. Open it again.");
  return found;
}

async function fetchRequest(url: string): Promise<RequestJson> {
  const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error("The server did not answer. Try again, or sign in with your password.");
  return ((await response.json()) as { request_options: RequestJson }).request_options;
}

async function run(form: HTMLFormElement, ceremony: Ceremony): Promise<void> {
  say(form, "");
  try {
    if (!("credentials" in navigator)) throw new Error("Passkeys need https (or localhost) and a recent browser. Use your password instead.");
    const credential = await ceremony(form);
    const field = form.elements.namedItem("credential");
    if (!(credential instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) throw new Error("No passkey was chosen.");
    field.value = credentialJson(credential);
    form.submit();
  } catch (problem) {
    say(form, words(problem));
  }
}

function words(problem: unknown): string {
  if (!(problem instanceof Error)) return "The passkey could not be used. Try again.";
  if (problem.name === "NotAllowedError") return "The passkey was not used: it was cancelled, or took too long. Try again.";
  if (problem.name === "InvalidStateError") return "This key is registered already. Use another one.";
  if (problem.name === "SecurityError") return "This address does not match the passkey's. Open the clinic's own address and try again.";
  return problem.message;
}

function say(form: HTMLFormElement, sentence: string): void {
  const button = document.getElementById(form.dataset.passkeyButton ?? "");
  const place = (button?.parentElement ?? form).querySelector(".passkey-error") ?? form.querySelector(".passkey-error");
  if (place) place.remove();
  if (sentence) (button ?? form).after(el("p", { class: "error passkey-error", role: "alert" }, sentence));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  const ceremony = CEREMONIES[form.dataset.passkey ?? ""];
  document.getElementById(form.dataset.passkeyButton ?? "")?.addEventListener("click", (event) => {
    event.preventDefault();
    if (ceremony) void run(form, ceremony);
  });
}
