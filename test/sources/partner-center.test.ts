import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { type PartnerCenter, partnerCenter } from "../../src/sources/partner-center.ts";
import { json, loopback } from "./loopback.ts";
import { partnerCenterThat } from "./partner-center-server.ts";

const AS_OF = Day.parse("2026-11-21");
const APPLICATION_REFUSED = "This resource can't be accessed by application credentials.";
const CUSTOMER = CustomerId.parse("46a62ece-10ad-42e5-b3f1-b2ed53e6fc08");

function customer(id: number) {
  return {
    id: `1b0c3a52-8f0e-4c55-9b51-${String(id).padStart(12, "0")}`,
    companyProfile: { companyName: `Customer ${id}`, domain: null },
    relationshipToPartner: "reseller",
  };
}

function page(ids: readonly number[], next: { uri: string; token: string } | null) {
  const headers = next === null ? [] : [{ key: "MS-ContinuationToken", value: next.token }];
  return { items: ids.map(customer), links: next === null ? {} : { next: { uri: next.uri, headers } } };
}

test("customers() follows links with and without version, with their headers, and yields each customer once", async () => {
  const answers = [
    page([1, 2], { uri: "/customers?seekOperation=Next", token: "one" }),
    page([2, 3], { uri: "/v1/customers?seekOperation=Next", token: "two" }),
    page([3, 4], null),
  ];
  await using center = await partnerCenterThat((response, _, nth) => json(response, 200, answers[nth]));
  const pages = await Array.fromAsync(center.source.customers());

  expect(pages.map((customers) => customers.map(({ name }) => name))).toEqual([
    ["Customer 1", "Customer 2"],
    ["Customer 3"],
    ["Customer 4"],
  ]);
  expect(center.asked().map(({ path, headers }) => [path, headers["ms-continuationtoken"]])).toEqual([
    ["/v1/customers?size=500", undefined],
    ["/v1/customers?seekOperation=Next", "one"],
    ["/v1/customers?seekOperation=Next", "two"],
  ]);
});

test("customers() gives each request an id of its own, and all of them one in common", async () => {
  const answers = [page([1], { uri: "/customers", token: "one" }), page([2], null)];
  await using center = await partnerCenterThat((response, _, nth) => json(response, 200, answers[nth]));
  await Array.fromAsync(center.source.customers());
  expect(center.asked().map(({ headers }) => [headers["ms-correlationid"], headers["ms-requestid"]])).toEqual([
    ["id-0", "id-1"],
    ["id-0", "id-2"],
  ]);
});

test.each([
  ["to another host", () => "https://evil.example/v1/customers", "links to another host"],
  ["to another port", (url: string) => url.replace(/\d+$/, "1"), "links to another host"],
  ["to no address", () => "customers", "links to no address"],
])("customers() follows no link %s", async (_, uri, why) => {
  await using center = await partnerCenterThat((response) =>
    json(response, 200, page([1], { uri: uri(center.url), token: "one" })),
  );
  await expect(Array.fromAsync(center.source.customers())).rejects.toMatchObject({
    reason: "unreadable",
    message: `Partner Center ${why}`,
  });
  expect(center.asked()).toHaveLength(1);
});

test("customers() does not go round in circles", async () => {
  await using center = await partnerCenterThat((response) =>
    json(response, 200, page([1], { uri: "/customers?seekOperation=Next", token: "the same" })),
  );
  await expect(Array.fromAsync(center.source.customers())).rejects.toMatchObject({
    message: "Partner Center links back to a page that was read",
  });
  expect(center.asked()).toHaveLength(2);
});

test("subscriptions() asks for one customer", async () => {
  await using center = await partnerCenterThat((response) => json(response, 200, { totalCount: 0, items: [] }));
  expect(await center.source.subscriptions(CUSTOMER)).toEqual([]);
  expect(center.asked()[0]?.path).toBe(`/v1/customers/${CUSTOMER}/subscriptions`);
});

test("subscriptions() asks for a token for this very service: each cloud has its own", async () => {
  await using center = await partnerCenterThat((response) => json(response, 200, { items: [] }));
  await center.source.subscriptions(CUSTOMER);
  expect(center.scopes()).toEqual([`${center.url}/.default`, null]);
});

