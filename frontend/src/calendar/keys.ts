/** Knows the arrow keys: up and down within a day, left and right to the nearest appointment of the day beside. */

export function walkByKeys(calendar: HTMLElement): void {
  calendar.addEventListener("keydown", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".calendar-slot a");
    const next = link && beside(calendar, link, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function beside(calendar: HTMLElement, link: HTMLAnchorElement, key: string): HTMLAnchorElement | undefined {
  const columns = [...calendar.querySelectorAll(".calendar-column")].map((column) => [...column.querySelectorAll<HTMLAnchorElement>(".calendar-slot a")]);
  const here = columns.findIndex((links) => links.includes(link));
  const row = columns[here]?.indexOf(link) ?? 0;
  if (key === "ArrowDown") return columns[here]?.[row + 1];
  if (key === "ArrowUp") return columns[here]?.[row - 1];
  if (key === "ArrowRight") return nearest(columns.slice(here + 1).find((links) => links.length), link);
  if (key === "ArrowLeft") return nearest(columns.slice(0, here).reverse().find((links) => links.length), link);
  return undefined;
}

function nearest(links: HTMLAnchorElement[] | undefined, link: HTMLAnchorElement): HTMLAnchorElement | undefined {
  const height = link.getBoundingClientRect().top;
  return links?.toSorted((a, b) => Math.abs(a.getBoundingClientRect().top - height) - Math.abs(b.getBoundingClientRect().top - height))[0];
}
