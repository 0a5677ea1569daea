import { expect, test } from "vitest";
import { CustomerId } from "../../src/domain/ids.ts";
import { SourceRefusal } from "../../src/sources/source-refusal.ts";
import { fixtureJson } from "./fixture.ts";
import { type Answerer, json } from "./loopback.ts";
import { partnerCenterThat } from "./partner-center-server.ts";

const CUSTOMER = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");
const DEPLOYMENT = "/analytics/commercial/deployment/license";
const USAGE = "/analytics/commercial/usage/license";

/** Rows of one customer each: no two are alike. */
function rows(from: number, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    processedDateTime: "2026-11-15T00:00:00",
    customerTenantId: `1b0c3a52-8f0e-4c55-9b51-${String(from + index).padStart(12, "0")}`,
    productName: "PREMIUM",
    workloadCode: "EXO",
    licensesDeployed: 1,
    licensesSold: 2,
    licensesActive: 1,
    licensesQualified: 2,
  }));
}

const counts = async (pages: AsyncGenerator<readonly unknown[]>) =>
  (await Array.fromAsync(pages)).map(({ length }) => length);

test.each([
  ["absolute", (url: string) => `${url}/v1${DEPLOYMENT}?top=2&skip=2`, `/v1${DEPLOYMENT}?top=2&skip=2`],
  ["with the version", () => `/v1${DEPLOYMENT}?top=2&skip=2`, `/v1${DEPLOYMENT}?top=2&skip=2`],
  ["with the other version", () => `/partner/v1${DEPLOYMENT}?skip=2`, `/partner/v1${DEPLOYMENT}?skip=2`],
  ["without a version", () => `${DEPLOYMENT}?top=2&skip=2`, `/v1${DEPLOYMENT}?top=2&skip=2`],
  ["without a slash", () => `${DEPLOYMENT.slice(1)}?skip=2`, `/v1${DEPLOYMENT}?skip=2`],
])("analyticsDeployment() follows a link that is %s", async (_, link, path) => {
  await using center = await partnerCenterThat((response, __, nth) =>
    json(response, 200, {
      Value: rows(nth * 2, nth === 0 ? 2 : 1),
      "@nextLink": nth === 0 ? link(center.url) : null,
      TotalCount: 3,
    }),
  );
  expect(await counts(center.source.analyticsDeployment())).toEqual([2, 1]);
  expect(center.asked().map((asked) => asked.path)).toEqual([`/v1${DEPLOYMENT}?top=10000&skip=0`, path]);
});

test.each([
  ["another host", "https://evil.example/v1/analytics", "links to another host"],
  ["no address", "https://", "links to no address"],
  ["itself", `/v1${USAGE}?top=10000&skip=0`, "links back to a page that was read"],
])("analyticsUsage() follows no link to %s", async (_, nextLink, why) => {
  await using center = await partnerCenterThat((response) => json(response, 200, { value: rows(0, 1), nextLink }));
  await expect(counts(center.source.analyticsUsage())).rejects.toMatchObject({
    reason: "unreadable",
    message: `Partner Center ${why}`,
  });
  expect(center.asked()).toHaveLength(1);
});

test("analyticsUsage() takes a link that looks like another host's for a path of this one", async () => {
  await using center = await partnerCenterThat((response, _, nth) =>
    json(response, 200, { value: rows(nth, 1), nextLink: nth === 0 ? "//evil.example/v1" : null }),
  );
  expect(await counts(center.source.analyticsUsage())).toEqual([1, 1]);
  expect(center.asked()[1]?.path).toBe("/v1//evil.example/v1");
});

test("analyticsUsage() goes on by counting where there is no link and more was told of", async () => {
  const pages = [rows(0, 3), rows(3, 3), rows(6, 1)];
  await using center = await partnerCenterThat((response, _, nth) =>
    json(response, 200, { value: pages[nth], totalCount: 7 }),
  );
  expect(await counts(center.source.analyticsUsage())).toEqual([3, 3, 1]);
  expect(center.asked().map(({ path }) => path)).toEqual([0, 3, 6].map((skip) => `/v1${USAGE}?top=10000&skip=${skip}`));
});

