import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalWords } from "../../src/app/refusals.ts";

test("a refusal is said in the server's own words and never as a lost sign-in", () => {
  const said = "Writing an order is open to: prescriber.";
  assert.deepEqual([refusalWords(403, said), refusalWords(409, said)], [said, said]);
  assert.doesNotMatch(refusalWords(403, ""), /signed out/);
});

test("only a missing sign-in is called one", () => {
  assert.match(refusalWords(401, "anything"), /^You are signed out\./);
});

test("a fault of the server is said as one, whatever page it came with", () => {
  assert.match(refusalWords(500, "Traceback"), /^Nothing was saved: the server had a problem\./);
  assert.match(refusalWords(0, ""), /^Nothing was saved/);
});
