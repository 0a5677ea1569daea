import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { CustomerId } from "../../src/domain/ids.ts";
import { graph } from "../../src/sources/graph.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { fixtureJson } from "./fixture.ts";
import { type Arrived, json, loopback, tokenAnswer } from "./loopback.ts";
import { activeUsersText, appsText } from "./report-text.ts";

const CUSTOMER = CustomerId.parse("46a62ece-10ad-42e5-b3f1-b2ed53e6fc08");
const PARTNER = "aaaaaaaa-0000-4000-8000-000000000001";

const ACTIVE_USERS = activeUsersText([{ exchange: "2026-11-20" }, { name: "bob@fabrikam.example" }]);
const APPS = appsText([{ name: "ada@fabrikam.example", lastActivity: "2026-11-18" }]);

type Answers = Readonly<{
  /** Answers what is asked of Graph; false where the ordinary answer will do. */
  asked?: (response: ServerResponse, request: Arrived, urls: Readonly<{ graph: string; files: string }>) => boolean;
  activeUsers?: string;
  apps?: string;
  downloadHosts?: readonly string[];
}>;

/** Sign-in and Graph on one server, report files on another one. */
async function graphThat({ asked, activeUsers = ACTIVE_USERS, apps = APPS, downloadHosts }: Answers) {
  let granted = 0;
  const files = await loopback((response, { path }) => response.end(path === "/users" ? activeUsers : apps));
  const server = await loopback((response, request) => {
    if (request.path.startsWith("/login")) return tokenAnswer(response, granted++);
    if (asked?.(response, request, { graph: server.url, files: files.url }) === true) return;
    const file = request.path.includes("getOffice365ActiveUserDetail") ? "users" : "apps";
    response.writeHead(302, { location: `${files.url}/${file}` }).end();
  });
  const source = graph({
    url: server.url,
    loginUrl: `${server.url}/login`,
    clientId: "our-application",
    clientSecret: "our-secret",
    partnerTenantId: PARTNER,
    downloadHosts: downloadHosts ?? [files.host],
    http: httpClient({ wait: () => Promise.resolve() }),
  });
  return {
    source,
    url: server.url,
    files,
    asked: () => server.arrived.filter(({ path }) => !path.startsWith("/login")),
    arrived: server.arrived,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await files[Symbol.asyncDispose]();
    },
  };
}

const isActiveUsers = ({ path }: Arrived) => path.includes("getOffice365ActiveUserDetail");
const isApps = ({ path }: Arrived) => path.includes("getM365AppUserDetail");

test("subscribedSkus() follows pages, with a token of the customer's own tenant for this very service", async () => {
  const body = fixtureJson("graph-skus-locked-out.json");
  await using service = await graphThat({
    asked(response, { path }, urls) {
      const next = path.endsWith("/subscribedSkus") && `${urls.graph}/v1.0/subscribedSkus?$skiptoken=2`;
      json(response, 200, { ...Object(body), ...(next && { "@odata.nextLink": next }) });
      return true;
    },
  });
  expect(await service.source.subscribedSkus(CUSTOMER)).toHaveLength(4);
  expect(service.arrived[0]?.path).toBe(`/login/${CUSTOMER}/oauth2/v2.0/token`);
  expect(new URLSearchParams(service.arrived[0]?.body).get("scope")).toBe(`${service.url}/.default`);
  expect(service.asked().map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ["/v1.0/subscribedSkus", "Bearer token-0"],
    ["/v1.0/subscribedSkus?$skiptoken=2", "Bearer token-0"],
  ]);
});

test("subscribedSkus() takes our token to no other host", async () => {
  await using service = await graphThat({
    asked(response, _, urls) {
      json(response, 200, { value: [], "@odata.nextLink": `${urls.files}/v1.0/subscribedSkus` });
      return true;
    },
  });
  await expect(service.source.subscribedSkus(CUSTOMER)).rejects.toMatchObject({
    reason: "unreadable",
    message: "Microsoft Graph links to another host",
  });
  expect(service.files.arrived).toEqual([]);
});

test("subscriptions() tells ours from those of others", async () => {
  await using service = await graphThat({
    asked(response) {
      json(response, 200, fixtureJson("graph-subscriptions-every-owner.json"));
      return true;
    },
  });
  const subscriptions = await service.source.subscriptions(CUSTOMER);
  expect(subscriptions.map(({ soldByUs }) => soldByUs)).toEqual([true, false, null, null, null]);
  expect(service.asked()[0]?.path).toBe("/v1.0/directory/subscriptions");
});

test.each([
  [
    403,
    { error: { code: "Authorization_RequestDenied" } },
    "no_access",
    "has to consent to LicenseAssignment.Read.All",
  ],
  [401, {}, "no_access", "has to consent to LicenseAssignment.Read.All"],
  [400, { error: { code: "BadRequest" } }, "failed", "answered 400, BadRequest for the products of customer"],
])("subscribedSkus() says of %i what to do", async (status, body, reason, what) => {
  await using service = await graphThat({
    asked(response) {
      json(response, status, body);
      return true;
    },
  });
  const skus = service.source.subscribedSkus(CUSTOMER);
  await expect(skus).rejects.toMatchObject({ name: "SourceRefusal", reason });
  await expect(skus).rejects.toThrow(what);
});