test.each([
  ["neither a link nor a total says that it was the last", undefined],
  ["a total counts no more than the page", 10_000],
])("analyticsUsage() asks on after a full page where %s", async (_, totalCount) => {
  const pages = [rows(0, 10_000), []];
  await using center = await partnerCenterThat((response, __, nth) =>
    json(response, 200, { value: pages[nth], totalCount }),
  );
  expect(await counts(center.source.analyticsUsage())).toEqual([10_000, 0]);
  expect(center.asked()[1]?.path).toBe(`/v1${USAGE}?top=10000&skip=10000`);
});

test.each<[string, Answerer, string]>([
  [
    "breaks off",
    (response, _, nth) => json(response, 200, { Value: nth === 0 ? rows(0, 2) : [], TotalCount: 3 }),
    "gave fewer rows of the deployment of all customers than it told of",
  ],
  [
    "gives the same page whatever is asked for",
    (response) => json(response, 200, { Value: rows(0, 2), TotalCount: 5 }),
    "gave a page of the deployment of all customers twice",
  ],
])("analyticsDeployment() refuses an answer that %s: it would be taken for the whole", async (_, answer, why) => {
  await using center = await partnerCenterThat(answer);
  await expect(counts(center.source.analyticsDeployment())).rejects.toMatchObject({
    reason: "unreadable",
    message: `Partner Center ${why}`,
  });
  expect(center.asked()).toHaveLength(2);
});

test("analyticsDeployment() and analyticsUsage() refuse an empty answer: it is unavailable, not zero", async () => {
  await using center = await partnerCenterThat((response) => json(response, 200, { Value: [], TotalCount: 0 }));
  for (const [pages, what] of [
    [center.source.analyticsDeployment(), "deployment"],
    [center.source.analyticsUsage(), "usage"],
  ] as const) {
    await expect(counts(pages)).rejects.toMatchObject({
      name: "SourceRefusal",
      reason: "source_not_ready",
      message: nothingOf(what),
    });
  }
});

/** Answers under one prefix only. */
const under =
  (prefix: string): Answerer =>
  (response, { path }) =>
    path.startsWith(`${prefix}/analytics/`)
      ? json(response, 200, { Value: rows(0, 1), TotalCount: 1 })
      : json(response, 404, { code: 1000 });

test("analytics tries the other address once, and stays with the one that answers", async () => {
  await using center = await partnerCenterThat(under("/partner/v1"));
  expect(await center.source.analyticsProcessedOn()).toEqual({ deployment: "2026-11-15", usage: "2026-11-15" });
  await counts(center.source.analyticsDeployment());
  await counts(center.source.analyticsUsage());
  expect(center.asked().map(({ path }) => path)).toEqual([
    `/v1${DEPLOYMENT}?top=1&skip=0`,
    `/partner/v1${DEPLOYMENT}?top=1&skip=0`,
    `/partner/v1${USAGE}?top=1&skip=0`,
    `/partner/v1${DEPLOYMENT}?top=10000&skip=0`,
    `/partner/v1${USAGE}?top=10000&skip=0`,
  ]);
});

test("analyticsDeployment() finds the other address by itself, and goes on under it", async () => {
  await using center = await partnerCenterThat((response, { path }) => {
    if (!path.startsWith("/partner/v1/")) return json(response, 404, { code: 1000 });
    const isFirst = path.endsWith("skip=0");
    json(response, 200, { Value: rows(isFirst ? 0 : 2, 2), nextLink: isFirst ? `${DEPLOYMENT}?skip=2` : null });
  });
  expect(await counts(center.source.analyticsDeployment())).toEqual([2, 2]);
  expect(center.asked().at(-1)?.path).toBe(`/partner/v1${DEPLOYMENT}?skip=2`);
});

