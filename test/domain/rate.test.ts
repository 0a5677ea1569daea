import * as fc from "fast-check";
import { expect, test } from "vitest";
import { missing, MissingReason, Rate, rateOf, rateSum } from "../../src/domain/rate.ts";

const counts = fc.nat({ max: 1_000_000 });
const rates = fc.oneof(
  fc.tuple(counts, fc.integer({ min: 1, max: 1_000_000 })).map(([part, whole]) => rateOf(part, whole, "nothing_sold")),
  fc.constantFrom(...MissingReason.options).map(missing),
);

function sumOf(all: readonly Rate[]): Rate {
  const sum = rateSum();
  for (const rate of all) sum.add(rate);
  return sum.rate("not_reported");
}

test("rateOf() keeps a share above one", () => {
  expect(rateOf(23, 20, "nothing_sold")).toEqual({ kind: "measured", part: 23, whole: 20, value: 1.15 });
});

test("rateOf() of nobody out of somebody is zero, which is measured", () => {
  expect(rateOf(0, 20, "nothing_sold")).toEqual({ kind: "measured", part: 0, whole: 20, value: 0 });
});

test.each(MissingReason.options)("rateOf() out of nothing is missing, and says %s", (reason) => {
  expect([rateOf(0, 0, reason), rateOf(7, 0, reason)]).toEqual([missing(reason), missing(reason)]);
});

test("rateOf() is never lowered by a larger part", () => {
  fc.assert(
    fc.property(counts, counts, fc.integer({ min: 1, max: 1_000_000 }), (part, more, whole) => {
      expect(valueOf(rateOf(part + more, whole, "nothing_sold"))).toBeGreaterThanOrEqual(
        valueOf(rateOf(part, whole, "nothing_sold")),
      );
    }),
  );
});

test("Rate reads back what rateOf() and missing() write", () => {
  fc.assert(
    fc.property(rates, (rate) => {
      expect(Rate.parse(JSON.parse(JSON.stringify(rate)))).toEqual(rate);
    }),
  );
});

test("rateSum() is the rate of the sums, not the mean of the rates", () => {
  expect(sumOf([rateOf(4, 4, "nothing_sold"), rateOf(0, 4_000, "nothing_sold")])).toEqual({
    kind: "measured",
    part: 4,
    whole: 4_004,
    value: 4 / 4_004,
  });
});

test("rateSum() leaves missing rates out, of the whole as of the part", () => {
  fc.assert(
    fc.property(fc.array(rates), (all) => {
      const measured = all.filter((rate) => rate.kind === "measured");
      fc.pre(measured.length > 0);
      expect(sumOf(all)).toEqual(sumOf(measured));
    }),
  );
});

test.each<[string, MissingReason[], MissingReason]>([
  ["one", ["no_access"], "no_access"],
  ["most of them", ["source_not_ready", "no_access", "nothing_sold", "no_access"], "no_access"],
  ["the first in the order of reasons, of as many", ["no_access", "nobody_entitled", "nothing_sold"], "nothing_sold"],
  ["the caller, where there are none", [], "not_reported"],
])("rateSum() of missing rates alone is missing, not zero, for the reason of %s", (_, reasons, reason) => {
  expect(sumOf(reasons.map(missing))).toEqual(missing(reason));
});

test("rateSum() of missing rates alone has a reason that no other outnumbers", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...MissingReason.options), { minLength: 1 }), (reasons) => {
      const sum = sumOf(reasons.map(missing));
      const times = (reason: MissingReason) => reasons.filter((each) => each === reason).length;
      expect(sum.kind === "missing" ? times(sum.reason) : 0).toBe(Math.max(...reasons.map(times)));
    }),
  );
});

test("rateSum() does not know the order of its rates", () => {
  fc.assert(
    fc.property(
      fc.array(rates).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(sumOf(shuffled)).toEqual(sumOf(all));
      },
    ),
  );
});

test("rateSum() does not change when one rate comes in two pieces", () => {
  const whole = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(fc.array(rates), counts, counts, whole, whole, (others, partA, partB, wholeA, wholeB) => {
      const pieces = [rateOf(partA, wholeA, "nothing_sold"), rateOf(partB, wholeB, "nothing_sold")];
      const inOne = rateOf(partA + partB, wholeA + wholeB, "nothing_sold");
      expect(sumOf([...others, ...pieces])).toEqual(sumOf([...others, inOne]));
    }),
  );
});

test("rateSum() lies between its smallest and its largest rate", () => {
  const measured = rates.filter((rate) => rate.kind === "measured");
  fc.assert(
    fc.property(fc.array(measured, { minLength: 1 }), (all) => {
      const values = all.map(valueOf);
      const value = valueOf(sumOf(all));
      expect(value).toBeGreaterThanOrEqual(Math.min(...values));
      expect(value).toBeLessThanOrEqual(Math.max(...values));
    }),
  );
});

function valueOf(rate: Rate): number {
  return rate.kind === "measured" ? rate.value : NaN;
}
