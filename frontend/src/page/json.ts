/** Knows where a page keeps its data: in JSON scripts, written by Django's json_script. */

/** The data of `<script type="application/json" id="…">`, or null when the page has none. */
export function pageData<T>(id: string | null | undefined): T | null {
  const text = id ? document.getElementById(id)?.textContent : null;
  return text ? (JSON.parse(text) as T) : null;
}
