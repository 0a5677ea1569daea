import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { TypedData } from "./core-module.ts";
import type { RouteParameters } from "./route-template.ts";

/** Azure's limit of a request body: https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits */
export const BODY_BYTES_MAX = 100 * 1024 * 1024;

/** Azure hands a body on only if its length was told beforehand. What comes in chunks is dropped. */
export function bodyLength(request: IncomingMessage): number {
  return Number(request.headers["content-length"] ?? 0);
}

export function isBodyDropped(request: IncomingMessage): boolean {
  return request.headers["transfer-encoding"] !== undefined;
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  if (isBodyDropped(request) || bodyLength(request) === 0) {
    request.resume();
    return null;
  }
  return buffer(request);
}

/** The request as the library expects it of the host. */
export function requestData(
  request: IncomingMessage,
  url: URL,
  parameters: RouteParameters,
  body: Buffer | null,
): TypedData {
  return {
    http: {
      method: request.method,
      url: url.href,
      nullableHeaders: nullable(
        Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(",")]),
      ),
      // Several values of one name become one text, as in Azure; the address keeps the truth.
      nullableQuery: nullable(url.searchParams.keys().map((name) => [name, url.searchParams.getAll(name).join(",")])),
      nullableParams: nullable(Object.entries(parameters)),
      ...(body && { body: { bytes: body } }),
    },
  };
}

function nullable(entries: Iterable<[string, string]>): Record<string, { value: string }> {
  return Object.fromEntries(Array.from(entries, ([name, value]) => [name, { value }]));
}