test("subscriptions() says of a refusal by the partner's own tenant that our app registration is at fault", async () => {
  const error = { error: "unauthorized_client", error_description: "AADSTS700016: not found" };
  await using server = await loopback((response) => json(response, 400, error));
  const source = partnerCenter({
    url: server.url,
    loginUrl: server.url,
    tenantId: "our-tenant",
    clientId: "our-application",
    clientSecret: "our-secret",
    refreshToken: null,
    http: httpClient(),
  });
  const subscriptions = source.subscriptions(CUSTOMER);
  await expect(subscriptions).rejects.toMatchObject({ name: "SourceRefusal", reason: "failed" });
  await expect(subscriptions).rejects.toThrow("check PARTNER_CENTER_CLIENT_ID and PARTNER_TENANT_ID");
});

test("subscriptions() replaces a token that is not accepted, once", async () => {
  await using center = await partnerCenterThat((response, { headers }) =>
    headers.authorization === "Bearer token-0" ? json(response, 401, {}) : json(response, 200, { items: [] }),
  );
  expect(await center.source.subscriptions(CUSTOMER)).toEqual([]);
  expect(center.granted()).toBe(2);
});

test.each([
  [401, { code: 900420 }, "no_access", "the application has to be registered in Partner Center, for this API"],
  [403, { code: "20002" }, "no_access", "we sell nothing to this customer; check the reseller relationship"],
  [403, { code: 900308 }, "no_access", "the application needs the role of an admin agent"],
  [404, { code: 60003 }, "no_access", "Partner Center knows no such customer of ours"],
  [400, { code: 3000 }, "failed", "Partner Center answered 400, code 3000 for"],
  [302, null, "failed", "Partner Center answered 302 for"],
])("subscriptions() says of %i %j what to do", async (status, body, reason, what) => {
  await using center = await partnerCenterThat((response) => json(response, status, body));
  const subscriptions = center.source.subscriptions(CUSTOMER);
  await expect(subscriptions).rejects.toMatchObject({ name: "SourceRefusal", reason });
  await expect(subscriptions).rejects.toThrow(what);
});

test("serviceRequests() and analytics ask with a user's token, the others with the application's", async () => {
  await using center = await partnerCenterThat((response) => json(response, 200, { items: [] }));
  expect(center.source.hasUser).toBe(true);
  await center.source.subscriptions(CUSTOMER);
  await center.source.serviceRequests(CUSTOMER, AS_OF);
  expect(center.scopes()).toEqual([`${center.url}/.default`, null, `${center.url}/user_impersonation`, null]);
  expect(center.asked().map(({ headers }) => headers.authorization)).toEqual(["Bearer token-0", "Bearer token-1"]);
});

test.each([
  ["serviceRequests", (source: PartnerCenter) => source.serviceRequests(CUSTOMER, AS_OF)],
  ["customerAnalytics", (source: PartnerCenter) => source.customerAnalytics(CUSTOMER)],
  ["analyticsDeployment", (source: PartnerCenter) => Array.fromAsync(source.analyticsDeployment())],
  ["analyticsUsage", (source: PartnerCenter) => Array.fromAsync(source.analyticsUsage())],
])("%s() is not configured where nobody has signed in, and asks nothing", async (_, call) => {
  await using center = await partnerCenterThat((response) => json(response, 200, { items: [] }), null);
  expect(center.source.hasUser).toBe(false);
  await expect(call(center.source)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "not_configured",
    message:
      "PARTNER_CENTER_REFRESH_TOKEN is not set: Partner Center tells this to a user of the partner who signed in with MFA, and to no application alone",
  });
  expect(center.asked()).toEqual([]);
  expect(center.granted()).toBe(0);
});

test.each([
  [401, { code: 900421 }, "no_access", "the sign-in behind PARTNER_CENTER_REFRESH_TOKEN had no MFA"],
  [401, null, "no_access", "the user behind PARTNER_CENTER_REFRESH_TOKEN is not let in: sign in again with MFA"],
  [403, { code: "900150", description: APPLICATION_REFUSED }, "no_access", "(403, code 900150): only a user may ask"],
  [403, { title: "Forbidden", detail: APPLICATION_REFUSED }, "no_access", "(403): only a user may ask"],
  [403, { code: 900150, description: "The supplied role does not have the rights." }, "no_access", "admin agent"],
  [403, { code: 20002 }, "no_access", "we sell nothing to this customer"],
  [404, { status: 404 }, "no_access", "Partner Center knows no such customer of ours"],
  [400, { type: "about:blank", status: 400 }, "failed", "answered 400 for the service requests of customer"],
])("serviceRequests() says of %i %j what to do", async (status, body, reason, what) => {
  await using center = await partnerCenterThat((response) => json(response, status, body));
  const requests = center.source.serviceRequests(CUSTOMER, AS_OF);
  await expect(requests).rejects.toMatchObject({ name: "SourceRefusal", reason });
  await expect(requests).rejects.toThrow(what);
});
