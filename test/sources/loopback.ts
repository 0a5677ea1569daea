import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A request as it arrived. */
export type Arrived = Readonly<{ method: string; path: string; headers: IncomingMessage["headers"]; body: string }>;

/** Answers a request; `nth` counts all requests from 0. Whoever answers nothing lets the other side wait. */
export type Answerer = (response: ServerResponse, request: Arrived, nth: number) => void;

/** A server on a free port of this machine that behaves as badly as a test wants. */
export async function loopback(answer: Answerer) {
  const arrived: Arrived[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    answer(response, one, arrived.push(one) - 1);
  };
  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    host: `127.0.0.1:${address.port}`,
    url: `http://127.0.0.1:${address.port}`,
    arrived,
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** A token of its own for each request, so that a test can tell them apart. */
export function tokenAnswer(response: ServerResponse, nth: number): void {
  json(response, 200, { token_type: "Bearer", access_token: `token-${nth}`, expires_in: 3599 });
}
