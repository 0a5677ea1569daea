import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { authorizedFile, authorizedJson } from "../../src/sources/authorized.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { tokens } from "../../src/sources/tokens.ts";
import { type Answerer, json, loopback, tokenAnswer } from "./loopback.ts";

const SETTINGS = { clientId: "", clientSecret: "" };

/** Grants token-0, token-1, …, and answers what is asked with them. */
async function serverThat(answer: Answerer) {
  let granted = 0;
  const server = await loopback((response, request, nth) =>
    request.method === "POST" ? tokenAnswer(response, granted++) : answer(response, request, nth),
  );
  const http = httpClient();
  const ours = tokens({
    http,
    loginUrl: server.url,
    ...SETTINGS,
    audience: "",
    settings: SETTINGS,
    partnerTenantId: null,
  });
  const call = { source: "The source", url: new URL(server.url), headers: { Accept: "application/json" } };
  const asked = () => server.arrived.filter(({ method }) => method === "GET");
  return { http, ours, call, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("authorizedJson() gives a refused token one successor, and then passes the refusal on", async () => {
  await using server = await serverThat((response) => json(response, 401, {}));
  const answer = await authorizedJson(server.http, server.ours, "tenant", server.call);
  expect(answer.status).toBe(401);
  expect(server.asked().map(({ headers }) => [headers.authorization, headers.accept])).toEqual([
    ["Bearer token-0", "application/json"],
    ["Bearer token-1", "application/json"],
  ]);
});

test("authorizedFile() reads a file with the successor of a refused token", async () => {
  await using server = await serverThat((response, { headers }) =>
    headers.authorization === "Bearer token-1" ? response.end("a,b") : json(response, 401, {}),
  );
  const answer = await authorizedFile(server.http, server.ours, "tenant", server.call, text);
  expect(answer).toEqual({ kind: "file", status: 200, value: "a,b" });
  expect(server.asked()).toHaveLength(2);
});
