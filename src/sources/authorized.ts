import type { HttpCall, HttpClient, JsonAnswer } from "./http-client.ts";
import type { Tokens } from "./tokens.ts";

/** Asks with a token of the tenant. One that is not accepted is replaced once: it may have been withdrawn. */
export async function authorizedJson(
  http: HttpClient,
  tokens: Tokens,
  tenantId: string,
  call: HttpCall,
): Promise<JsonAnswer> {
  const token = await tokens.token(tenantId);
  const answer = await http.json(withToken(call, token.authorization()));
  if (answer.status !== 401) return answer;
  const renewed = await tokens.renewed(tenantId, token);
  return http.json(withToken(call, renewed.authorization()));
}

function withToken(call: HttpCall, authorization: string): HttpCall {
  return { ...call, headers: { ...call.headers, Authorization: authorization } };
}
