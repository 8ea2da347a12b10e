/** Knows the arithmetic of the sheet: which quarter of an hour lies at a height, and where a drop leads. */

export interface Sheet {
  /** the hour at the top */
  first: number;
  /** how many hours it shows */
  rows: number;
}

/** The quarter (0 is the top) at a height within the column, kept inside the sheet. */
export function quarterAt(offset: number, height: number, { rows }: Sheet): number {
  const quarters = rows * 4;
  const found = Math.round((offset / height) * quarters);
  return Math.min(Math.max(found, 0), quarters - 1);
}

/** "09:15" for the fifth quarter of a sheet that begins at 8. */
export function clockOf(quarter: number, { first }: Sheet): string {
  const minutes = first * 60 + quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Where a drop leads: the page that shows what would change. A day, a time of the clinic's clocks, and a place if the column is one. */
export function dropAddress(move: string, day: string, clock: string, place: string): string {
  const query = new URLSearchParams({ start: `${day}T${clock}` });
  if (place) query.set("place", place);
  return `${move}?${query.toString()}`;
}
