import { expect, test } from "vitest";
import { AS_OF } from "../support/make.ts";
import {
  changeCell,
  dayCell,
  partCell,
  perHundredCell,
  rateCell,
  safeCell,
  wholeCell,
} from "../../src/exports/cell.ts";

test.each([
  ["a formula", { formula: "1+1" }],
  ["a link", { text: "here", hyperlink: "https://example.com" }],
  ["rich text", { richText: [] }],
  ["a list", []],
  ["nothing at all", undefined],
  ["no number", Number.NaN],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a large integer", 1n],
  ["no date", new Date(Number.NaN)],
])("safeCell() refuses %s", (_, value) => {
  expect(() => safeCell(value)).toThrow(TypeError);
});

test.each([[null], [true], [0], [1.15], ["Contoso"], [new Date(0)]])("safeCell(%j) is what it was", (value) => {
  expect(safeCell(value)).toEqual(value);
});

test("a missing rate is blank in every cell, never zero", () => {
  const rate = { kind: "missing", reason: "no_access" } as const;
  expect([rateCell(rate), partCell(rate), wholeCell(rate), perHundredCell(rate)]).toEqual([null, null, null, null]);
});

test("a measured rate is not rounded, and not cut at one", () => {
  const rate = { kind: "measured", part: 23, whole: 20, value: 1.15 } as const;
  expect([rateCell(rate), partCell(rate), wholeCell(rate)]).toEqual([1.15, 23, 20]);
});

test("perHundredCell() is so many for each hundred, without the dust of a division before a multiplication", () => {
  expect(perHundredCell({ kind: "measured", part: 7, whole: 100, value: 0.07 })).toBe(7);
});

test("changeCell() is the whole move or the part of one mover, and blank where there is nothing to compare", () => {
  const from = { part: 1, whole: 2, value: 0.5 };
  const change = { kind: "measured", points: 0.15, peoplePoints: 0.2, seatsPoints: -0.05, from } as const;
  expect(changeCell(change, "points")).toBe(0.15);
  expect(changeCell(change, "peoplePoints")).toBe(0.2);
  expect(changeCell(change, "seatsPoints")).toBe(-0.05);
  expect(changeCell({ kind: "missing", reason: "new_customer" }, "points")).toBeNull();
});

test("dayCell() is midnight UTC", () => {
  expect(dayCell(AS_OF)).toEqual(new Date("2026-11-20T00:00:00.000Z"));
  expect(dayCell(null)).toBeNull();
});