test("analytics returns to the first address when that answers again", async () => {
  let answer = under("/partner/v1");
  await using center = await partnerCenterThat((...call) => answer(...call));
  await center.source.analyticsProcessedOn();
  answer = under("/v1");
  await center.source.analyticsProcessedOn();
  expect(center.asked().at(-1)?.path).toBe(`/v1${USAGE}?top=1&skip=0`);
});

test("analytics that neither address knows is not there", async () => {
  await using center = await partnerCenterThat((response) => json(response, 404, { code: 1000 }));
  expect(await center.source.analyticsProcessedOn()).toMatchObject({
    deployment: {
      reason: "source_not_ready",
      message: "Partner Center has no call (404) for the deployment of all customers",
    },
    usage: { reason: "source_not_ready", message: "Partner Center has no call (404) for the usage of all customers" },
  });
  expect(center.asked().map(({ path }) => path)).toEqual([
    `/v1${DEPLOYMENT}?top=1&skip=0`,
    `/partner/v1${DEPLOYMENT}?top=1&skip=0`,
    `/v1${USAGE}?top=1&skip=0`,
    `/partner/v1${USAGE}?top=1&skip=0`,
  ]);
});

test("analyticsUsage() says of a refusal what to do", async () => {
  await using center = await partnerCenterThat((response) => json(response, 403, { code: 900150 }));
  await expect(counts(center.source.analyticsUsage())).rejects.toMatchObject({
    reason: "no_access",
    message:
      "Partner Center refuses the usage of all customers (403, code 900150): the user behind PARTNER_CENTER_REFRESH_TOKEN needs the role of an admin agent",
  });
});

/** The one half as ever, and of the other what is given. */
const withHalf =
  (path: string, status: number, body: unknown): Answerer =>
  (response, asked) =>
    asked.path.includes(path)
      ? json(response, status, body)
      : json(response, 200, { Value: rows(0, 1), TotalCount: 1 });

test.each([
  ["there is no row", 200, { Value: [] }],
  ["it is refused", 403, { code: 900150 }],
  ["there is no such call", 404, { code: 1000 }],
  ["it is of another shape", 200, { items: [] }],
])(
  "analyticsProcessedOn() has no day of a half where %s, and the other half's all the same",
  async (_, status, body) => {
    await using first = await partnerCenterThat(withHalf(DEPLOYMENT, status, body));
    const withoutDeployment = await first.source.analyticsProcessedOn();
    expect(withoutDeployment.deployment).toBeInstanceOf(SourceRefusal);
    expect(withoutDeployment.usage).toBe("2026-11-15");
    await using second = await partnerCenterThat(withHalf(USAGE, status, body));
    const withoutUsage = await second.source.analyticsProcessedOn();
    expect(withoutUsage.deployment).toBe("2026-11-15");
    expect(withoutUsage.usage).toBeInstanceOf(SourceRefusal);
  },
);

const nothingOf = (figure: string) =>
  `Partner Center answered without a row for the ${figure} of all customers: unavailable, not zero`;

test("analyticsProcessedOn() says of an empty half that it is not there, and not zero", async () => {
  await using center = await partnerCenterThat((response) => json(response, 200, { Value: [] }));
  expect(await center.source.analyticsProcessedOn()).toMatchObject({
    deployment: { reason: "source_not_ready", message: nothingOf("deployment") },
    usage: { reason: "source_not_ready", message: nothingOf("usage") },
  });
});

test("analyticsProcessedOn() passes a request for patience on", async () => {
  await using center = await partnerCenterThat((response, { path }) =>
    path.includes(USAGE) ? json(response, 429, {}, { "retry-after": "9" }) : json(response, 200, { Value: rows(0, 1) }),
  );
  await expect(center.source.analyticsProcessedOn()).rejects.toMatchObject({ retryAfterSeconds: 9 });
});

