import { inspect } from "node:util";
import { expect, test } from "vitest";
import { httpClient } from "../../src/sources/http-client.ts";
import { tokens, userTokens } from "../../src/sources/tokens.ts";
import { json, loopback, tokenAnswer } from "./loopback.ts";

const TENANT = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";
const PARTNER = "aaaaaaaa-0000-4000-8000-000000000001";

function tokensAt(loginUrl: string, now = () => 0) {
  return tokens({
    http: httpClient(),
    loginUrl,
    clientId: "our-application",
    clientSecret: "our-secret",
    audience: "https://graph.microsoft.com",
    settings: { clientId: "GRAPH_CLIENT_ID", clientSecret: "GRAPH_CLIENT_SECRET" },
    partnerTenantId: PARTNER,
    now,
  });
}

test("token() asks the tenant's own endpoint for the whole API", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const token = await tokensAt(`${server.url}/`).token(TENANT);
  expect(token.authorization()).toBe("Bearer token-0");
  expect(server.arrived[0]).toMatchObject({ method: "POST", path: `/${TENANT}/oauth2/v2.0/token` });
  expect(Object.fromEntries(new URLSearchParams(server.arrived[0]?.body))).toEqual({
    grant_type: "client_credentials",
    client_id: "our-application",
    client_secret: "our-secret",
    scope: "https://graph.microsoft.com/.default",
  });
});

test("token() asks once for all who wait, and once a tenant", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const held = tokensAt(server.url);
  await Promise.all([held.token(TENANT), held.token(TENANT), held.token("another")]);
  await held.token(TENANT);
  expect(server.arrived).toHaveLength(2);
});

test.each([3599, "3599"])("token() renews a token of %j seconds shortly before it ends", async (expires_in) => {
  let nowMs = 0;
  await using server = await loopback((response) => json(response, 200, { access_token: "secret", expires_in }));
  const held = tokensAt(server.url, () => nowMs);
  await held.token(TENANT);
  nowMs = 3_298_000;
  await held.token(TENANT);
  expect(server.arrived).toHaveLength(1);
  nowMs = 3_300_000;
  await held.token(TENANT);
  expect(server.arrived).toHaveLength(2);
});

test("token() asks again after a failure", async () => {
  await using server = await loopback((response, _, nth) =>
    nth === 0 ? json(response, 400, { error: "invalid_scope" }) : tokenAnswer(response, nth),
  );
  const held = tokensAt(server.url);
  await expect(held.token(TENANT)).rejects.toMatchObject({ reason: "failed" });
  expect((await held.token(TENANT)).authorization()).toBe("Bearer token-1");
});

test("renewed() replaces a token once for all whose call was refused", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const held = tokensAt(server.url);
  const refused = await held.token(TENANT);
  const renewed = await Promise.all([held.renewed(TENANT, refused), held.renewed(TENANT, refused)]);
  expect(renewed.map((token) => token.authorization())).toEqual(["Bearer token-1", "Bearer token-1"]);
});

test("a token shows itself to nobody", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const token = await tokensAt(server.url).token(TENANT);
  const shown = [String(token), inspect(token), inspect({ token }, { depth: null }), JSON.stringify({ token })].join();
  expect(shown).not.toContain("token-0");
  expect(shown).toContain("[redacted]");
});

test.each([
  ["AADSTS700016", "unauthorized_client"],
  ["AADSTS7000229", "invalid_client"],
  ["AADSTS90002", "invalid_request"],
  ["AADSTS65001", "invalid_grant"],
  ["AADSTS53003", "unauthorized_client"],
])("token() says of %s that the tenant does not let us in", async (code, error) => {
  const error_description = `${code}: Application with identifier 'our-application' was not found. Trace ID: …`;
  await using server = await loopback((response) => json(response, 400, { error, error_description }));
  await expect(tokensAt(server.url).token(TENANT)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "no_access",
    message: `Tenant ${TENANT} does not let our application in (${code}): an administrator of the tenant has to consent to it`,
  });
});

test.each([
  ["AADSTS700016", "unauthorized_client"],
  ["AADSTS90002", "invalid_request"],
])("token() says of %s in the partner's own tenant that our app registration is at fault", async (code, error) => {
  const error_description = `${code}: Application with identifier 'our-application' was not found. Trace ID: …`;
  await using server = await loopback((response) => json(response, 400, { error, error_description }));
  await expect(tokensAt(server.url).token(PARTNER)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "failed",
    message: `Our own app registration is at fault (${code}): the partner's tenant does not know it, or has not consented to it; check GRAPH_CLIENT_ID and PARTNER_TENANT_ID`,
  });
});

test.each([
  ["AADSTS7000215", "wrong", "Invalid client secret provided: our-secret"],
  ["AADSTS7000222", "expired", "The provided client secret keys for app 'our-application' are expired"],
])("token() says of %s, a secret that is %s, which setting to mend, and not the secret", async (code, _, words) => {
  const body = { error: "invalid_client", error_description: `${code}: ${words}` };
  await using server = await loopback((response) => json(response, 401, body));
  await expect(tokensAt(server.url).token(TENANT)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "failed",
    message: `Microsoft Entra does not accept GRAPH_CLIENT_SECRET (${code}): it is wrong or has expired; set it to a new secret of our app registration`,
  });
});

