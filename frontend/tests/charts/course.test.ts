import assert from "node:assert/strict";
import { test } from "node:test";
import { courseSpan, DAY, dateTicks, moment, type Course } from "../../src/charts/course-data.ts";
import { coursePaper, lineTop, phaseBoxes, responseLevel, scorePath, scoreSpots, todayWord } from "../../src/charts/course-scale.ts";
import { courseSentence, doseWords, measureWords, reached } from "../../src/charts/course-words.ts";

const course: Course = {
  today: "2026-11-23", baseline: 19, response_at: "2026-10-29", remission_below: 5,
  phases: [{ phase: "preparation", from: "2026-10-01", to: "2026-10-14" }, { phase: "follow_up", from: "2026-10-14", to: null }],
  doses: [{ at: "2026-10-15T10:02:00Z", mg: 40, mg_per_kg: 0.5, route: "im" }],
  measures: [{ at: "2026-10-01", total: 19, band: "moderately severe", item9: 1 }, { at: "2026-10-29", total: 9, band: "mild", item9: 0 }],
};

test("the time line runs from the first thing to today", () => {
  assert.deepEqual(courseSpan(course), [moment("2026-10-01"), moment("2026-11-23")]);
});

test("a young course still shows four weeks", () => {
  const [from, to] = courseSpan({ measures: [{ at: "2026-10-01", total: 12 }] });
  assert.equal((to - from) / DAY, 28);
});

test("a phase without an end lasts until today", () => {
  const paper = coursePaper(course, 900);
  const [first, last] = phaseBoxes(course, paper);
  assert.equal(last?.label, "Follow up");
  assert.ok(Math.abs((first?.x ?? 0) + (first?.width ?? 0) - (last?.x ?? 0)) < 0.01);
  assert.ok(Math.abs((last?.x ?? 0) + (last?.width ?? 0) - paper.x(moment("2026-11-23"))) < 0.01);
});

test("scores stand inside the plot, lower scores lower", () => {
  const paper = coursePaper(course, 390);
  const [high, low] = scoreSpots(course, paper);
  assert.ok(high && low && high.y < low.y && low.y < paper.plot.bottom && high.y > paper.plot.top);
  assert.deepEqual([high.isLabelled, low.isLabelled], [true, true]);
  assert.equal(scorePath([{ x: 1, y: 2 }, { x: 3, y: 4.04 }]), "M1.0 2.0L3.0 4.0");
});

test("response is half the baseline, and there is none without a baseline", () => {
  assert.deepEqual([responseLevel(course), responseLevel({ baseline: 0 }), responseLevel({})], [9.5, null, null]);
});

test("dates are marked on round steps that fit the width", () => {
  const [from, to] = courseSpan(course);
  assert.equal(dateTicks(from, to, 800).length, 8);
  assert.ok(dateTicks(from, to, 300).length <= 4);
});

test("a measure says its change, its item 9 and what it reached", () => {
  assert.equal(measureWords(course, course.measures?.[0] ?? { at: "", total: 0 }), "PHQ-9 19 on 1 Oct 2026 (moderately severe), item 9 (thoughts of death or self-harm) answered 1");
  assert.equal(measureWords(course, course.measures?.[1] ?? { at: "", total: 0 }), "PHQ-9 9 on 29 Oct 2026 (mild), 53 % below the baseline of 19, response reached");
  assert.equal(reached(null, { at: "2026-10-29", total: 9 }), false);
});

test("the course is said in words", () => {
  assert.equal(courseSentence(course), "Time line of the course. One dose. PHQ-9 went from 19 to 9. Response on 29 Oct 2026.");
  assert.equal(doseWords({ at: "2026-10-15", mg: 40, mg_per_kg: 0.5, route: "im" }), "Dose on 15 Oct 2026: 40 mg, 0.50 mg/kg, IM");
});

test("on the first day of a course \"today\" stands clear of the instrument's name, and later beside its line", () => {
  const first: Course = { today: "2026-10-01", measures: [{ at: "2026-10-01", total: 19 }] };
  const paper = coursePaper(first, 900);
  const nameEnds = paper.left - 8 + "PHQ-9".length * 8;
  assert.ok(todayWord(first, paper, "PHQ-9").x > nameEnds);
  const written = paper.strip.height + 18; // the line of both words
  assert.deepEqual([lineTop(paper.x(moment("2026-10-01")), paper, "PHQ-9") > written, lineTop(nameEnds + 1, paper, "PHQ-9") > written], [true, false]);
  const later = coursePaper(course, 900);
  assert.deepEqual(todayWord(course, later, "PHQ-9"), { x: later.x(moment("2026-11-23")) - 6, anchor: "end" });
});
