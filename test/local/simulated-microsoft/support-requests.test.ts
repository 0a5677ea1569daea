import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { addDays, Day, daysBetween } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { portfolioOn } from "../../../src/local/simulated-microsoft/portfolio.ts";
import { callerOf, Collection, jsonOf, rawText, textLike, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { asUser, partnerCenter } = callerOf(microsoft);
const { portfolio } = microsoft;

const Page = Collection.omit({ links: true }).extend({
  items: z.array(
    z.strictObject({
      title: z.string(),
      severity: z.union([z.int().min(1).max(3), z.enum(["critical", "moderate", "minimal"])]),
      id: z.string().regex(/^\d{15}$/),
      status: z.union([z.int().min(1).max(3), z.enum(["open", "closed", "attention_needed"])]),
      primaryContact: z.record(z.string(), z.string()),
      createdDate: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+$/),
      lastModifiedDate: z.string(),
      lastClosedDate: z.string(),
      attributes: z.object({ objectType: z.literal("ServiceRequest") }),
    }),
  ),
});

const pathOf = (title: string, query = "") => `/v1/customers/${portfolio.named(title).id}/servicerequests${query}`;
async function requestsOf(title: string, query = "") {
  return Page.parse(jsonOf(await rawText(await asUser(pathOf(title, query))))).items;
}
const openedOn = ({ createdDate }: { createdDate: string }) => Day.parse(createdDate.slice(0, 10));

test("service requests are for users, not for applications", async () => {
  const response = await partnerCenter(pathOf("plain").replace("/v1", ""));
  expect(response.status).toBe(403);
  expect(jsonOf(await rawText(response))).toMatchObject({ code: "900150" });
});

test("7 of turnover were opened in the last 28 days, the first of them at its very beginning, and 3 before", async () => {
  const requests = await requestsOf("turnover");
  const days = requests.map((request) => daysBetween(openedOn(request), TODAY));
  expect(days.filter((day) => day <= 27)).toHaveLength(7);
  expect(days.filter((day) => day > 27)).toHaveLength(3);
  expect(requests.map(({ createdDate }) => createdDate)).toEqual(
    expect.arrayContaining([`${addDays(TODAY, -27)}T00:00:00.863`, `${addDays(TODAY, -28)}T23:50:10.61`]),
  );
});

test("12 of yammer were opened in the last 28 days", async () => {
  const requests = await requestsOf("yammer");
  expect(requests.filter((request) => openedOn(request) >= addDays(TODAY, -27))).toHaveLength(12);
  expect(requests).toHaveLength(12);
});

test("130 come in pages of 50 at the most, each once, newest first", async () => {
  const pages = await Promise.all([0, 50, 100, 150].map((offset) => requestsOf("big", `?offset=${offset}&size=200`)));
  expect(pages.map((page) => page.length)).toEqual([50, 50, 30, 0]);
  const all = pages.flat();
  expect(new Set(all.map(({ id }) => id)).size).toBe(130);
  const created = all.map(({ createdDate }) => createdDate);
  expect(created).toEqual(created.toSorted().toReversed());
  expect(await requestsOf("big", "?offset=3&size=4")).toEqual(all.slice(3, 7));
  expect(await requestsOf("big")).toEqual(pages[0]);
});

const wordOf = (words: readonly string[], given: string | number) => (typeof given === "number" ? words[given] : given);

test("rows write their status and severity as integers and as words by turns", async () => {
  const requests = await requestsOf("big");
  expect(requests.every(({ status }, index) => typeof status === (index % 2 === 0 ? "number" : "string"))).toBe(true);
  expect(requests.every(({ severity }, index) => typeof severity === typeof requests[index]?.status)).toBe(true);
  const listed = portfolio.tenantOf(portfolio.named("big")).supportRequests;
  const [STATES, SEVERITIES] = [
    ["none", "open", "closed", "attention_needed"],
    ["unknown", "critical", "moderate", "minimal"],
  ];
  expect(requests.map(({ status, severity }) => [wordOf(STATES, status), wordOf(SEVERITIES, severity)])).toEqual(
    listed.slice(0, 50).map(({ state, severity }) => [state, severity]),
  );
  // A page that begins with an odd row begins with words.
  expect(typeof (await requestsOf("big", "?offset=1"))[0]?.status).toBe("string");
});

test("what is not closed was closed in the year 1, and what is closed was closed before today", async () => {
  const requests = [...(await requestsOf("big", "?offset=0")), ...(await requestsOf("big", "?offset=50"))];
  const open = requests.filter(({ status }) => status !== 2 && status !== "closed");
  const closed = requests.filter(({ status }) => status === 2 || status === "closed");
  expect(open.length).toBeGreaterThan(0);
  expect(closed.length).toBeGreaterThan(0);
  expect(open.every(({ lastClosedDate }) => lastClosedDate === "0001-01-01T00:00:00")).toBe(true);
  expect(open.every(({ lastModifiedDate, createdDate }) => lastModifiedDate === createdDate)).toBe(true);
  expect(
    closed.every(({ lastClosedDate, createdDate }) => createdDate < lastClosedDate && lastClosedDate < TODAY),
  ).toBe(true);
  expect(closed.every(({ lastModifiedDate, lastClosedDate }) => lastModifiedDate >= lastClosedDate)).toBe(true);
});

test("most customers have none, one or two, and a later night has the same ones", () => {
  const [tonight, later] = [portfolioOn(TODAY, 140), portfolioOn(addDays(TODAY, 5), 140)];
  const counts = [];
  for (let number = 41; number <= 140; number += 1) {
    const ids = (on: typeof tonight) => on.tenantOf(on.customerAt(number)).supportRequests.map(({ id }) => id);
    const stillListed = tonight
      .tenantOf(tonight.customerAt(number))
      .supportRequests.filter((request) => daysBetween(request.openedOn, TODAY) < 55)
      .map(({ id }) => id);
    expect(ids(later)).toEqual(expect.arrayContaining(stillListed));
    counts.push(ids(tonight).length);
  }
  expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
});

test("some titles name a person", async () => {
  const titles = (await requestsOf("big")).map(({ title }) => title);
  expect(titles.some((title) => title.includes("Canary "))).toBe(true);
  expect(titles).toContain("Cannot sync OneDrive");
});

test.each(["?offset=-1", "?offset=some", "?size=0", "?size=1.5"])(
  "%s is refused in this service's own shape",
  async (query) => {
    const response = await asUser(pathOf("big", query));
    expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(await response.json()).toMatchObject({ status: 400, title: textLike(/./) });
  },
);
