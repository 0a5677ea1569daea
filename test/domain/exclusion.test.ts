import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import {
  type Exclusion,
  ExclusionTerms,
  exclusionsOn,
  isInForceOn,
  NOTHING_EXCLUDED,
} from "../../src/domain/exclusion.ts";
import { customerId, NIGHT, skuId } from "../support/make.ts";
import { anyDay } from "./arbitraries.ts";

const terms = {
  reason: fc.constantFrom("A charity", "A test tenant", "Bought by another"),
  until: fc.option(fc.integer({ min: -2, max: 2 }).map((days) => addDays(NIGHT, days))),
};
const numbers = fc.nat({ max: 5 });

const anyExclusion: fc.Arbitrary<Exclusion> = fc.oneof(
  fc.record({ kind: fc.constant("customer" as const), customerId: numbers.map(customerId), ...terms }),
  fc.record({ kind: fc.constant("product" as const), skuId: numbers.map(skuId), ...terms }),
);

/** As they are stored: one of each customer and each product. */
const exclusions = fc.uniqueArray(anyExclusion, {
  selector: (exclusion) => (exclusion.kind === "customer" ? exclusion.customerId : exclusion.skuId),
});

test("isInForceOn() holds up to the last night and on it, and not on the night after", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -400, max: 400 }), (until, days) => {
      expect(isInForceOn(addDays(until, days), { reason: "A charity", until })).toBe(days <= 0);
    }),
  );
});

test("isInForceOn() holds on every night where there is no last one", () => {
  fc.assert(
    fc.property(anyDay, (night) => {
      expect(isInForceOn(night, { reason: "A charity", until: null })).toBe(true);
    }),
  );
});

test("exclusionsOn() has each exclusion in force under its own kind and id, with its terms, and nothing else", () => {
  fc.assert(
    fc.property(exclusions, (all) => {
      const { customers, products } = exclusionsOn(NIGHT, all);
      const inForce = all.filter((exclusion) => isInForceOn(NIGHT, exclusion));
      expect(customers.size + products.size).toBe(inForce.length);
      for (const exclusion of inForce) {
        const { reason, until } = exclusion;
        const found =
          exclusion.kind === "customer" ? customers.get(exclusion.customerId) : products.get(exclusion.skuId);
        expect(found).toEqual({ reason, until });
      }
    }),
  );
});

test("exclusionsOn() is the same in whatever order they are told", () => {
  const shuffled = exclusions.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([all, reordered]) => {
      expect(exclusionsOn(NIGHT, reordered)).toEqual(exclusionsOn(NIGHT, all));
    }),
  );
});

test("exclusionsOn() of none is nothing", () => {
  expect(exclusionsOn(NIGHT, [])).toEqual(NOTHING_EXCLUDED);
});

test("ExclusionTerms are without a last night where none is given, and the reason without the spaces around it", () => {
  expect(ExclusionTerms.parse({ reason: "  A test tenant\n" })).toEqual({ reason: "A test tenant", until: null });
});

test.each([
  ["says nothing", "", "must say why"],
  ["says nothing but spaces", " \t ", "must say why"],
  ["is missing", undefined, "must be a text that says why"],
  ["is too long", "x".repeat(501), "must have 500 characters at most"],
  ["has nothing but a blank letter", "\u3164", "must say why"],
  ["has nothing but empty Braille", "\u2800", "must say why"],
  ["has nothing but a mark", "\ufe0f", "must say why"],
  ["has two lines", "A charity\nand more", "must be one line of visible text"],
  ["holds a line separator", "A charity\u2028and more", "must be one line of visible text"],
  ["holds a paragraph separator", "A charity\u2029and more", "must be one line of visible text"],
  ["turns the direction of writing", "A charity \u202exe", "must be one line of visible text"],
  ["holds what nobody sees", "A\u200bcharity", "must be one line of visible text"],
  ["hides a tag", "A charity \u{e0041}", "must be one line of visible text"],
  ["holds a character that is none", "A charity \u0378", "must be one line of visible text"],
  ["holds half of a character", "A charity \ud83d", "must be one line of visible text"],
])("ExclusionTerms refuses a reason that %s", (_what, reason, message) => {
  const { error } = ExclusionTerms.safeParse({ reason });
  expect(error?.issues).toMatchObject([{ path: ["reason"], message }]);
});

test.each(["x".repeat(500), "=1+1", "Ünïcødé & שלום 🙂", "👨\u200d👩\u200d👧", 'It\'s "off"', "☺️", "7", "-", "시험"])(
  "ExclusionTerms takes any line: %s",
  (reason) => {
    expect(ExclusionTerms.parse({ reason }).reason).toBe(reason);
  },
);
