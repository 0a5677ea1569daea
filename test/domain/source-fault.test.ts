import { expect, test } from "vitest";
import { refused } from "../../src/domain/pull-outcome.ts";
import type { RefusalReason } from "../../src/domain/pull-outcome.ts";
import { AS_OF, customerId, insight, outcome, portfolio } from "../support/make.ts";

const good = (number: number) => ({ ...insight(), customerId: customerId(number) });
/** The newest night brought no activity; the figures before it are still there. */
const without = (number: number, reason: RefusalReason) => ({
  ...insight({ outcomes: [outcome({ activity: refused(reason, "The report is empty") })] }),
  customerId: customerId(number),
});

const faultsOf = (customers: readonly ReturnType<typeof good>[]) => portfolio(customers).insight.coverage.sourceFaults;
const many = <T>(count: number, make: (number: number) => T, from = 1) =>
  Array.from({ length: count }, (_, index) => make(from + index));

test("a source that comes empty for many customers at once is at fault, and their last good figures stay, dated", () => {
  const customers = [...many(6, (number) => without(number, "source_not_ready")), ...many(10, good, 7)];
  expect(faultsOf(customers)).toEqual([
    { source: "activity", customers: 6, of: 16, lastGood: { oldest: AS_OF, newest: AS_OF } },
  ]);
  const { usage, coverage } = portfolio(customers).insight;
  expect(coverage).toMatchObject({ stale: 6, usage: { counted: 16, absent: 0 } });
  expect(usage).toEqual(portfolio(many(16, good)).insight.usage);
});

test.each([
  ["few customers", many(4, (number) => without(number, "source_not_ready"))],
  ["a small share of many", [...many(6, (number) => without(number, "source_not_ready")), ...many(30, good, 7)]],
  ["those who refuse us", many(12, (number) => without(number, "no_access"))],
  ["those who cannot be reached", many(12, (number) => without(number, "failed"))],
])("no source is at fault for %s", (_, customers) => {
  expect(faultsOf(customers)).toEqual([]);
});

test("a source that nobody could be asked for is not at fault", () => {
  const customers = many(9, (number) => ({
    ...insight({ outcomes: [outcome({ copilot: refused("not_configured", "Not sold") })] }),
    customerId: customerId(number),
  }));
  expect(faultsOf(customers)).toEqual([]);
});