test("token() refuses an answer without a token", async () => {
  await using server = await loopback((response) => json(response, 200, { expires_in: 3599 }));
  await expect(tokensAt(server.url).token(TENANT)).rejects.toMatchObject({
    reason: "unreadable",
    message: "Microsoft Entra answered something else than expected in access_token",
  });
});

test("token() passes a request for patience on", async () => {
  await using server = await loopback((response) => json(response, 429, {}, { "retry-after": "9" }));
  await expect(tokensAt(server.url).token(TENANT)).rejects.toMatchObject({ retryAfterSeconds: 9 });
});

function userTokensAt(loginUrl: string, now = () => 0) {
  return userTokens({
    http: httpClient(),
    loginUrl,
    clientId: "our-application",
    clientSecret: "our-secret",
    audience: "https://api.partnercenter.microsoft.com",
    settings: {
      clientId: "PARTNER_CENTER_CLIENT_ID",
      clientSecret: "PARTNER_CENTER_CLIENT_SECRET",
      refreshToken: "PARTNER_CENTER_REFRESH_TOKEN",
    },
    partnerTenantId: PARTNER,
    refreshToken: "canary-sign-in",
    now,
  });
}

const refreshTokenIn = ({ body }: { body: string }) => new URLSearchParams(body).get("refresh_token");

test("token() of a user asks with the refresh token, for this very service", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const token = await userTokensAt(server.url).token(PARTNER);
  expect(token.authorization()).toBe("Bearer token-0");
  expect(server.arrived[0]).toMatchObject({ method: "POST", path: `/${PARTNER}/oauth2/v2.0/token` });
  expect(Object.fromEntries(new URLSearchParams(server.arrived[0]?.body))).toEqual({
    grant_type: "refresh_token",
    refresh_token: "canary-sign-in",
    client_id: "our-application",
    client_secret: "our-secret",
    scope: "https://api.partnercenter.microsoft.com/user_impersonation",
  });
});

test("token() of a user goes on with the newest refresh token, and keeps the old one where none comes", async () => {
  const next = [{ refresh_token: "second" }, {}, { refresh_token: "" }, { refresh_token: "third" }, {}];
  await using server = await loopback((response, _, nth) =>
    json(response, 200, { access_token: `token-${nth}`, expires_in: 3599, ...next[nth] }),
  );
  let nowMs = 0;
  const held = userTokensAt(server.url, () => nowMs);
  for (let asked = 0; asked < next.length; asked += 1) {
    await held.token(PARTNER);
    nowMs += 3_600_000;
  }
  expect(server.arrived.map(refreshTokenIn)).toEqual(["canary-sign-in", "second", "second", "second", "third"]);
});

test("renewed() replaces a user's token once for all whose call was refused", async () => {
  await using server = await loopback((response, _, nth) => tokenAnswer(response, nth));
  const held = userTokensAt(server.url);
  const refused = await held.token(PARTNER);
  await Promise.all([held.renewed(PARTNER, refused), held.renewed(PARTNER, refused)]);
  expect(server.arrived).toHaveLength(2);
});

test.each([
  [400, "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.", "AADSTS700082"],
  [400, "invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked.", "AADSTS50173"],
  [400, "interaction_required", "AADSTS50076: You must use multi-factor authentication.", "AADSTS50076"],
  [400, "invalid_grant", "No code at all: canary-sign-in", "status 400"],
])("token() says of %i %s that somebody has to sign in again", async (status, error, error_description, said) => {
  await using server = await loopback((response) => json(response, status, { error, error_description }));
  await expect(userTokensAt(server.url).token(PARTNER)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "failed",
    message: `The sign-in behind PARTNER_CENTER_REFRESH_TOKEN has expired or was withdrawn (${said}): sign in again and set PARTNER_CENTER_REFRESH_TOKEN`,
  });
});

test.each([
  ["AADSTS65001", "invalid_grant", "Our own app registration is at fault (AADSTS65001)"],
  ["AADSTS7000222", "invalid_client", "does not accept PARTNER_CENTER_CLIENT_SECRET (AADSTS7000222)"],
  ["AADSTS9002313", "invalid_request", "gave no token for tenant"],
])("token() of a user says of %s what it says of an application", async (code, error, words) => {
  await using server = await loopback((response) => json(response, 400, { error, error_description: `${code}: …` }));
  await expect(userTokensAt(server.url).token(PARTNER)).rejects.toThrow(words);
});

test("token() of a user tells of no answer without JSON more than its status", async () => {
  await using server = await loopback((response) => response.writeHead(403).end("blocked"));
  await expect(userTokensAt(server.url).token(PARTNER)).rejects.toThrow("(status 403)");
});

test("a user's refresh token shows itself to nobody", async () => {
  const body = { error: "invalid_grant", error_description: "canary-sign-in has expired" };
  await using server = await loopback((response) => json(response, 400, body));
  const held = userTokensAt(server.url);
  const refusal: unknown = await held.token(PARTNER).catch((error: unknown) => error);
  const shown = [inspect(held, { depth: null }), JSON.stringify(held), inspect(refusal, { depth: null })].join();
  expect(shown).toContain("PARTNER_CENTER_REFRESH_TOKEN");
  expect(shown).not.toContain("canary");
});
