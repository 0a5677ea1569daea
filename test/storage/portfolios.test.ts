import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { portfoliosContainer } from "../../src/storage/portfolios.ts";
import { partBlob, Portion } from "../../src/storage/keys.ts";
import { freshContainer } from "../support/azurite.ts";
import { customer, customerId, insight, portfolio, RUN_ID } from "../support/make.ts";

const PORTION = Portion.parse("0f");

const INSIGHTS = [1, 2, 3].map((number) =>
  insight({ customer: customer({ customerId: customerId(number), name: `Contoso "${number}"\u2028\n` }) }),
);

test("savePart() and part() round-trip in order, whatever marks a name holds", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await portfolios.savePart(RUN_ID, PORTION, INSIGHTS);
  expect(await Array.fromAsync(portfolios.part(RUN_ID, PORTION))).toEqual(INSIGHTS);
});

test("savePart() of a portion without customers is an empty part", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await portfolios.savePart(RUN_ID, PORTION, []);
  expect(await Array.fromAsync(portfolios.part(RUN_ID, PORTION))).toEqual([]);
});

test("part() throws when the part is not there: absent is not empty", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  await expect(Array.fromAsync(portfolios.part(RUN_ID, PORTION))).rejects.toMatchObject({ statusCode: 404 });
});

test("savePublished() and findPublished() round-trip; nothing published is null", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  expect(await portfolios.findPublished(RUN_ID)).toBeNull();
  await portfolios.savePublished(portfolio(INSIGHTS));
  expect(await portfolios.findPublished(RUN_ID)).toEqual(portfolio(INSIGHTS));
});

test("savePart() and savePublished() keep the first: what a run has published never changes", async () => {
  const portfolios = portfoliosContainer(await freshContainer());
  expect(await portfolios.savePart(RUN_ID, PORTION, INSIGHTS)).toBe(true);
  expect(await portfolios.savePart(RUN_ID, PORTION, [])).toBe(false);
  expect(await Array.fromAsync(portfolios.part(RUN_ID, PORTION))).toEqual(INSIGHTS);
  expect(await portfolios.savePublished(portfolio(INSIGHTS))).toBe(true);
  expect(await portfolios.savePublished(portfolio([]))).toBe(false);
  expect((await portfolios.findPublished(RUN_ID))?.customers).toHaveLength(3);
});

test.each([
  ["is cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), /unexpected end of file/],
  ["is not compressed", () => Buffer.from("plain text"), /incorrect header check/],
  ["ends in the middle of a line", () => gzipSync('{"customerId":'), /middle of a line/],
  ["holds a line that is no insight", () => gzipSync('{"customerId":1}\n'), /invalid_type/],
])("part() that %s throws to its reader, and to nobody else", async (_how, spoilt, words) => {
  const container = await freshContainer();
  const portfolios = portfoliosContainer(container);
  await portfolios.savePart(RUN_ID, PORTION, INSIGHTS);
  const blob = container.getBlockBlobClient(partBlob(RUN_ID, PORTION));
  await blob.uploadData(spoilt(await blob.downloadToBuffer()));
  await expect(Array.fromAsync(portfolios.part(RUN_ID, PORTION))).rejects.toThrow(words);
});
