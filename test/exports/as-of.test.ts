import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import { deploymentAsOf } from "../../src/exports/as-of.ts";
import { AS_OF, insight } from "../support/make.ts";

test.each([
  ["seats", addDays(AS_OF, 1)],
  ["reported", AS_OF],
  ["none", null],
] as const)("a deployment that rests on %s is of %s", (deploymentBasis, day) => {
  const { asOf } = insight({ reported: { deployment: { asOf: AS_OF, products: [] }, usage: null } });
  expect(deploymentAsOf({ asOf, deploymentBasis })).toBe(day);
});
