import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBytes, toBytes } from "../../src/passkeys/encoding.ts";
import { creationOptions, requestOptions } from "../../src/passkeys/options.ts";

test("bytes survive the way to base64url and back, without padding", () => {
  for (const bytes of [[], [0], [251, 255], [1, 2, 3], [62, 63, 255, 254]]) {
    const text = fromBytes(Uint8Array.from(bytes).buffer);
    assert.match(text, /^[\w-]*$/);
    assert.deepEqual([...toBytes(text)], bytes);
  }
});

test("a passkey asks for one that knows its owner, a security key does not", () => {
  const json = { publicKey: { challenge: "AQI", rp: { name: "Daybreak" }, user: { id: "Aw", name: "noor", displayName: "Noor" }, pubKeyCredParams: [], excludeCredentials: [{ type: "public-key" as const, id: "BA" }] } };
  const passkey = creationOptions(json, true).publicKey;
  assert.deepEqual([passkey?.authenticatorSelection?.residentKey, passkey?.authenticatorSelection?.userVerification], ["required", "required"]);
  assert.equal(creationOptions(json, false).publicKey?.authenticatorSelection?.residentKey, "discouraged");
  assert.equal(creationOptions(json, null).publicKey?.authenticatorSelection, undefined);
  assert.deepEqual([...new Uint8Array(passkey?.user.id as ArrayBuffer)], [3]);
  assert.equal(requestOptions({ publicKey: { challenge: "AQI" } }).publicKey?.allowCredentials?.length, 0);
});
