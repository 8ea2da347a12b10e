/** Knows how far this device's clock is from the server's, so that what is due is due for everyone at once. */

let offset = 0;

/** Takes a moment the server just told. A difference under two seconds is the journey, not the clock. */
export function serverSaid(moment: string | null | undefined): void {
  const told = moment ? Date.parse(moment) : Number.NaN;
  if (Number.isNaN(told)) return;
  const difference = told - Date.now();
  if (Math.abs(difference - offset) > 2000) offset = difference;
}

export function serverNow(): number {
  return Date.now() + offset;
}

export function clockDifference(): number {
  return offset;
}
