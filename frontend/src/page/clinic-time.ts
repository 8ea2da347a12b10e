/** Knows the clinic's time zone, which is that of every time on a page, whatever zone the device is in. */

const HOUR = 3_600_000;

/** The IANA zone on <html data-time-zone>; undefined, the device's own, where a page does not say. */
function clinicZone(): string | undefined {
  return globalThis.document?.documentElement.dataset.timeZone || undefined;
}

/** A format in the clinic's zone. A browser too old to know the zone shows the device's, with its name, so that it is seen. */
export function clinicFormat(options: Intl.DateTimeFormatOptions, zone: string | undefined = clinicZone()): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, ...(zone ? { timeZone: zone } : {}) });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZoneName: "short" });
  }
}

/** The moment at which it is noon in the clinic on a date such as 2026-11-23. */
export function clinicNoon(date: string, zone: string | undefined = clinicZone()): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  // what the clinic's clocks show at noon UTC tells how far they are from it
  const ahead = shown(noon, zone) - noon;
  return noon - ahead;
}

/** What the clinic's clocks show at a moment, read as if it were UTC. */
function shown(at: number, zone: string | undefined): number {
  const format = clinicFormat({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" }, zone);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day ?? 1) + (part.hour ?? 0) * HOUR + (part.minute ?? 0) * (HOUR / 60);
}
