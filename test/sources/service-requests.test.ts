import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import type { PartnerCenter } from "../../src/sources/partner-center.ts";
import { fixtureJson } from "./fixture.ts";
import { json } from "./loopback.ts";
import { partnerCenterThat } from "./partner-center-server.ts";

const CUSTOMER = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");
const AS_OF = Day.parse("2026-11-21");

/** A service with so many requests, all of one day, that takes `offset` in its own way. */
function serviceWith(all: number, firstOf: (offset: number) => number) {
  const items = Array.from({ length: all }, (_, index) => ({ id: String(index), createdDate: "2026-11-20T00:00:00" }));
  return partnerCenterThat((response, { path }) => {
    const query = new URL(path, "http://127.0.0.1").searchParams;
    const first = firstOf(Number(query.get("offset")));
    json(response, 200, { items: items.slice(first, first + Number(query.get("size"))) });
  });
}

const counted = async (source: PartnerCenter) => {
  const { opened } = await source.serviceRequests(CUSTOMER, AS_OF);
  return opened.reduce((total, { count }) => total + count, 0);
};

test("serviceRequests() asks for one customer, and counts by day", async () => {
  await using center = await partnerCenterThat((response) =>
    json(response, 200, fixtureJson("service-requests-page.json")),
  );
  expect(await center.source.serviceRequests(CUSTOMER, AS_OF)).toEqual({
    asOf: AS_OF,
    opened: [
      { day: "2026-11-18", count: 1 },
      { day: "2026-11-19", count: 2 },
    ],
  });
  expect(center.asked().map(({ path }) => path)).toEqual([
    `/v1/customers/${CUSTOMER}/servicerequests?offset=0&size=50`,
  ]);
});

test.each([
  [0, 1],
  [49, 1],
  [50, 2],
  [51, 3],
  [100, 4],
  [149, 4],
])("serviceRequests() counts each of %i once where offset counts requests", async (all, asked) => {
  await using center = await serviceWith(all, (offset) => offset);
  expect(await counted(center.source)).toBe(all);
  expect(center.asked()).toHaveLength(asked);
});

test.each([
  [49, 1],
  [50, 2],
  [51, 2],
  [100, 3],
  [149, 3],
])("serviceRequests() counts each of %i once where offset counts pages", async (all, asked) => {
  await using center = await serviceWith(all, (offset) => offset * 50);
  expect(await counted(center.source)).toBe(all);
  expect(center.asked()).toHaveLength(asked);
});

test("serviceRequests() counts each once where offset counts pages from 1 on", async () => {
  await using center = await serviceWith(149, (offset) => Math.max(offset - 1, 0) * 50);
  expect(await counted(center.source)).toBe(149);
});

test("serviceRequests() counts each once where the service pays no heed to offset", async () => {
  await using center = await serviceWith(149, () => 0);
  expect(await counted(center.source)).toBe(50);
  expect(center.asked()).toHaveLength(3);
});

test.each([
  ["requests", (offset: number) => offset],
  ["pages", (offset: number) => offset * 50],
])("serviceRequests() gives up where offset counts %s and there is no end", async (_, firstOf) => {
  await using center = await serviceWith(6_000, firstOf);
  await expect(center.source.serviceRequests(CUSTOMER, AS_OF)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "unreadable",
    message: `Partner Center has more than 100 pages of service requests of customer ${CUSTOMER}`,
  });
});
