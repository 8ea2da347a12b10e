import assert from "node:assert/strict";
import { test } from "node:test";
import { liveness } from "../../src/bedside/stream.ts";

test("five seconds without a beat is not live, and without a connection it is lost", () => {
  assert.deepEqual([liveness(4999, false), liveness(5000, false), liveness(5000, true), liveness(1000, true)], ["live", "stale", "lost", "live"]);
});
