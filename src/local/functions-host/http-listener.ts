import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { LOOPBACK_HOSTS } from "../../config.ts";
import { BODY_BYTES_MAX, bodyLength, bodyOf, isBodyDropped, requestData } from "./http-request.ts";
import { send, sendEmpty } from "./http-response.ts";
import type { Invoke } from "./invocation.ts";
import type { Log, Say } from "./messages.ts";
import { matchedFunction, pathSegments, type RouteTable } from "./route-table.ts";
import { stackOf, StartFailure } from "./start-failure.ts";
import { BY_HAND, type TriggerListener } from "./trigger-listener.ts";

/** What the address leads to, once the app is loaded. */
export type HttpSite = Readonly<{
  routes: RouteTable;
  /** Those that can be run by hand. */
  triggers: readonly TriggerListener[];
  hasHomePage: boolean;
  invoke: Invoke;
}>;

export type HttpListener = Readonly<{ url: string; serve(site: HttpSite): void; stop(): Promise<void> }>;

/** Longer than clients pause: a connection that is closed while a request is on its way is a lost request. */
const KEEP_ALIVE_MS = 120_000;

const HOME_PAGE = "<!doctype html><title>Functions</title><p>Your Functions app is up and running.</p>\n";

const ManualRun = z.object({ input: z.json().optional() });

/** Takes the port first, before the app is loaded: a port that is taken is known at once, and has no effects behind it. */
export async function httpListener(port: number, write: Log): Promise<HttpListener> {
  let site: HttpSite | null = null;
  const answering = new Set<Promise<void>>();
  const say: Say = (level, message) => write({ level, category: "Host.Http", message });

  const server = createServer((request, response) => {
    const answered: Promise<void> = answer(request, response, site, say)
      .catch((error: unknown) => {
        say("error", `Cannot answer ${request.url}: ${stackOf(error)}`);
        if (!response.headersSent) sendEmpty(response, 500);
        else response.destroy();
      })
      .finally(() => answering.delete(answered));
    answering.add(answered);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const boundPort = await listen(server, port);

  return {
    url: `http://127.0.0.1:${boundPort}`,
    serve(given) {
      site = given;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(answering);
      // A client that keeps its connection open for the next request would hold us up.
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === "EADDRINUSE";
    reject(
      isTaken
        ? new StartFailure(`Port ${port} is taken. Set PORT to another one, for example PORT=${port + 1}`)
        : error,
    );
  });
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    resolve(typeof address === "object" && address ? address.port : port);
  });
  return promise;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: HttpSite | null,
  say: Say,
): Promise<void> {
  const url = addressOf(request);
  if (!site) return sendEmpty(response, 503);
  if (!url) return sendEmpty(response, 400);
  if (bodyLength(request) > BODY_BYTES_MAX) return refuseBody(response);

  const method = request.method ?? "";
  const path = pathSegments(url.pathname);
  const match = matchedFunction(site.routes, method, path);
  if (!match) return answerAsHost(request, response, site, path, say);

  if (isBodyDropped(request)) {
    say(
      "warning",
      `The body of ${method} ${url.pathname} came in chunks and was dropped, as in Azure: send a Content-Length`,
    );
  }
  const outcome = await site.invoke(match.httpFunction, {
    data: requestData(request, url, match.parameters, await bodyOf(request)),
    metadata: null,
    reason: BY_HAND,
  });
  if (outcome.kind === "succeeded") send(response, outcome.returned);
  else sendEmpty(response, 500);
}

/**
 * The few addresses of the host itself. No authorisation is asked for, as with `func start`; but a page of another site,
 * which can have its reader's browser post to loopback, runs nothing by hand.
 */
async function answerAsHost(
  request: IncomingMessage,
  response: ServerResponse,
  site: HttpSite,
  path: readonly string[],
  say: Say,
): Promise<void> {
  const [admin, functions, name, ...more] = path;
  if (request.method === "POST" && admin === "admin" && functions === "functions" && name && more.length === 0) {
    if (isForeign(request)) return refuseForeign(request, response);
    return sendEmpty(response, manualRunStatus(site, name, await bodyOf(request), say));
  }
  request.resume();
  if (request.method !== "GET" || path.length > 0) return sendEmpty(response, 404);
  if (!site.hasHomePage) return sendEmpty(response, 204);
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(HOME_PAGE);
}

/**
 * From a page of another site, or under a name that is not this machine's, which a foreign page has point at loopback. The
 * browser tells, and no page can change what it tells; tools send neither header.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
function isForeign(request: IncomingMessage): boolean {
  const own = addressOf(request);
  if (own === null || !LOOPBACK_HOSTS.has(own.hostname)) return true;
  const { origin = own.origin, "sec-fetch-site": site } = request.headers;
  return origin !== own.origin || site === "cross-site";
}

function refuseForeign(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  sendEmpty(response, 403);
}

/** Starts a timer's or a queue's function by hand; the answer does not wait for its end. */
function manualRunStatus({ triggers }: HttpSite, name: string, body: Buffer | null, say: Say): 202 | 400 | 404 {
  const trigger = triggers.find(({ functionName }) => functionName.toLowerCase() === name.toLowerCase());
  if (!trigger) return 404;
  const order = ManualRun.safeParse(jsonOf(body));
  if (!order.success) return 400;
  const { input = "" } = order.data;
  trigger.runByHand(typeof input === "string" ? input : JSON.stringify(input)).catch((error: unknown) => {
    say("error", `Cannot run "${name}" by hand: ${stackOf(error)}`);
  });
  return 202;
}

function jsonOf(body: Buffer | null): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    return null;
  }
}

function refuseBody(response: ServerResponse): void {
  response.setHeader("connection", "close");
  sendEmpty(response, 413);
}

/** Joined as text: a path that begins with two slashes is a path here, not the name of another host. */
function addressOf(request: IncomingMessage): URL | null {
  return request.url?.startsWith("/") ? URL.parse(`http://${request.headers.host}${request.url}`) : null;
}
