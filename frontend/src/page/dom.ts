/** Knows how to make and find elements: text only, never HTML from strings. */

type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill<T extends Element>(element: T, attributes: Attributes, children: Child[]): T {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter(isShown).map((child) => (typeof child === "number" ? String(child) : child)));
  return element;
}

function isShown(child: Child): child is Node | string | number {
  return child !== null && child !== undefined && child !== false;
}

/** Sets, or removes when the value is null, undefined or false. Leaves an unchanged attribute alone, so that nothing is announced twice. */
export function setAttribute(element: Element, name: string, value: string | number | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : String(value));
}

export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A child counts as shown as in `el`; what is not shown is left out. */
export function replace(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter(isShown).map((child) => (typeof child === "number" ? String(child) : child)));
}

/** Runs `found` for every matching element: those here now, and those that arrive later (by htmx or otherwise). */
export function whenever<T extends Element>(selector: string, found: (element: T) => void): void {
  const look = (root: ParentNode): void => root.querySelectorAll<T>(selector).forEach(found);
  look(document);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (!(node instanceof Element)) continue;
      if (node.matches(selector)) found(node as T);
      look(node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

/** The element that an event came from, if it or one of its parents matches. */
export function closest<T extends Element = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}
