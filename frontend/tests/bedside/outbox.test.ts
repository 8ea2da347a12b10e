import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, type Answer, type Item } from "../../src/bedside/outbox.ts";

/** A server played from a list of answers; what it was sent is kept. */
function played(answers: Answer[]) {
  const sent: Record<string, unknown>[] = [];
  const done: string[] = [];
  const outbox = new Outbox(
    async (_, body) => {
      sent.push(body);
      return answers.shift() ?? saved;
    },
    { changed: () => undefined, done: (item: Item) => done.push(item.clientId) },
  );
  return { outbox, sent, done };
}
const saved: Answer = { kind: "done", event: null, due: null };
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test("what the server has is taken out", async () => {
  const { outbox, done } = played([saved]);
  outbox.add("reading", { systolic: 118 }, "a");
  await settle();
  assert.deepEqual([outbox.all.length, done], [0, ["a"]]);
});

test("unanswered readings wait in order and keep their ids through every retry", async () => {
  const { outbox, sent, done } = played([{ kind: "unreachable" }, { kind: "unreachable" }, saved, saved]);
  outbox.add("reading", { systolic: 1 }, "a");
  outbox.add("reading", { systolic: 2 }, "b");
  await settle();
  outbox.retry();
  await settle();
  assert.deepEqual(outbox.all.map((item) => item.status), ["waiting", "waiting"]);
  outbox.retry();
  await settle();
  assert.deepEqual(sent.map((body) => body.client_id), ["a", "a", "a", "b"]);
  assert.deepEqual(done, ["a", "b"]);
});

test("what may have arrived cannot be withdrawn", async () => {
  const { outbox } = played([{ kind: "unreachable" }]);
  outbox.add("reading", {}, "a");
  await settle();
  assert.equal(outbox.withdraw("a"), null);
  assert.equal(outbox.all.length, 1);
  outbox.retry();
  await settle();
  assert.equal(outbox.all.length, 0);
});

test("a refused reading waits for a person and does not hold up the next", async () => {
  const { outbox, done } = played([{ kind: "refused", sentences: { systolic: "No." } }, saved]);
  outbox.add("reading", { systolic: 800 }, "a");
  outbox.add("note", { text: "x" }, "b");
  await settle();
  assert.deepEqual([done, outbox.all.map((item) => [item.status, item.sentences])], [["b"], [["refused", { systolic: "No." }]]]);
  assert.equal(outbox.withdraw("a")?.body.systolic, 800);
});

test("a confirmed reading is sent again with the same id and the fields that were asked about", async () => {
  const { outbox, sent, done } = played([{ kind: "asking", sentences: { systolic: "Is it right?" } }, saved]);
  outbox.add("reading", { systolic: 210, confirmed: [] }, "a");
  await settle();
  outbox.confirm("a");
  await settle();
  assert.deepEqual(sent[1], { systolic: 210, confirmed: ["systolic"], client_id: "a" });
  assert.deepEqual(done, ["a"]);
});

test("a broken connection counts as no answer", async () => {
  let isDown = true;
  const outbox = new Outbox(async () => (isDown ? Promise.reject(new TypeError("network")) : saved), { changed: () => undefined, done: () => undefined });
  outbox.add("reading", {}, "a");
  await settle();
  assert.deepEqual([outbox.all[0]?.status, outbox.all[0]?.attempts], ["waiting", 1]);
  isDown = false;
  outbox.retry();
  await settle();
  assert.equal(outbox.all.length, 0);
});
