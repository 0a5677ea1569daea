import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId, SkuId } from "../../src/domain/ids.ts";
import type { TenantSku } from "../../src/domain/licences.ts";
import { type ActivityBackground, type Graph, graph, plansBySku } from "../../src/sources/graph.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { fixtureJson } from "./fixture.ts";
import { type Arrived, json, loopback, tokenAnswer } from "./loopback.ts";
import { BUSINESS_PREMIUM } from "./make-directory.ts";
import { activeUsersText, appsText, copilotText } from "./report-text.ts";

const CUSTOMER = CustomerId.parse("46a62ece-10ad-42e5-b3f1-b2ed53e6fc08");
const PARTNER = "aaaaaaaa-0000-4000-8000-000000000001";

const ADA = "ada@fabrikam.example";
const BOB = "bob@fabrikam.example";
const CONCEALED = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";

const ACTIVE_USERS = activeUsersText([{ name: ADA, exchange: "2026-11-20" }, { name: BOB }]);
const APPS = appsText([{ name: ADA, lastActivity: "2026-11-18" }]);
const COPILOT = copilotText([{ name: BOB, lastActivity: "2026-11-17" }]);

const userRow = (name: string, licences: readonly string[] = [BUSINESS_PREMIUM]) => ({
  userPrincipalName: name,
  accountEnabled: true,
  userType: "Member",
  assignedLicenses: licences.map((skuId) => ({ skuId, disabledPlans: [] })),
});

type Answers = Readonly<{
  /** Answers what is asked of Graph; false where the ordinary answer will do. */
  asked?: (response: ServerResponse, request: Arrived, urls: Readonly<{ graph: string; files: string }>) => boolean;
  activeUsers?: string;
  apps?: string;
  copilot?: string;
  downloadHosts?: readonly string[];
}>;