test("activity() joins both reports, and fetches them without our token", async () => {
  await using service = await graphThat({});
  const { activity, apps } = await service.source.activity(CUSTOMER, null);
  expect(apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(activity.workloads.officeApps?.users.paid?.[1]).toBe(1);
  expect(service.asked().map(({ path }) => decodeURIComponent(path))).toEqual([
    "/v1.0/reports/getM365AppUserDetail(period='D7')",
    "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')",
  ]);
  expect(service.files.arrived.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test.each([
  ["not the list's", () => "https://evil.example/users"],
  ["of another scheme", (files: string) => files.replace("http:", "ftp:")],
  ["with a password", (files: string) => files.replace("http://", "http://ada:secret@")],
  ["no address", () => "/users"],
])("activity() fetches nothing from an address that is %s", async (_, location) => {
  await using service = await graphThat({
    asked(response, _request, urls) {
      response.writeHead(302, { location: location(urls.files) }).end();
      return true;
    },
  });
  await expect(service.source.activity(CUSTOMER, null)).rejects.toMatchObject({
    reason: "unreadable",
    message: "Microsoft Graph sends us for a report to a host that is not in the list",
  });
  expect(service.files.arrived).toEqual([]);
});

test.each([
  ["127.0.0.*", false],
  ["127.0.0.1", false],
  ["127.0.0.1:*", true],
  ["*.0.0.1:*", true],
  ["*", false],
  ["127-0.0.1:*", false],
])("the pattern %s lets a host of this machine in: %s", async (pattern, isLetIn) => {
  await using service = await graphThat({ downloadHosts: ["reports*.office.com", pattern] });
  const [answer] = await Promise.allSettled([service.source.activity(CUSTOMER, null)]);
  expect(answer.status).toBe(isLetIn ? "fulfilled" : "rejected");
});

const NESTED = { error: { code: "UnknownError", message: JSON.stringify({ error: { code: "UnknownTenantId" } }) } };

test.each([
  ["404, unknown tenant", 404, { error: { code: "UnknownTenantId", message: "" } }, "source_not_ready"],
  ["404, unknown tenant inside another error", 404, NESTED, "source_not_ready"],
  ["404, anything else", 404, { error: { code: "ResourceNotFound" } }, "failed"],
  ["403", 403, { error: { code: "S2SUnauthorized", message: "Invalid permission." } }, "no_access"],
  ["200 instead of a redirect", 200, {}, "failed"],
])("activity() takes %s for what it is", async (_, status, body, reason) => {
  await using service = await graphThat({
    asked(response) {
      json(response, status, body);
      return true;
    },
  });
  await expect(service.source.activity(CUSTOMER, null)).rejects.toMatchObject({ name: "SourceRefusal", reason });
});

test.each([
  ["a header only", ACTIVE_USERS.slice(0, ACTIVE_USERS.indexOf("\r\n")), "source_not_ready"],
  ["a file that was cut off", ACTIVE_USERS.slice(0, -60), "unreadable"],
  ["a web page", "<html><body>Sorry</body></html>", "unreadable"],
  ["a web page with quotes in it", '<html lang="en"><body>Sorry</body></html>', "unreadable"],
])("activity() refuses %s", async (_, activeUsers, reason) => {
  await using service = await graphThat({ activeUsers });
  await expect(service.source.activity(CUSTOMER, null)).rejects.toMatchObject({ name: "SourceRefusal", reason });
});

test("activity() goes on without an Apps report that Microsoft refuses, and says why", async () => {
  await using service = await graphThat({
    asked(response, request) {
      if (!isApps(request)) return false;
      json(response, 403, { error: { code: "S2SUnauthorized" } });
      return true;
    },
  });
  const { activity, apps } = await service.source.activity(CUSTOMER, null);
  expect(apps).toMatchObject({ kind: "refused", reason: "no_access" });
  expect(Object.keys(activity.workloads)).toEqual(["exchange", "sharepoint", "teams", "yammer"]);
});

test("activity() goes on without an Apps report that cannot be read", async () => {
  await using service = await graphThat({ apps: "<html>" });
  const { apps } = await service.source.activity(CUSTOMER, null);
  expect(apps).toMatchObject({ kind: "refused", reason: "unreadable" });
});

test("activity() reads the active users again, alone, when only one report conceals its names", async () => {
  const concealed = appsText([{ name: "0A1B2C3D4E5F60718293A4B5C6D7E8F9", lastActivity: "2026-11-18" }]);
  await using service = await graphThat({ apps: concealed });
  const { activity, apps } = await service.source.activity(CUSTOMER, null);
  expect(apps).toMatchObject({ kind: "refused", reason: "unreadable" });
  expect(Object.keys(activity.workloads)).not.toContain("officeApps");
  expect(service.asked().filter(isActiveUsers)).toHaveLength(2);
});

test.each([
  ["the Apps report", isApps],
  ["the active users", isActiveUsers],
])("activity() passes a request for patience on, be it about %s", async (_, isMeant) => {
  await using service = await graphThat({
    asked(response, request) {
      if (!isMeant(request)) return false;
      json(response, 429, {}, { "retry-after": "30" });
      return true;
    },
  });
  await expect(service.source.activity(CUSTOMER, null)).rejects.toMatchObject({
    name: "SourceThrottled",
    retryAfterSeconds: 30,
  });
});

test("activity() asks again for a report that broke off on its way", async () => {
  let broken = false;
  await using files = await loopback((response) => {
    response.writeHead(200, { "content-length": String(Buffer.byteLength(ACTIVE_USERS)) });
    if (broken) return response.end(ACTIVE_USERS);
    broken = true;
    response.write(ACTIVE_USERS.slice(0, 400));
    return response.socket?.end();
  });
  await using service = await graphThat({
    downloadHosts: [files.host],
    asked(response, request) {
      if (isApps(request)) json(response, 403, {});
      else response.writeHead(302, { location: `${files.url}/users` }).end();
      return true;
    },
  });
  const { activity } = await service.source.activity(CUSTOMER, null);
  expect(activity.reports[0]).toMatchObject({ rows: 2, rowsUnreadable: 0 });
});
