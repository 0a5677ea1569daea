import * as fc from "fast-check";
import { expect, test } from "vitest";
import { betterStanding, byStanding, type Standing, STANDINGS } from "../../src/domain/standing.ts";

const standings = fc.constantFrom(...STANDINGS);

test.each<[Standing, Standing]>([
  ["paid", "grace"],
  ["grace", "trial"],
  ["trial", "unlicensed"],
  ["unlicensed", "departed"],
])("betterStanding() sets %s before %s", (better, worse) => {
  expect([betterStanding(better, worse), betterStanding(worse, better)]).toEqual([better, better]);
});

test("betterStanding() does not know the order of a user's rights", () => {
  fc.assert(
    fc.property(standings, standings, standings, (one, other, third) => {
      expect(betterStanding(betterStanding(one, other), third)).toBe(betterStanding(one, betterStanding(third, other)));
    }),
  );
});

test("byStanding() has every standing, in their order, zeros included", () => {
  expect(Object.entries(byStanding((standing) => (standing === "trial" ? 2 : 0)))).toEqual([
    ["paid", 0],
    ["grace", 0],
    ["trial", 2],
    ["unlicensed", 0],
    ["guest", 0],
    ["departed", 0],
  ]);
});
