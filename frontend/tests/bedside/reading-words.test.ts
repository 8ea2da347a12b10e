import assert from "node:assert/strict";
import { test } from "node:test";
import { doseWords, eventWords, valuesWords } from "../../src/bedside/reading-words.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

test("a reading says what was measured and nothing else", () => {
  assert.equal(plain(valuesWords({ systolic: 131, diastolic: 82, heart_rate: null, spo2: 97, dissociation: 0 })), "131/82 mmHg · SpO₂ 97 % · dissociation 0");
  assert.equal(plain(valuesWords({ systolic: 131 })), "131/– mmHg");
});

test("an injection says amount, volume and vial; a corrected reading says why", () => {
  assert.equal(plain(eventWords({ seq: 1, kind: "injection", at: "", payload: { mg: "40", volume_ml: "0.80", vial: "Ketamine 50 mg/mL, lot K231" } })), "40 mg · 0.80 mL, from Ketamine 50 mg/mL, lot K231");
  assert.equal(plain(eventWords({ seq: 2, kind: "amended", at: "", payload: { reading_id: "r", spo2: 97, reason: "wrong field" } })), "SpO₂ 97 % (wrong field)");
  assert.equal(plain(doseWords({ mg: 37.5 })), "37.5 mg");
});
