import assert from "node:assert/strict";
import { test } from "node:test";
import { clinicFormat, clinicNoon } from "../../src/page/clinic-time.ts";

const TIME = { hour: "2-digit", minute: "2-digit" } as const;

test("times are shown in the clinic's zone, whatever the device's", () => {
  const moment = Date.parse("2026-11-23T14:20:00Z");
  assert.deepEqual(["Europe/Berlin", "America/New_York", "Asia/Kolkata"].map((zone) => clinicFormat(TIME, zone).format(moment)), ["15:20", "09:20", "19:50"]);
});

test("a date stands for its noon in the clinic, in summer and in winter and across the date line", () => {
  assert.equal(clinicNoon("2026-11-23", "Europe/Berlin"), Date.parse("2026-11-23T11:00:00Z"));
  assert.equal(clinicNoon("2026-07-01", "Europe/Berlin"), Date.parse("2026-07-01T10:00:00Z"));
  assert.equal(clinicNoon("2026-11-23", "Pacific/Auckland"), Date.parse("2026-11-22T23:00:00Z"));
});

test("a zone that the browser does not know is not passed over in silence: the zone shown is named", () => {
  assert.match(clinicFormat(TIME, "Nowhere/Nothing").format(0), /[A-Z]{2,}/);
});
