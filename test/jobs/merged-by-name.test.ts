import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareByName } from "../../src/domain/portfolio.ts";
import { mergedByName } from "../../src/jobs/merged-by-name.ts";
import { customerId } from "../support/make.ts";

test("mergedByName() merges lists that are in order into one, and holds one customer of each at a time", async () => {
  const named = fc.record({
    name: fc.constantFrom("a", "b", "B", "ä"),
    customerId: fc.nat({ max: 99 }).map(customerId),
  });
  const lists = fc.array(
    fc.array(named).map((all) => all.toSorted(compareByName)),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(lists, async (all) => {
      let [taken, given] = [0, 0];
      async function* read<T>(list: readonly T[]) {
        for (const each of list) {
          taken += 1;
          yield each;
        }
      }
      const merged = [];
      for await (const each of mergedByName(all.map(read))) {
        given += 1;
        merged.push(each);
        expect(taken - given).toBeLessThanOrEqual(all.length);
      }
      expect(merged).toEqual(all.flat().toSorted(compareByName));
    }),
  );
});
