import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { sourceSettings } from "../../../src/local/source-settings.ts";
import { callerOf, GRAPH, PARTNER_CENTER, textLike, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { askToken, token } = callerOf(microsoft);
const { portfolio, credentials } = microsoft;
const scope = `${GRAPH}/.default`;

test("the v2 endpoint counts the seconds of a token as a number", async () => {
  const response = await askToken(portfolio.named("plain").id, { scope });
  expect(await response.json()).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
});

test("the v1 endpoint takes a resource and writes its numbers as strings", async () => {
  const response = await askToken(credentials.partnerTenantId, { resource: PARTNER_CENTER }, "oauth2/token");
  expect(await response.json()).toMatchObject({
    expires_in: "3599",
    expires_on: textLike(/^\d{10}$/),
    resource: PARTNER_CENTER,
  });
});

test("a scope may name the simulated address itself", async () => {
  const response = await askToken(portfolio.named("plain").id, { scope: `${microsoft.graphUrl}/.default` });
  expect(response.status).toBe(200);
});

const PLAIN = portfolio.named("plain").id;

test.each([
  ["a wrong secret", PLAIN, { scope, client_secret: "wrong" }, 401, "invalid_client", 7000215],
  ["an unknown application", PLAIN, { scope, client_id: "wrong" }, 400, "unauthorized_client", 700016],
  ["an unknown tenant", crypto.randomUUID(), { scope }, 400, "invalid_request", 90002],
  ["a tenant without consent", portfolio.named("no-consent").id, { scope }, 400, "unauthorized_client", 700016],
  ["a scope of nobody", PLAIN, { scope: "https://example.com/.default" }, 400, "invalid_scope", 70011],
  ["another grant", PLAIN, { scope, grant_type: "password" }, 400, "unsupported_grant_type", 70003],
] as const)("no token for %s", async (_, tenantId, form, status, error, code) => {
  const response = await askToken(tenantId, form);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    error,
    error_description: textLike(new RegExp(`^AADSTS${code}: `)),
    error_codes: [code],
  });
});

test("a token is good for its audience only", async () => {
  const graphToken = await token(credentials.partnerTenantId, GRAPH);
  const atPartnerCenter = await fetch(`${microsoft.partnerCenterUrl}/v1/customers`, bearer(graphToken));
  expect(atPartnerCenter.status).toBe(401);
  expect(await atPartnerCenter.json()).toMatchObject({ code: "900420" });

  const partnerToken = await token(portfolio.named("plain").id, PARTNER_CENTER);
  const atGraph = await fetch(`${microsoft.graphUrl}/v1.0/subscribedSkus`, bearer(partnerToken));
  expect(atGraph.status).toBe(401);
  expect(await atGraph.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
});

test("a customer's token opens nothing at Partner Center", async () => {
  const customerToken = await token(portfolio.named("plain").id, PARTNER_CENTER);
  const response = await fetch(`${microsoft.partnerCenterUrl}/v1/customers`, bearer(customerToken));
  expect(response.status).toBe(401);
});

test("a token that was changed is refused, without a body at Partner Center", async () => {
  const changed = `${await token(credentials.partnerTenantId, PARTNER_CENTER)}x`;
  const response = await fetch(`${microsoft.partnerCenterUrl}/v1/customers`, bearer(changed));
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("invalid_token");
  expect(await response.text()).toBe("");
});

test("a token expires", async () => {
  const shortLived = await startSimulatedMicrosoft({ today: TODAY, tokenLifetimeSeconds: 0 });
  const graphToken = await callerOf(shortLived).token(portfolio.named("plain").id, GRAPH);
  const response = await fetch(`${shortLived.graphUrl}/v1.0/subscribedSkus`, bearer(graphToken));
  await shortLived.stop();
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    error: { code: "InvalidAuthenticationToken", message: textLike(/expired/) },
  });
});

const AS_USER = { grant_type: "refresh_token", refresh_token: credentials.refreshToken };
const Refreshed = z.object({ access_token: z.string(), refresh_token: z.string(), scope: z.string() });

test.each([
  ["oauth2/v2.0/token", { scope: `${PARTNER_CENTER}/.default` }],
  ["oauth2/v2.0/token", { scope: `${PARTNER_CENTER}/user_impersonation` }],
  ["oauth2/token", { resource: PARTNER_CENTER }],
])("a user's refresh token is good for an access token and its own successor: %s %o", async (path, form) => {
  const response = await askToken(credentials.partnerTenantId, { ...AS_USER, ...form }, path);
  expect(response.status).toBe(200);
  const first = Refreshed.parse(await response.json());
  expect(first.scope).toBe("user_impersonation");
  expect(first.refresh_token).not.toBe(credentials.refreshToken);

  // The new one and the old one are both good afterwards.
  for (const refresh_token of [first.refresh_token, credentials.refreshToken]) {
    const again = await askToken(credentials.partnerTenantId, { ...AS_USER, refresh_token, ...form }, path);
    const { access_token } = Refreshed.parse(await again.json());
    expect((await fetch(`${microsoft.partnerCenterUrl}/v1/customers`, bearer(access_token))).status).toBe(200);
  }
});

test("an application gets no refresh token", async () => {
  const response = await askToken(credentials.partnerTenantId, { scope: `${PARTNER_CENTER}/.default` });
  expect(await response.json()).not.toHaveProperty("refresh_token");
});

const PARTNER = credentials.partnerTenantId;

test.each([
  ["a wrong refresh token", PARTNER, { refresh_token: "wrong" }, PARTNER_CENTER, 400, "invalid_grant", 700082],
  ["no refresh token", PARTNER, { refresh_token: "" }, PARTNER_CENTER, 400, "invalid_grant", 700082],
  ["a customer's tenant", PLAIN, {}, PARTNER_CENTER, 400, "invalid_grant", 700082],
  ["Graph, where the user never signed in", PARTNER, {}, GRAPH, 400, "invalid_scope", 70011],
  ["a wrong secret", PARTNER, { client_secret: "wrong" }, PARTNER_CENTER, 401, "invalid_client", 7000215],
  [
    "a user's scope for an application",
    PARTNER,
    { grant_type: "client_credentials" },
    PARTNER_CENTER,
    400,
    "invalid_scope",
    70011,
  ],
] as const)("no user's token for %s", async (_, tenantId, form, resource, status, error, code) => {
  const response = await askToken(tenantId, { ...AS_USER, scope: `${resource}/user_impersonation`, ...form });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    error,
    error_description: textLike(new RegExp(`^AADSTS${code}: `)),
    error_codes: [code],
  });
});

test("an expired sign-in says so in Entra's words", async () => {
  const response = await askToken(PARTNER, { ...AS_USER, refresh_token: "old", scope: `${PARTNER_CENTER}/.default` });
  expect(await response.json()).toMatchObject({
    error_description: textLike(/^AADSTS700082: The refresh token has expired due to inactivity\. /),
  });
});

test("the app's settings hold the refresh token", () => {
  expect(sourceSettings(microsoft)).toMatchObject({ PARTNER_CENTER_REFRESH_TOKEN: credentials.refreshToken });
});

function bearer(accessToken: string) {
  return { headers: { authorization: `Bearer ${accessToken}` } };
}
