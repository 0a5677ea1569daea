import type { FileAnswer, HttpCall, HttpClient, JsonAnswer } from "./http-client.ts";
import type { Tokens } from "./tokens.ts";

/** Asks with a token of the tenant. One that is not accepted is replaced once: it may have been withdrawn. */
export function authorizedJson(
  http: HttpClient,
  tokens: Tokens,
  tenantId: string,
  call: HttpCall,
): Promise<JsonAnswer> {
  return authorized(tokens, tenantId, (headers) => http.json(withHeaders(call, headers)));
}

/** The same for a file that is streamed through `read`: the token goes to whom `call` is for, and no further. */
export function authorizedFile<T>(
  http: HttpClient,
  tokens: Tokens,
  tenantId: string,
  call: HttpCall,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<FileAnswer<T>> {
  return authorized(tokens, tenantId, (headers) => http.file(withHeaders(call, headers), read));
}

async function authorized<Answer extends Readonly<{ status: number }>>(
  tokens: Tokens,
  tenantId: string,
  ask: (headers: HttpCall["headers"]) => Promise<Answer>,
): Promise<Answer> {
  const token = await tokens.token(tenantId);
  const answer = await ask({ Authorization: token.authorization() });
  if (answer.status !== 401) return answer;
  const renewed = await tokens.renewed(tenantId, token);
  return ask({ Authorization: renewed.authorization() });
}

function withHeaders(call: HttpCall, headers: HttpCall["headers"]): HttpCall {
  return { ...call, headers: { ...call.headers, ...headers } };
}
