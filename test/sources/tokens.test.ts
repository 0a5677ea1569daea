import { inspect } from "node:util";
import { expect, test } from "vitest";
import { httpClient } from "../../src/sources/http-client.ts";
import { tokens } from "../../src/sources/tokens.ts";
import { json, loopback, tokenAnswer } from "./loopback.ts";

const TENANT = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";

function tokensAt(loginUrl: string, now = () => 0) {
  return tokens({
    http: httpClient(),
    loginUrl,
    clientId: "our-application",
    clientSecret: "our-secret",
    audience: "https://graph.microsoft.com",
    label: "GRAPH_CLIENT_SECRET",
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

test("token() names the setting that holds a wrong secret, and not the secret", async () => {
  const error_description = "AADSTS7000215: Invalid client secret provided: our-secret";
  await using server = await loopback((response) =>
    json(response, 401, { error: "invalid_client", error_description }),
  );
  await expect(tokensAt(server.url).token(TENANT)).rejects.toMatchObject({
    name: "AdoptionError",
    code: "misconfigured",
    message: "Microsoft Entra does not accept GRAPH_CLIENT_SECRET (AADSTS7000215): it is wrong or has ended",
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