const OLDER = fixtureJson("customer-deployment-older.json");
const OLDER_USAGE = fixtureJson("customer-usage-older.json");
const EMPTY = { totalCount: 0, items: [] };

type Said = Readonly<{ status: number; body: unknown }>;
const said = (body: unknown, status = 200): Said => ({ status, body });

const olderCalls =
  (deployment: Said, usage: Said): Answerer =>
  (response, { path }) => {
    const { status, body } = path.endsWith("/usage") ? usage : deployment;
    json(response, status, body);
  };

test("customerAnalytics() has both halves of one customer", async () => {
  await using center = await partnerCenterThat(olderCalls(said(OLDER), said(OLDER_USAGE)));
  expect(await center.source.customerAnalytics(CUSTOMER)).toEqual({
    deployment: {
      asOf: "2026-11-14",
      products: [{ skuId: null, name: "EXCHANGE ONLINE (PLAN 1)", asOf: "2026-11-14", deployed: 6, sold: 8 }],
    },
    usage: {
      asOf: "2026-11-09",
      workloads: [
        { workload: "exchange", asOf: "2026-11-09", active: 17, qualified: 20 },
        { workload: "other:crm/SharePoint", asOf: "2026-11-09", active: 5, qualified: 20 },
      ],
    },
  });
  expect(center.asked().map(({ path }) => path)).toEqual([
    `/v1/customers/${CUSTOMER}/analytics/licenses/deployment`,
    `/v1/customers/${CUSTOMER}/analytics/licenses/usage`,
  ]);
});

test.each([
  ["empty", said(EMPTY)],
  ["refused", said({ code: 900308 }, 403)],
  ["not there", said({ code: 1000 }, 404)],
])("customerAnalytics() has one half where the other is %s", async (_, absent) => {
  await using first = await partnerCenterThat(olderCalls(absent, said(OLDER_USAGE)));
  expect(await first.source.customerAnalytics(CUSTOMER)).toMatchObject({
    deployment: null,
    usage: { asOf: "2026-11-09" },
  });
  await using second = await partnerCenterThat(olderCalls(said(OLDER), absent));
  expect(await second.source.customerAnalytics(CUSTOMER)).toMatchObject({
    deployment: { asOf: "2026-11-14" },
    usage: null,
  });
});

const REFUSED = said({ code: 900308 }, 403);

test.each([
  ["both empty", said(EMPTY), said(EMPTY), "source_not_ready", "unavailable, not zero"],
  ["one empty and one refused", said(EMPTY), REFUSED, "no_access", "code 900308"],
  ["both refused", REFUSED, said({ code: 60003 }, 404), "no_access", "code 900308"],
])("customerAnalytics() refuses with %s", async (_, deployment, usage, reason, words) => {
  await using center = await partnerCenterThat(olderCalls(deployment, usage));
  const analytics = center.source.customerAnalytics(CUSTOMER);
  await expect(analytics).rejects.toMatchObject({ name: "SourceRefusal", reason });
  await expect(analytics).rejects.toThrow(words);
});

test.each([
  ["a list of another shape", said({ Value: [] }), "items"],
  ["rows of another shape", said({ items: [{ licensesDeployed: 1 }] }), "processedDateTime"],
])("customerAnalytics() is loud about %s, though the other half is there", async (_, deployment, member) => {
  await using center = await partnerCenterThat(olderCalls(deployment, said(OLDER_USAGE)));
  await expect(center.source.customerAnalytics(CUSTOMER)).rejects.toMatchObject({
    reason: "unreadable",
    message: `Partner Center answered something else than expected in ${member}`,
  });
});

test("customerAnalytics() passes a request for patience on", async () => {
  await using center = await partnerCenterThat((response) => json(response, 429, {}, { "retry-after": "9" }));
  await expect(center.source.customerAnalytics(CUSTOMER)).rejects.toMatchObject({ retryAfterSeconds: 9 });
});
