/** Knows that a form is sent once: a second press does nothing, and an error gives the buttons back. */
import { setAttribute } from "../page/dom.ts";

const GIVE_UP_AFTER = 20_000;
const sending = new WeakMap<HTMLFormElement, number>();
/** forms that htmx sends: its answer ends the sending, and only its */
const sentByHtmx = new WeakSet<HTMLFormElement>();

function buttons(form: HTMLFormElement): HTMLButtonElement[] {
  return [...form.elements].filter((control): control is HTMLButtonElement => control instanceof HTMLButtonElement && control.type === "submit");
}

function hold(form: HTMLFormElement, pressed: HTMLElement | null): void {
  for (const button of buttons(form).filter((button) => !button.disabled)) {
    button.disabled = true;
    button.dataset.held = "";
    setAttribute(button, "aria-busy", button === pressed ? "true" : null);
  }
}

export function release(form: HTMLFormElement): void {
  clearTimeout(sending.get(form));
  sending.delete(form);
  sentByHtmx.delete(form);
  for (const button of buttons(form).filter((button) => button.dataset.held !== undefined)) {
    button.disabled = false;
    delete button.dataset.held;
    button.removeAttribute("aria-busy");
  }
}

/** A form that carries its own answer (a dialog's close, a filter) may be sent again and again. */
function isSentOnce(form: HTMLFormElement): boolean {
  return form.getAttribute("method") !== "dialog" && form.dataset.resubmit === undefined;
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !isSentOnce(form)) return;
  if (sending.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sending.set(form, window.setTimeout(() => release(form), GIVE_UP_AFTER));
  // after this event, so that the pressed button's own value still travels, and so that a refusal by others is seen
  setTimeout(() => settle(form, event));
}

function settle(form: HTMLFormElement, { defaultPrevented, submitter }: SubmitEvent): void {
  if (defaultPrevented && !isHtmx(form)) return release(form);
  if (defaultPrevented) sentByHtmx.add(form);
  hold(form, submitter);
}

function isHtmx(form: HTMLFormElement): boolean {
  return ["hx-post", "hx-get", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));
}

export function guardSubmits(): void {
  document.addEventListener("submit", onSubmit, { capture: true });
  window.addEventListener("pageshow", () => [...document.forms].forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const from = event.target instanceof Element ? event.target.closest("form") : null;
    if (from && sentByHtmx.has(from)) release(from);
  });
}
