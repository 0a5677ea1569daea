import { ContainerClient } from "@azure/storage-blob";
import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import type { CustomerId } from "../../src/domain/ids.ts";
import { keepTickets } from "../../src/jobs/keep-portfolio-wide.ts";
import { inboxContainer } from "../../src/storage/inbox.ts";
import { Portion } from "../../src/storage/keys.ts";
import { reportedTable } from "../../src/storage/reported.ts";
import { loopback } from "../sources/loopback.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

/** A file that was saved on a day of November 2026; storage itself dates what it is given today. */
type Saved = Readonly<{ name: string; on: number; text: string }>;

const DAY_OPENED = "2026-11-02";
const HEADER = "customer,opened,count";
const saved = (name: string, on: number, lines: readonly string[]): Saved => ({
  name,
  on,
  text: [HEADER, ...lines].join("\n"),
});
const line = (customer: number, count: number) => `${customerId(customer)},${DAY_OPENED},${count}`;

const PORTFOLIO = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => customerId(number)));

/** The inbox as the Blob service would tell of it, and a table of its own to keep in. */
async function dropped(files: readonly Saved[]) {
  const server = await loopback((response, { path }) => {
    const file = files.find(({ name }) => path.split("?")[0] === `/inbox/${name}`);
    const body = file?.text ?? listOf(files);
    const type = file === undefined ? "application/xml" : "text/csv";
    response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body), etag: '"1"' }).end(body);
  });
  const reported = reportedTable(await freshTable());
  return {
    refused: await keepTickets(
      { inbox: inboxContainer(new ContainerClient(`${server.url}/inbox`)), reported },
      PORTFOLIO,
    ),
    /** Tickets of one customer as known on a night of November 2026, and the day of the file that they are from. */
    async told(id: CustomerId, night: number): Promise<Readonly<{ savedOn: string; count: number }> | null> {
      const all = await reported.inPortion(Portion.parse("0f"), Day.parse(`2026-11-${night}`));
      const tickets = all.get(id)?.().tickets ?? null;
      return tickets && { savedOn: tickets.asOf, count: tickets.opened.reduce((sum, { count }) => sum + count, 0) };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function listOf(files: readonly Saved[]): string {
  const blobs = files.map(({ name, on, text }) => {
    const modifiedOn = new Date(`2026-11-${on}T09:00:00.000Z`).toUTCString();
    const facts = `<Last-Modified>${modifiedOn}</Last-Modified><Content-Length>${text.length}</Content-Length>`;
    return `<Blob><Name>${name}</Name><Properties>${facts}<BlobType>BlockBlob</BlobType></Properties></Blob>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>${blobs.join("")}</Blobs><NextMarker/></EnumerationResults>`;
}

test("keepTickets() takes a customer from the file saved later, whatever its name, and the others from theirs", async () => {
  await using inbox = await dropped([
    saved("a-newer.csv", 20, [line(1, 5)]),
    saved("b-older.csv", 12, [line(1, 70), line(2, 7)]),
  ]);
  expect(await inbox.told(customerId(1), 24)).toEqual({ savedOn: "2026-11-20", count: 5 });
  expect(await inbox.told(customerId(1), 15)).toBeNull();
  expect(await inbox.told(customerId(2), 24)).toEqual({ savedOn: "2026-11-12", count: 7 });
  expect(inbox.refused).toEqual([
    {
      file: "b-older.csv",
      line: null,
      reason: 'gives way to "a-newer.csv", which tells of 1 of its customers as well',
    },
  ]);
});

test("keepTickets() takes of files saved on one day the later name, and says which file counts for how many", async () => {
  await using inbox = await dropped([
    saved("a.csv", 20, [line(1, 10), line(2, 20), line(3, 30), line(4, 40)]),
    saved("b.csv", 20, [line(2, 2), line(3, 3)]),
    saved("c.csv", 20, [line(1, 1), line(2, 200)]),
  ]);
  const counts = await Promise.all([1, 2, 3, 4].map(async (number) => inbox.told(customerId(number), 20)));
  expect(counts.map((told) => told?.count)).toEqual([1, 200, 3, 40]);
  expect(inbox.refused).toEqual([
    { file: "b.csv", line: null, reason: 'gives way to "c.csv", which tells of 1 of its customers as well' },
    { file: "a.csv", line: null, reason: 'gives way to "c.csv", which tells of 2 of its customers as well' },
    { file: "a.csv", line: null, reason: 'gives way to "b.csv", which tells of 1 of its customers as well' },
  ]);
});

test("keepTickets() lets no file that cannot be read stand in the way of an older one", async () => {
  await using inbox = await dropped([
    { name: "a.csv", on: 21, text: "no,such,columns\n1,2,3" },
    saved("b.csv", 20, [line(1, 5)]),
  ]);
  expect(await inbox.told(customerId(1), 24)).toMatchObject({ count: 5 });
  expect(inbox.refused).toMatchObject([{ file: "a.csv", line: null }]);
});

test.each([
  [50, 50, null],
  [51, 50, "has 1 more lines that were refused"],
  [120, 50, "has 70 more lines that were refused"],
])("keepTickets() of %i refused lines tells %i, and counts the rest", async (lines, told, rest) => {
  await using inbox = await dropped([
    saved(
      "a.csv",
      20,
      Array.from({ length: lines }, () => "nobody,never,none"),
    ),
  ]);
  expect(inbox.refused.filter(({ line: number }) => number !== null)).toHaveLength(told);
  expect(inbox.refused.find(({ line: number }) => number === null)?.reason ?? null).toBe(rest);
});

test("keepTickets() names customers who are not in the portfolio: an id may be mistyped", async () => {
  await using inbox = await dropped([saved("tickets.csv", 20, [line(1, 5), line(77, 2), line(78, 2)])]);
  expect(inbox.refused).toEqual([
    {
      file: "tickets.csv",
      line: null,
      reason: `tells of customers who are not in the portfolio: ${customerId(77)} and 1 others`,
    },
  ]);
});
