import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const sheet = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");

/** Every colour token by name: [by day, by night]. */
function tokens(): Map<string, [string, string]> {
  const found = new Map<string, [string, string]>();
  for (const [, name = "", day = "", night = ""] of sheet.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) found.set(name, [day, night]);
  for (const [, name = "", other = ""] of sheet.matchAll(/--([\w-]+): var\(--([\w-]+)\)/g)) found.set(name, found.get(other) ?? ["", ""]);
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["paper", "surface", "raised", "sunk"];
const TEXTS: [text: string, grounds: string[]][] = [
  ["ink", [...GROUNDS, "teal-soft", "dawn-soft", "plum-soft", "leaf-soft", "rose-soft"]],
  ["ink-soft", [...GROUNDS, "dawn-soft", "rose-soft", "teal-soft"]],
  ["teal", [...GROUNDS, "teal-soft"]],
  ["dawn-text", [...GROUNDS, "dawn-soft"]],
  ["plum", [...GROUNDS, "plum-soft"]],
  ["leaf", [...GROUNDS, "leaf-soft"]],
  ["rose", [...GROUNDS, "rose-soft"]],
  ["on-teal", ["teal", "teal-strong"]],
  ["on-rose", ["rose", "rose-strong"]],
  ["on-dawn", ["dawn"]],
];
/** Lines, borders of controls and the colours of series: 3 to 1 against what they stand on. */
const SHAPES: [shape: string, grounds: string[]][] = [
  ["line-strong", ["paper", "surface", "raised"]],
  ["focus", GROUNDS],
  ...["ketamine", "norketamine", "dissociation", "systolic", "diastolic", "heart"].map((name): [string, string[]] => [`chart-${name}`, ["surface"]]),
];

function tooFaint(pairs: [string, string[]][], least: number): string[] {
  const all = tokens();
  return pairs.flatMap(([front, grounds]) => grounds.flatMap((ground) => [0, 1].flatMap((theme) => {
    const [a, b] = [all.get(front)?.[theme], all.get(ground)?.[theme]];
    assert.ok(a && b, `the tokens ${front} and ${ground} are in the sheet`);
    const found = contrast(a, b);
    return found < least ? [`${front} on ${ground}, ${theme ? "night" : "day"}: ${found.toFixed(2)}`] : [];
  })));
}

test("every text is readable on every ground it may stand on, by day and by night (4.5 to 1)", () => {
  assert.deepEqual(tooFaint(TEXTS, 4.5), []);
});

test("every control's edge and every series can be seen (3 to 1)", () => {
  assert.deepEqual(tooFaint(SHAPES, 3), []);
});
