/** Knows a body map: a place pressed on the figure is its box in the list, which is what is sent and read aloud. */

export function connectMap(map: HTMLElement): void {
  if (map.dataset.connected) return;
  map.dataset.connected = "yes";
  map.addEventListener("change", () => paint(map));
  map.querySelectorAll<SVGElement>(".body-region").forEach((region) => region.addEventListener("click", () => press(map, region)));
  paint(map);
}

function press(map: HTMLElement, region: SVGElement): void {
  const box = boxOf(map, region.dataset.region ?? "");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function paint(map: HTMLElement): void {
  for (const region of map.querySelectorAll<SVGElement>(".body-region")) {
    const box = boxOf(map, region.dataset.region ?? "");
    region.dataset.on = box?.checked ? "yes" : "no";
    region.dataset.open = box ? "yes" : "no";
  }
}

function boxOf(map: HTMLElement, id: string): HTMLInputElement | undefined {
  return [...map.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].find((box) => box.value === id);
}
