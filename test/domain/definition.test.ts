import { expect, test } from "vitest";
import { Definition, DEFINITION, DEFINITIONS } from "../../src/domain/definition.ts";

test("DEFINITION is one that a figure can be told by", () => {
  expect(Definition.parse(DEFINITION)).toEqual({ id: "partner-center-28d", version: 1 });
});

test("DEFINITIONS says every figure once, in a whole sentence", () => {
  const figures = DEFINITIONS.map(({ figure }) => figure);
  expect(new Set(figures).size).toBe(figures.length);
  expect(DEFINITIONS.filter(({ meaning }) => !/^[A-Z].*[.]$/.test(meaning))).toEqual([]);
});
