import { expect, test } from "vitest";
import { portfoliosContainer } from "../../src/storage/portfolios.ts";
import { freshContainer } from "../support/azurite.ts";
import { customer, customerId, insight, portfolio, RUN_ID } from "../support/make.ts";

const INSIGHTS = [1, 2, 3].map((number) =>
  insight({ customer: customer({ customerId: customerId(number), name: `Contoso "${number}"\u2028\n` }) }),
);

test("savePart() and part() round-trip in order, whatever marks a name holds", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await portfolios.savePart(RUN_ID, "c", INSIGHTS);
  expect(await Array.fromAsync(portfolios.part(RUN_ID, "c"))).toEqual(INSIGHTS);
});

test("savePart() of a shard without customers is an empty part", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await portfolios.savePart(RUN_ID, "c", []);
  expect(await Array.fromAsync(portfolios.part(RUN_ID, "c"))).toEqual([]);
});

test("part() throws when the part is not there: absent is not empty", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await expect(Array.fromAsync(portfolios.part(RUN_ID, "c"))).rejects.toMatchObject({ statusCode: 404 });
});

test("savePublished() and findPublished() round-trip; nothing published is null", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  expect(await portfolios.findPublished(RUN_ID)).toBeNull();
  await portfolios.savePublished(portfolio(INSIGHTS));
  expect(await portfolios.findPublished(RUN_ID)).toEqual(portfolio(INSIGHTS));
});
