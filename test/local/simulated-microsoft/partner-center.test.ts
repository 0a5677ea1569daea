import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { callerOf, Collection, jsonOf, rawText, textLike, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { partnerCenter } = callerOf(microsoft);
const { portfolio } = microsoft;

const ListedCustomer = z.object({
  id: z.string(),
  relationshipToPartner: z.string(),
  companyProfile: z.object({ companyName: z.string(), domain: z.string(), tenantId: z.string() }),
});

async function customerPages() {
  const pages = [];
  let next: z.output<typeof Collection>["links"]["next"] = { uri: "/customers?size=500", headers: [] };
  while (next) {
    const headers = Object.fromEntries(next.headers.map(({ key, value }) => [key, value]));
    const page = Collection.parse(jsonOf(await rawText(await partnerCenter(next.uri, headers))));
    pages.push(page);
    ({ next } = page.links);
  }
  return pages;
}

async function salesOf(title: string) {
  const response = await partnerCenter(`/customers/${portfolio.named(title).id}/subscriptions`);
  return Collection.parse(jsonOf(await rawText(response))).items;
}

test("40 customers come in three pages, one of them twice, and each page counts itself", async () => {
  const pages = await customerPages();
  expect(pages.map((page) => page.totalCount)).toEqual([15, 15, 11]);

  const listed = pages.flatMap((page) => page.items.map((item) => ListedCustomer.parse(item)));
  const ids = listed.map((customer) => customer.id.toLowerCase());
  const expected = [...portfolio.customers()].map((customer) => customer.id);
  expect(ids.toSpliced(15, 1)).toEqual(expected);
  expect(ids[15]).toBe(ids[14]);
  expect(listed.filter((customer) => customer.id !== customer.id.toLowerCase()).length).toBeGreaterThan(10);
});

test("one customer is advised only, all others are resold to", async () => {
  const listed = (await customerPages()).flatMap((page) => page.items.map((item) => ListedCustomer.parse(item)));
  const advised = listed.filter((customer) => customer.relationshipToPartner !== "reseller");
  expect(advised).toMatchObject([
    { relationshipToPartner: "advisor", companyProfile: { tenantId: portfolio.named("advisor").id } },
  ]);
});

test("the next page wants the header that its link names", async () => {
  const response = await partnerCenter("/customers?size=15&seekOperation=Next");
  expect(response.status).toBe(400);
});

test("a smaller page is given, a larger one is not", async () => {
  const small = Collection.parse(jsonOf(await rawText(await partnerCenter("/customers?size=4"))));
  const bare = Collection.parse(jsonOf(await rawText(await partnerCenter("/customers"))));
  expect([small.items.length, bare.items.length]).toEqual([4, 15]);
});

test("lists of customers begin with a byte order mark; of subscriptions, those of even customers do", async () => {
  const marks = [
    "/customers",
    `/customers/${portfolio.customerAt(1).id}/subscriptions`,
    `/customers/${portfolio.customerAt(2).id}/subscriptions`,
  ].map(async (path) => (await rawText(await partnerCenter(path))).startsWith("\uFEFF"));
  expect(await Promise.all(marks)).toEqual([true, false, true]);
});

test("names are awkward where the portfolio says so", async () => {
  const listed = (await customerPages()).flatMap((page) => page.items.map((item) => ListedCustomer.parse(item)));
  const nameOf = (title: string) =>
    listed.find((customer) => customer.id.toLowerCase() === portfolio.named(title).id)?.companyProfile.companyName;
  expect(nameOf("formula-name")).toMatch(/^=/);
  expect(nameOf("emoji-name")).toMatch(/\p{Emoji_Presentation}/u);
  expect(nameOf("right-to-left-name")).toMatch(/^\p{Script=Arabic}/u);
  expect(nameOf("long-name")).toHaveLength(300);
});

test("every sale of every customer is on the wire, and no other", async () => {
  for (const customer of portfolio.customers()) {
    if (customer.oddity.wire.subscriptions !== "answered") continue;
    const written = await salesOf(customer.oddity.title);
    const { sales } = portfolio.tenantOf(customer);
    expect(written.map((row) => [String(row["id"]).toLowerCase(), row["offerName"], Number(row["quantity"])])).toEqual(
      sales.map((sale) => [sale.id, sale.offerName, sale.quantity]),
    );
  }
});

test("legacy sales have upper-case ids, no product type and 7 digits of fraction", async () => {
  for (const row of await salesOf("formula-name")) {
    expect(row).toMatchObject({
      id: textLike(/^[0-9A-F-]{36}$/),
      commitmentEndDate: textLike(/\.\d{7}Z$/),
      attributes: { etag: textLike(/./) },
    });
    expect(row).not.toHaveProperty("productType");
  }
});

test("Azure by usage has a quantity of 1 and ends in 9999; an add-on names what it adds to", async () => {
  const sales = await salesOf("emoji-name");
  expect(sales).toContainEqual(
    expect.objectContaining({
      unitType: "Usage-based",
      billingType: "usage",
      quantity: 1,
      commitmentEndDate: "9999-12-14T00:00:00Z",
    }),
  );
  expect(sales).toContainEqual(expect.objectContaining({ parentSubscriptionId: sales[0]?.["id"] }));
});

test("every state of a sale occurs, and a trial", async () => {
  const sales = await salesOf("right-to-left-name");
  expect(new Set(sales.map((row) => row["status"]))).toEqual(
    new Set(["active", "suspended", "expired", "disabled", "deleted", "pending"]),
  );
  expect(sales.filter((row) => row["isTrial"] === true)).toHaveLength(1);
});

test("types are loose in one customer's books", async () => {
  const [quantity, integer, unknown] = await salesOf("long-name");
  expect(quantity?.["quantity"]).toBe("20");
  expect(integer?.["status"]).toBe(1);
  expect(unknown?.["status"]).toBe("awaiting_activation");
});

test.each([
  ["relationship-ended", 403, "20002"],
  ["subscriptions-not-found", 404, 60003],
])("%s is refused with %i", async (title, status, code) => {
  const response = await partnerCenter(`/customers/${portfolio.named(title).id}/subscriptions`);
  expect(response.status).toBe(status);
  expect(jsonOf(await rawText(response))).toMatchObject({ code });
});

test("the gateway throttles once, in its own shape", async () => {
  const path = `/customers/${portfolio.named("busy").id}/subscriptions`;
  const throttled = await partnerCenter(path);
  expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await throttled.json()).toMatchObject({ statusCode: 429, message: textLike(/1 seconds/) });
  expect((await partnerCenter(path)).status).toBe(200);
});

test.each([
  ["/customers/not-a-guid/subscriptions", 400],
  [`/customers/${crypto.randomUUID()}/subscriptions`, 404],
  ["/nothing", 404],
])("%s answers %i", async (path, status) => {
  expect((await partnerCenter(path)).status).toBe(status);
});
