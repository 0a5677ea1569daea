import { httpClient } from "../../src/sources/http-client.ts";
import { partnerCenter } from "../../src/sources/partner-center.ts";
import { type Answerer, loopback, tokenAnswer } from "./loopback.ts";

/**
 * Partner Center and its sign-in on one server; `answer` counts the requests to Partner Center only. Somebody has signed
 * in, unless a test says otherwise.
 */
export async function partnerCenterThat(answer: Answerer, refreshToken: string | null = "our-sign-in") {
  let asked = 0;
  let granted = 0;
  const server = await loopback((response, request) =>
    request.path.startsWith("/login") ? tokenAnswer(response, granted++) : answer(response, request, asked++),
  );
  let ids = 0;
  const source = partnerCenter({
    url: `${server.url}/`,
    loginUrl: `${server.url}/login`,
    tenantId: "our-tenant",
    clientId: "our-application",
    clientSecret: "our-secret",
    refreshToken,
    http: httpClient({ wait: () => Promise.resolve() }),
    newId: () => `id-${ids++}`,
  });
  return {
    source,
    asked: () => server.arrived.filter(({ path }) => !path.startsWith("/login")),
    granted: () => granted,
    scopes: () => server.arrived.map(({ body }) => new URLSearchParams(body).get("scope")),
    url: server.url,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