/** Sign-in and Graph on one server, report files on another one. Names are in clear, and the directory knows them. */
async function graphThat({
  asked,
  activeUsers = ACTIVE_USERS,
  apps = APPS,
  copilot = COPILOT,
  downloadHosts,
}: Answers = {}) {
  let granted = 0;
  const files = await loopback((response, { path }) => response.end(path === "/users" ? activeUsers : apps));
  const server = await loopback((response, request) => {
    if (request.path.startsWith("/login")) return tokenAnswer(response, granted++);
    if (asked?.(response, request, { graph: server.url, files: files.url }) === true) return;
    if (isSetting(request)) return json(response, 200, { value: { displayConcealedNames: false } });
    if (isUsers(request)) return json(response, 200, { value: [userRow(ADA), userRow(BOB, [])] });
    if (isCopilot(request)) return response.end(copilot);
    response.writeHead(302, { location: `${files.url}/${isActiveUsers(request) ? "users" : "apps"}` }).end();
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
const isCopilot = ({ path }: Arrived) => path.includes("getMicrosoft365CopilotUsageUserDetail");
const isSetting = ({ path }: Arrived) => path === "/v1.0/admin/reportSettings";
const isUsers = ({ path }: Arrived) => path.startsWith("/v1.0/users?");

/** Answers what is meant with this status and body, and lets the rest go its ordinary way. */
const answering =
  (isMeant: (request: Arrived) => boolean, status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse, request: Arrived): boolean => {
    if (!isMeant(request)) return false;
    json(response, status, body, headers);
    return true;
  };

const activityOf = (source: Graph, background: Partial<ActivityBackground> = {}) =>
  source.activity(CUSTOMER, { licences: null, plans: new Map(), isCopilotSold: true, ...background });

const pathsOf = (requests: readonly Arrived[]) => requests.map(({ path }) => decodeURIComponent(path));

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

test("activity() joins all there is, and takes our token to nobody who sends a file", async () => {
  await using service = await graphThat();
  const { activity, apps, copilot, directory } = await activityOf(service.source);
  expect(apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(copilot).toEqual({ kind: "kept", asOf: "2026-11-18" });
  expect(directory).toEqual({ kind: "kept", asOf: "2026-11-20" });
  expect(activity.workloads.officeApps?.users.paid?.[1]).toBe(1);
  expect(activity.workloads.copilot?.users.unlicensed?.[1]).toBe(1);
  expect(activity.directory).toMatchObject({ users: 2, joined: 2, unlisted: 0 });
  expect(activity.namesSetting).toBe("clear");
  expect(pathsOf(service.asked())).toEqual([
    "/v1.0/admin/reportSettings",
    "/v1.0/reports/getM365AppUserDetail(period='D7')",
    "/v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D28',version='v2')",
    "/v1.0/users?$select=id,userPrincipalName,accountEnabled,userType,assignedLicenses&$top=999",
    "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')",
  ]);
  expect(new Set(service.asked().map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer token-0"]));
  expect(service.files.arrived.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test("activity() takes any report that is answered at once, and the Copilot report from a download", async () => {
  await using files = await loopback((response) => response.end(COPILOT));
  await using service = await graphThat({
    downloadHosts: [files.host],
    asked(response, request) {
      if (isCopilot(request)) response.writeHead(302, { location: `${files.url}/copilot` }).end();
      if (isActiveUsers(request)) response.end(ACTIVE_USERS);
      if (isApps(request)) response.end(APPS);
      return isCopilot(request) || isActiveUsers(request) || isApps(request);
    },
  });
  const { activity, apps, copilot } = await activityOf(service.source);
  expect(activity.reports.map(({ report }) => report)).toEqual(["activeUsers", "apps", "copilot"]);
  expect([apps.kind, copilot.kind]).toEqual(["kept", "kept"]);
  expect(files.arrived.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test("activity() uses the plans of the tenant's products", async () => {
  const licences = {
    asOf: Day.parse("2026-11-20"),
    ownSeatsUnmatched: null,
    products: [
      {
        skuId: BUSINESS_PREMIUM,
        name: null,
        partNumber: null,
        appliesTo: "user" as const,
        seats: { active: 5, grace: 0, suspended: 0, trial: 0 },
        own: null,
        trialLapsed: 0,
        assigned: 1,
        workloads: ["exchange" as const],
        renewsOn: null,
      },
    ],
  };
  const [standard, enterprise] = ["9aaf7827-d63c-4b61-89c3-182f06f82e5c", "efb87545-963c-4e0d-99df-69c6916d9eb0"];
  const user = {
    ...userRow(ADA),
    assignedLicenses: [{ skuId: BUSINESS_PREMIUM, disabledPlans: [standard] }],
  };
  await using service = await graphThat({ asked: answering(isUsers, 200, { value: [user, userRow(BOB, [])] }) });
  const standings = async (plans: ActivityBackground["plans"]) =>
    Object.keys((await activityOf(service.source, { licences, plans })).activity.workloads.exchange?.users ?? {});
  expect(await standings(new Map([[BUSINESS_PREMIUM, [standard, enterprise]]]))).toEqual(["paid"]);
  expect(await standings(new Map([[BUSINESS_PREMIUM, [standard]]]))).toEqual(["unlicensed"]);
});

test("activity() does not ask for Copilot where none is sold", async () => {
  await using service = await graphThat();
  const { activity, copilot } = await activityOf(service.source, { isCopilotSold: false });
  expect(copilot).toMatchObject({ kind: "refused", reason: "not_configured" });
  expect(Object.keys(activity.workloads)).not.toContain("copilot");
  expect(service.asked().some(isCopilot)).toBe(false);
});

test.each([400, 404])(
  "activity() asks for the first version of the Copilot report where the second is a %i",
  async (status) => {
    await using service = await graphThat({
      asked: answering(({ path }) => path.includes("version="), status, { error: { code: "InvalidArgument" } }),
    });
    const { copilot } = await activityOf(service.source);
    expect(copilot).toEqual({ kind: "kept", asOf: "2026-11-18" });
    expect(pathsOf(service.asked().filter(isCopilot)).at(-1)).toBe(
      "/v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D7')",
    );
  },
);

test.each([
  [
    "in both versions",
    404,
    { error: { code: "UnknownTenantId" } },
    2,
    "source_not_ready",
    "has no usage reports of customer",
  ],
  ["to us", 403, { error: { code: "S2SUnauthorized" } }, 1, "no_access", "has to consent to Reports.Read.All"],
] as const)(
  "activity() goes on without a Copilot report that is refused %s",
  async (_, status, body, times, reason, what) => {
    await using service = await graphThat({ asked: answering(isCopilot, status, body) });
    const { activity, copilot, directory } = await activityOf(service.source);
    expect(copilot).toMatchObject({ kind: "refused", reason });
    expect(JSON.stringify(copilot)).toContain(what);
    expect(service.asked().filter(isCopilot)).toHaveLength(times);
    expect(Object.keys(activity.workloads)).toEqual(["exchange", "sharepoint", "teams", "yammer", "officeApps"]);
    expect(directory.kind).toBe("kept");
  },
);

test("activity() takes a Copilot report without rows for one that is not ready", async () => {
  await using service = await graphThat({ copilot: copilotText([]) });
  const { copilot } = await activityOf(service.source);
  expect(copilot).toMatchObject({ kind: "refused", reason: "source_not_ready" });
});

const NAMES_CONCEALED = "Names are concealed in the reports, so users cannot be joined to the directory";
const NAMES_NOT_KNOWN = `It is not known whether the reports conceal names, so users are not joined to the directory: Microsoft Graph refuses the report settings of customer ${CUSTOMER} (403, Authorization_RequestDenied): its administrator has to consent to ReportSettings.Read.All`;
const SETTING_CONCEALED = answering(isSetting, 200, { displayConcealedNames: true });
const SETTING_REFUSED = answering(isSetting, 403, { error: { code: "Authorization_RequestDenied" } });
const APPS_CONCEALED = appsText([{ name: CONCEALED, lastActivity: "2026-11-18" }]);

const APPS_REFUSED = answering(isApps, 403, {});

test.each<[string, Answers, string | null, string]>([
  ["the setting says that names are concealed", { asked: SETTING_CONCEALED }, "concealed", NAMES_CONCEALED],
  [
    "the setting is refused, and the Apps report conceals names",
    { asked: SETTING_REFUSED, apps: APPS_CONCEALED },
    null,
    NAMES_CONCEALED,
  ],
  [
    "both are refused",
    { asked: (response, request) => SETTING_REFUSED(response, request) || APPS_REFUSED(response, request) },
    null,
    NAMES_NOT_KNOWN,
  ],
])("activity() does not ask for users where %s", async (_, answers, namesSetting, why) => {
  await using service = await graphThat(answers);
  const { activity, directory } = await activityOf(service.source);
  expect(directory).toEqual({ kind: "refused", reason: "not_configured", detail: why });
  expect(service.asked().some(isUsers)).toBe(false);
  expect(activity.namesSetting).toBe(namesSetting);
});

test.each<[string, Answers, string | null]>([
  ["the setting says that names are in clear, and the Apps report lags behind it", { apps: APPS_CONCEALED }, "clear"],
  ["the setting is refused, and the Apps report has names in clear", { asked: SETTING_REFUSED }, null],
  [
    "the setting cannot be read, and the Apps report has names in clear",
    { asked: answering(isSetting, 200, {}) },
    null,
  ],
])("activity() asks for users where %s", async (_, answers, namesSetting) => {
  await using service = await graphThat(answers);
  const { activity, directory } = await activityOf(service.source);
  expect(directory).toEqual({ kind: "kept", asOf: "2026-11-20" });
  expect(activity.namesSetting).toBe(namesSetting);
});

test("activity() follows the pages of the directory", async () => {
  await using service = await graphThat({
    asked(response, request, urls) {
      if (!isUsers(request)) return false;
      const isFirst = !request.path.includes("skiptoken");
      json(response, 200, {
        value: [isFirst ? userRow(ADA) : userRow(BOB, [])],
        ...(isFirst && { "@odata.nextLink": `${urls.graph}/v1.0/users?$skiptoken=2` }),
      });
      return true;
    },
  });
  const { activity } = await activityOf(service.source);
  expect(activity.directory).toMatchObject({ users: 2, joined: 2 });
});

test.each([401, 403])("activity() goes on without a directory that is refused: %i", async (status) => {
  await using service = await graphThat({ asked: answering(isUsers, status, {}) });
  const { activity, directory } = await activityOf(service.source);
  expect(directory).toMatchObject({ kind: "refused", reason: "no_access" });
  expect(JSON.stringify(directory)).toContain("has to consent to User.Read.All");
  expect(activity.directory).toBeNull();
  expect(activity.workloads.exchange?.users.paid?.[0]).toBe(1);
});

test("activity() reads the active users again, without a directory, where names are concealed after all", async () => {
  const activeUsers = activeUsersText([{ name: CONCEALED, exchange: "2026-11-20" }]);
  await using service = await graphThat({ activeUsers });
  const { activity, directory } = await activityOf(service.source);
  expect(directory).toMatchObject({ kind: "refused", reason: "unreadable" });
  expect(activity.directory).toBeNull();
  expect(service.asked().filter(isActiveUsers)).toHaveLength(2);
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
  await expect(activityOf(service.source)).rejects.toMatchObject({
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
  const [answer] = await Promise.allSettled([activityOf(service.source)]);
  expect(answer.status).toBe(isLetIn ? "fulfilled" : "rejected");
});

const NESTED = { error: { code: "UnknownError", message: JSON.stringify({ error: { code: "UnknownTenantId" } }) } };

test.each([
  ["404, unknown tenant", 404, { error: { code: "UnknownTenantId", message: "" } }, "source_not_ready"],
  ["404, unknown tenant inside another error", 404, NESTED, "source_not_ready"],
  ["404, anything else", 404, { error: { code: "ResourceNotFound" } }, "failed"],
  ["403", 403, { error: { code: "S2SUnauthorized", message: "Invalid permission." } }, "no_access"],
  ["JSON instead of a file", 200, {}, "unreadable"],
])("activity() takes %s for what it is", async (_, status, body, reason) => {
  await using service = await graphThat({
    asked(response) {
      json(response, status, body);
      return true;
    },
  });
  await expect(activityOf(service.source)).rejects.toMatchObject({ name: "SourceRefusal", reason });
});

test.each([
  ["a header only", ACTIVE_USERS.slice(0, ACTIVE_USERS.indexOf("\r\n")), "source_not_ready"],
  ["a file that was cut off", ACTIVE_USERS.slice(0, -60), "unreadable"],
  ["a web page", "<html><body>Sorry</body></html>", "unreadable"],
  ["a web page with quotes in it", '<html lang="en"><body>Sorry</body></html>', "unreadable"],
])("activity() refuses %s", async (_, activeUsers, reason) => {
  await using service = await graphThat({ activeUsers });
  await expect(activityOf(service.source)).rejects.toMatchObject({ name: "SourceRefusal", reason });
});

test("activity() goes on without an Apps report that Microsoft refuses, and says why", async () => {
  await using service = await graphThat({ asked: answering(isApps, 403, { error: { code: "S2SUnauthorized" } }) });
  const { activity, apps } = await activityOf(service.source);
  expect(apps).toMatchObject({ kind: "refused", reason: "no_access" });
  expect(Object.keys(activity.workloads)).toEqual(["exchange", "sharepoint", "teams", "yammer", "copilot"]);
});

test("activity() goes on without an Apps report that cannot be read", async () => {
  await using service = await graphThat({ apps: "<html>" });
  const { apps } = await activityOf(service.source);
  expect(apps).toMatchObject({ kind: "refused", reason: "unreadable" });
});

test("activity() reads the active users again, alone, when only one report conceals its names", async () => {
  await using service = await graphThat({ apps: APPS_CONCEALED });
  const { activity, apps } = await activityOf(service.source);
  expect(apps).toMatchObject({ kind: "refused", reason: "unreadable" });
  expect(Object.keys(activity.workloads)).not.toContain("officeApps");
  expect(service.asked().filter(isActiveUsers)).toHaveLength(2);
});

test.each([
  ["the setting", isSetting],
  ["the Apps report", isApps],
  ["the Copilot report", isCopilot],
  ["the directory", isUsers],
  ["the active users", isActiveUsers],
])("activity() passes a request for patience on, be it about %s", async (_, isMeant) => {
  await using service = await graphThat({ asked: answering(isMeant, 429, {}, { "retry-after": "30" }) });
  await expect(activityOf(service.source)).rejects.toMatchObject({
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
      if (!isActiveUsers(request)) return false;
      response.writeHead(302, { location: `${files.url}/users` }).end();
      return true;
    },
  });
  const { activity } = await activityOf(service.source);
  expect(activity.reports[0]).toMatchObject({ rows: 2, rowsUnreadable: 0 });
});

const DAY = Day.parse("2026-11-20");

test("activeOnDay() counts the users of one day, without a join, and downloads without our token", async () => {
  await using service = await graphThat();
  expect(await service.source.activeOnDay(CUSTOMER, DAY)).toEqual({
    day: DAY,
    any: 1,
    workloads: { exchange: 1, sharepoint: 0, teams: 0, yammer: 0 },
  });
  expect(pathsOf(service.asked())).toEqual(["/v1.0/reports/getOffice365ActiveUserDetail(date=2026-11-20)"]);
  expect(service.files.arrived.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

const OUT_OF_REACH = { code: "InvalidArgument", message: "Only support data for the past 28 days." };

test.each([
  [
    "400, a day out of reach",
    400,
    { error: OUT_OF_REACH },
    "source_not_ready",
    "do not reach to 2026-11-20 (400, InvalidArgument)",
  ],
  [
    "400, a day out of reach inside another error",
    400,
    { error: { code: "UnknownError", message: JSON.stringify({ error: OUT_OF_REACH }) } },
    "source_not_ready",
    "do not reach to 2026-11-20",
  ],
  ["400, anything else", 400, { error: { code: "BadRequest" } }, "failed", "answered 400, BadRequest"],
  ["404, unknown tenant", 404, NESTED, "source_not_ready", "has no usage reports of customer"],
  ["403", 403, {}, "no_access", "has to consent to Reports.Read.All"],
] as const)("activeOnDay() takes %s for what it is", async (_, status, body, reason, what) => {
  await using service = await graphThat({ asked: answering(isActiveUsers, status, body) });
  const daily = service.source.activeOnDay(CUSTOMER, DAY);
  await expect(daily).rejects.toMatchObject({ name: "SourceRefusal", reason });
  await expect(daily).rejects.toThrow(what);
});

test.each([
  ["a header only: that is not zero", activeUsersText([]), "source_not_ready"],
  ["a report of another day", activeUsersText([{ refreshed: "2026-11-18" }]), "unreadable"],
])("activeOnDay() refuses %s", async (_, activeUsers, reason) => {
  await using service = await graphThat({ activeUsers });
  await expect(service.source.activeOnDay(CUSTOMER, DAY)).rejects.toMatchObject({ name: "SourceRefusal", reason });
});

const sku = (skuId: SkuId, ...planIds: readonly string[]): TenantSku => ({
  skuId,
  name: null,
  partNumber: null,
  appliesTo: "user",
  units: { enabled: 1, warning: 0, suspended: 0 },
  assigned: 0,
  planIds,
});

test("plansBySku() puts the rows of one product together, and leaves out those that list no plan", () => {
  const other = SkuId.parse("6fd2c87f-b296-42f0-b197-1e91e994b900");
  const plans = plansBySku([sku(BUSINESS_PREMIUM, "A"), sku(other), sku(BUSINESS_PREMIUM, "b")]);
  expect([...plans]).toEqual([[BUSINESS_PREMIUM, ["a", "b"]]]);
});
