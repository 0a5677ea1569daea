import { expect, test } from "vitest";
import { authorizedJson } from "../../src/sources/authorized.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { tokens } from "../../src/sources/tokens.ts";
import { json, loopback, tokenAnswer } from "./loopback.ts";

test("authorizedJson() gives a refused token one successor, and then passes the refusal on", async () => {
  let granted = 0;
  await using server = await loopback((response, { method }) =>
    method === "POST" ? tokenAnswer(response, granted++) : json(response, 401, {}),
  );
  const http = httpClient();
  const settings = { clientId: "", clientSecret: "" };
  const ours = tokens({ http, loginUrl: server.url, ...settings, audience: "", settings, partnerTenantId: null });
  const call = { source: "The source", url: new URL(server.url), headers: { Accept: "application/json" } };
  const answer = await authorizedJson(http, ours, "tenant", call);
  expect(answer.status).toBe(401);
  const asked = server.arrived.filter(({ method }) => method === "GET");
  expect(asked.map(({ headers }) => [headers.authorization, headers.accept])).toEqual([
    ["Bearer token-0", "application/json"],
    ["Bearer token-1", "application/json"],
  ]);
});
