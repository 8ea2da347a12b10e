import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "../../src/bedside/server.ts";

const event = { seq: 3, kind: "reading", at: "2026-11-23T14:20:00Z", payload: {} };

test("saved now and saved before are the same to the page", () => {
  const done = { kind: "done", event, due: null };
  assert.deepEqual([meaning(201, { event }), meaning(200, { event })], [done, done]);
});

test("a refusal names its fields, a question asks to confirm", () => {
  assert.deepEqual(meaning(422, { errors: { systolic: ["No.", "Look."] } }), { kind: "refused", sentences: { systolic: "No. Look." } });
  assert.deepEqual(meaning(422, { confirm: { systolic: "Right?" } }), { kind: "asking", sentences: { systolic: "Right?" } });
});

test("who may not, and what the state forbids, is said and not tried again", () => {
  assert.deepEqual(meaning(403, { error: "Nurses chart injections." }), { kind: "refused", sentences: { __all__: "Nurses chart injections." } });
  assert.equal(meaning(409, { error: "The session is over." }).kind, "refused");
});

test("a server in trouble is tried again", () => {
  assert.deepEqual([500, 502, 503, 429, 408].map((status) => meaning(status, {}).kind), Array(5).fill("unreachable"));
});

test("someone signed out is told so, and nothing is given up", () => {
  const answer = meaning(0, {});
  assert.equal(answer.kind, "unreachable");
  assert.match("sentence" in answer ? (answer.sentence ?? "") : "", /signed out/);
});
