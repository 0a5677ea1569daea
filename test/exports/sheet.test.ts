import { expect, test } from "vitest";
import type { WideColumn } from "../../src/exports/column.ts";
import { tableSheet } from "../../src/exports/sheet.ts";

const COLUMNS: readonly WideColumn<string>[] = [
  { header: "Figure", width: 10, format: "text", value: (text) => text },
  { header: "Meaning", width: 10, format: "note", value: (text) => text },
];

test.each([
  ["a short note", "ten chars!", undefined],
  ["a note of two rows", "eleven chars", 30],
  ["a note of two paragraphs", "one\ntwo", 30],
  ["a note without end", "x".repeat(32_767), 409],
])("%s has room in its line, and no more than a line may have", async (_, note, height) => {
  const [line] = await Array.fromAsync(tableSheet("Notes", COLUMNS, [note]).lines);
  expect(line?.height).toBe(height);
});

test("all lines of a table share their looks, and each column has its header over it", async () => {
  const sheet = tableSheet("Notes", COLUMNS, ["one", "two"]);
  const [one, two] = await Array.fromAsync(sheet.lines);
  expect(one?.styles).toBe(two?.styles);
  expect(sheet).toMatchObject({ kind: "table", widths: [10, 10], header: { cells: ["Figure", "Meaning"] } });
});
