import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../../src/bedside/changes.ts";
import { addressOf } from "../../src/bedside/server.ts";

const before = { systolic: 181, diastolic: 79, spo2: null };

test("a correction sends only what changes, and an emptied box takes a value back", () => {
  assert.deepEqual(changes(before, { systolic: "118", diastolic: " 79 ", spo2: "" }), { systolic: 118 });
  assert.deepEqual(changes(before, { systolic: "", diastolic: "79", spo2: "97" }), { systolic: null, spo2: 97 });
  assert.deepEqual(changes(before, { systolic: "181", diastolic: "79", spo2: "" }), {});
});

test("what is no whole number is not sent", () => {
  assert.equal(changes(before, { systolic: "11x", diastolic: "79", spo2: "" }), null);
});

test("a correction goes to its reading, everything else to its own place", () => {
  const data = { urls: { stream: "/s/", readings: "/r/", note: "/n/" } };
  assert.equal(addressOf(data, "correction", { reading_id: "7" }), "/r/7/amend/");
  assert.deepEqual([addressOf(data, "reading", {}), addressOf(data, "note", {})], ["/r/", "/n/"]);
});
