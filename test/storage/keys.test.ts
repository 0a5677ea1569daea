import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId, RunId, SkuId } from "../../src/domain/ids.ts";
import {
  exclusionKey,
  metricsKey,
  monthsOf,
  portionsFor,
  pullItemKey,
  rangeOf,
  shardOf,
  shardRangeOf,
  SHARDS,
  snapshotsKey,
} from "../../src/storage/keys.ts";

const customerIds = fc.uuid().map((id) => CustomerId.parse(id));

test("every key is made of characters that Table Storage takes, and unique in its table by its row key alone", () => {
  fc.assert(
    fc.property(customerIds, (id) => {
      const keys = [
        snapshotsKey(id, "2026-11"),
        metricsKey(id, Day.parse("2026-11-20"), RunId.parse("20261120-nightly")),
        pullItemKey(RunId.parse("20261120-nightly"), id),
        exclusionKey({ kind: "customer", customerId: id }),
        exclusionKey({ kind: "product", skuId: SkuId.parse(id) }),
      ];
      for (const { partitionKey, rowKey } of keys) {
        expect(`${partitionKey}${rowKey}`).not.toMatch(/[/\\#?\p{Cc}]/u);
        expect(rowKey).toContain(id);
      }
    }),
  );
});

test("shardOf() is one of the shards, in whatever case the id was written", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(SHARDS).toContain(shardOf(CustomerId.parse(id.toUpperCase())));
    }),
  );
});

test("rangeOf() holds what begins with the prefix and nothing else", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: "grapheme-ascii" }),
      fc.string({ unit: "grapheme-ascii" }),
      (prefix, text) => {
        const { first, end } = rangeOf(prefix);
        expect(first <= prefix + text && prefix + text < end).toBe(true);
        expect(first <= text && text < end).toBe(text.startsWith(prefix));
      },
    ),
  );
});

test("monthsOf() tells each month once, oldest first", () => {
  const days = ["2027-01-02", "2026-12-31", "2026-12-01"].map((text) => Day.parse(text));
  expect(monthsOf(days)).toEqual(["2026-12", "2027-01"]);
});

test.each([
  [0, 1],
  [250, 1],
  [251, 2],
  [1_500, 8],
  [50_000, 16],
  [1_000_000, 16],
])("portionsFor() %i customers are %i portions, which hold every shard once", (customers, count) => {
  const portions = portionsFor(customers);
  expect(portions).toHaveLength(count);
  const holders = SHARDS.map(
    (shard) => portions.map(shardRangeOf).filter(({ first, end }) => first <= shard && shard < end).length,
  );
  expect(holders).toEqual(SHARDS.map(() => 1));
});
