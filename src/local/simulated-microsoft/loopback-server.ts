import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import type { Answer, Call } from "./answer.ts";

/** A server that only this machine can reach. It knows its address before it has anything to answer. */
export type LoopbackServer = Readonly<{
  url: string;
  answerWith(answerTo: (call: Call) => Answer): void;
  stop(): Promise<void>;
}>;

/** A port of 0 takes any that is free. */
export async function startLoopbackServer(port: number): Promise<LoopbackServer> {
  const server = createServer();
  server.listen(port, LOOPBACK);
  await once(server, "listening");

  return {
    url: `http://${LOOPBACK}:${ListeningAddress.parse(server.address()).port}`,

    answerWith(answerTo) {
      server.on("request", (request, response) => {
        callOf(request)
          .then((call) => send(response, answerTo(call)))
          .catch((error: unknown) => {
            response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
          });
      });
    },

    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const LOOPBACK = "127.0.0.1";
const ListeningAddress = z.object({ port: z.number() });

/** Nobody who behaves sends a longer form. */
const BODY_CHARACTERS_MAX = 65_536;

async function callOf(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? "/", `http://${LOOPBACK}`);
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += z.string().parse(chunk);
    if (body.length > BODY_CHARACTERS_MAX) throw new Error("The request is too long");
  }
  return {
    method: request.method ?? "GET",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    body,
  };
}

function send(response: ServerResponse, { status, headers, body, isCut }: Answer): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.byteLength });
  if (!isCut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
}
