import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CELL_TEXT_MAX, safeText } from "../../src/exports/safe-text.ts";

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", " ", "\u3000", "\uFF1D", "\uFF20", "'", "_x003D_"),
    fc.constantFrom("\u0000", "\u0008", "\u001F", "\u007F", "\u0085", "\uD800", "\uDC00", "\uFFFE", "\uFFFF", "\uFEFF"),
    fc.string({ unit: "grapheme", maxLength: 3 }),
  ),
});

test.each([
  ["=1+1", "'=1+1"],
  ["+31 20 123", "'+31 20 123"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["  =1", "'  =1"],
  ["\u3000=1", "'\u3000=1"],
  ["\t=1", "'\t=1"],
  ["\r=1", "'\n=1"],
  ["\u0000=1", "'=1"],
  ["\uFF1D1", "'\uFF1D1"],
  ["_x003D_1", "'_x003D_1"],
])("safeText(%j) cannot start a formula", (text, safe) => {
  expect(safeText(text)).toBe(safe);
});

test.each(["Contoso", "a=b", "A-B @ C", "O'Brien", "Zürich – 日本 😀", ""])("safeText(%j) leaves it alone", (text) => {
  expect(safeText(text)).toBe(text);
});

test("safeText() replaces a lone surrogate and drops what XML forbids", () => {
  expect(safeText("a\uD800b\u0001c\uFFFFd\r\ne")).toBe("a\uFFFDbcd\ne");
});

test("safeText() cuts at the limit of a cell and says so", () => {
  const cut = safeText("x".repeat(CELL_TEXT_MAX + 1));
  expect(cut).toHaveLength(CELL_TEXT_MAX);
  expect(cut.endsWith("x…")).toBe(true);
});

test("safeText() does not cut a character in two", () => {
  const cut = safeText(`${"x".repeat(CELL_TEXT_MAX - 2)}😀😀`);
  expect(cut).toBe(`${"x".repeat(CELL_TEXT_MAX - 2)}…`);
});

test("safeText() is well formed, writable, short enough, inert and final, whatever comes in", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const safe = safeText(text);
      expect(safe.isWellFormed()).toBe(true);
      expect(safe).not.toMatch(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/u);
      expect(safe.length).toBeLessThanOrEqual(CELL_TEXT_MAX);
      expect(safe.trimStart()).not.toMatch(/^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u);
      expect(safeText(safe)).toBe(safe);
    }),
  );
});
