import { globSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { drawnPortfolio } from "./drawn-portfolio.ts";
import { naiveCustomer } from "./naive-customer.ts";
import { type Counted, naivePortfolio } from "./naive-portfolio.ts";
import { ODDITIES } from "./oddities.ts";
import { productsFigures } from "./product-path.ts";
import { countedCustomer, toldCustomer, toldPortfolio } from "./told-figures.ts";
import { wrongCoverage, wrongSums } from "./told-sums.ts";
import { writtenPortfolio } from "./written-portfolio.ts";

/**
 * More of them when there is time: TRUTH_RUNS=100000. A failure says its seed and its path; TRUTH_SEED repeats a whole
 * run, which the name of the test tells.
 */
const RUNS = Number(process.env["TRUTH_RUNS"] ?? 2_000);
const SEED = Number(process.env["TRUTH_SEED"] ?? Math.trunc(Math.random() * 2 ** 31));

/** A run that meets an oddity more seldom has not tried it. The rarest is met nearly seven times as often. */
const TIMES_MIN = Math.floor(RUNS / 400);

/** A portfolio takes some 7 ms, and many times as much where others are at work too. */
const TIMEOUT_MS = Math.max(60_000, RUNS * 50);

test(
  `${RUNS} portfolios have the figures of their people, counted one by one (TRUTH_SEED=${SEED})`,
  async () => {
    const times = new Map(Object.keys(ODDITIES).map((oddity) => [oddity, 0]));

    await fc.assert(
      fc.asyncProperty(drawnPortfolio, async (drawn) => {
        const raw = writtenPortfolio(drawn);
        const counted = raw.customers.map((customer) => ({ raw: customer, figures: naiveCustomer(customer, raw) }));
        for (const customer of counted) tally(times, customer);
        const told = await productsFigures(raw);

        expect(told.customers.map(toldCustomer)).toEqual(counted.map(({ figures }) => countedCustomer(figures)));
        expect(toldPortfolio(told.portfolio)).toEqual(naivePortfolio(counted, raw));
        expect([...told.customers.flatMap(wrongSums), ...wrongCoverage(told.portfolio)]).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );

    expect([...times].filter(([, met]) => met < TIMES_MIN)).toEqual([]);
  },
  TIMEOUT_MS,
);

test("those who count one by one take nothing from the product", () => {
  const takers = globSync("test/truth/{naive,raw,drawn,written,microsoft}-*.ts").filter((file) =>
    readFileSync(file, "utf8").includes("/src/"),
  );
  expect(takers).toEqual([]);
});

function tally(times: Map<string, number>, customer: Counted): void {
  for (const [oddity, isMetIn] of Object.entries(ODDITIES)) {
    if (isMetIn(customer)) times.set(oddity, (times.get(oddity) ?? 0) + 1);
  }
}
