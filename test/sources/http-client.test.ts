import type { ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { httpClient } from "../../src/sources/http-client.ts";
import { json, loopback } from "./loopback.ts";

const SOURCE = "The source";

/** Waits nothing, and tells what it was asked to wait. */
function patience() {
  const waitedMs: number[] = [];
  const wait = (ms: number) => Promise.resolve(waitedMs.push(ms));
  return { waitedMs, wait };
}

/** Only the limits of our own stand still: a test moves them on. */
function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

test("json() answers any status that the source meant", async () => {
  await using server = await loopback((response) => json(response, 404, { error: { code: "UnknownTenantId" } }));
  const answer = await httpClient().json({ source: SOURCE, url: new URL(server.url) });
  expect(answer).toEqual({ status: 404, body: { error: { code: "UnknownTenantId" } }, location: null });
});

test.each([
  ["with a byte order mark", "\uFEFF{}", {}],
  ["without", "{}", {}],
  ["whose first character is one that matters", "[1]", [1]],
])("json() reads a body %s", async (_, sent, body) => {
  await using server = await loopback((response) => response.end(sent));
  expect(await httpClient().json({ source: SOURCE, url: new URL(server.url) })).toMatchObject({ body });
});

test("json() reads characters that are split between two pieces of the body", async () => {
  const bytes = Buffer.from('{"name":"Söhne 🧁"}');
  await using server = await loopback((response) => {
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end();
  });
  const answer = await httpClient().json({ source: SOURCE, url: new URL(server.url) });
  expect(answer.body).toEqual({ name: "Söhne 🧁" });
});

test("json() names status and type of a body that is no JSON, and not a word of it", async () => {
  await using server = await loopback((response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<p>Ada's mailbox</p>"),
  );
  const answer = httpClient().json({ source: SOURCE, url: new URL(server.url) });
  await expect(answer).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "unreadable",
    message: "The source answered 200 with text/html that is not JSON",
  });
  expect(inspect(await answer.catch((error: unknown) => error), { depth: null })).not.toMatch(/Ada|<p>|Unexpected/);
});

test("json() lets a refusal have a body that is no JSON", async () => {
  await using server = await loopback((response) => response.writeHead(401).end("Unauthorized - MFA required"));
  expect(await httpClient().json({ source: SOURCE, url: new URL(server.url) })).toMatchObject({
    status: 401,
    body: null,
  });
});

test("json() refuses a body without end", async () => {
  await using server = await loopback((response) => {
    const piece = Buffer.alloc(1024 * 1024, " ");
    for (let pieces = 0; pieces < 20; pieces += 1) response.write(piece);
    response.end("{}");
  });
  await expect(httpClient().json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    reason: "unreadable",
    message: "The source answered more than 16777216 bytes",
  });
});

test("json() follows no redirect: it would carry our token along", async () => {
  await using server = await loopback((response) =>
    response.writeHead(302, { location: "https://evil.example/" }).end(),
  );
  const answer = await httpClient().json({ source: SOURCE, url: new URL(server.url) });
  expect(answer).toEqual({ status: 302, body: null, location: "https://evil.example/" });
});

test.each([500, 502, 503, 504, 408])("json() tries %i again, after ever longer waits", async (status) => {
  const { wait, waitedMs } = patience();
  await using server = await loopback((response, _, nth) => json(response, nth < 3 ? status : 200, { nth }));
  const answer = await httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) });
  expect({ answer: answer.body, waitedMs }).toEqual({ answer: { nth: 3 }, waitedMs: [500, 1_500, 3_500] });
});

test("json() gives up after the third further try", async () => {
  const { wait } = patience();
  await using server = await loopback((response) => json(response, 503, {}));
  await expect(httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    reason: "failed",
    message: "The source answered 503, 4 times in a row",
  });
  expect(server.arrived).toHaveLength(4);
});

test("json() tries a connection again that was reset", async () => {
  const { wait } = patience();
  await using server = await loopback((response, _, nth) =>
    nth === 0 ? response.socket?.resetAndDestroy() : json(response, 200, { nth }),
  );
  const answer = await httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) });
  expect(answer.body).toEqual({ nth: 1 });
});

test("json() says of a source that nobody answers for that it could not be reached, and not where it is", async () => {
  const { wait } = patience();
  const server = await loopback(() => undefined);
  await server[Symbol.asyncDispose]();
  await expect(httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    reason: "failed",
    message: "The source could not be reached, or broke off, 4 times in a row",
  });
});

test("json() waits for headers, and for a body that stalls in the middle, no longer than it may, and only twice", async () => {
  const { wait, waitedMs } = patience();
  await using server = await loopback((response, _, nth) => {
    if (nth === 0) return;
    response.writeHead(200).write('{"value":');
  });
  const http = httpClient({ wait, jsonMs: 60 });
  await expect(http.json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    reason: "failed",
    message: "The source did not answer in time, 2 times in a row",
  });
  expect({ tries: server.arrived.length, waitedMs }).toEqual({ tries: 2, waitedMs: [500] });
});

test("json() bears one answer that comes too late among other failures", async () => {
  stopTheClock();
  const { wait, waitedMs } = patience();
  await using server = await loopback((response, _, nth) => {
    if (nth === 1) vi.advanceTimersByTime(30_000);
    else json(response, nth < 3 ? 503 : 200, { nth });
  });
  const answer = await httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) });
  expect({ answer: answer.body, waitedMs }).toEqual({ answer: { nth: 3 }, waitedMs: [500, 1_500, 3_500] });
});

test("json() gives a try half a minute, however steadily its body comes", async () => {
  stopTheClock();
  const { wait } = patience();
  await using server = await loopback((response) => {
    response.write(" ");
    vi.advanceTimersByTime(20_000);
    response.write(" ");
    vi.advanceTimersByTime(10_000);
  });
  await expect(httpClient({ wait }).json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    message: "The source did not answer in time, 2 times in a row",
  });
});

test("json() passes a request for patience on at once", async () => {
  await using server = await loopback((response) => json(response, 429, {}, { "retry-after": "57" }));
  await expect(httpClient().json({ source: SOURCE, url: new URL(server.url) })).rejects.toMatchObject({
    name: "SourceThrottled",
    retryAfterSeconds: 57,
  });
  expect(server.arrived).toHaveLength(1);
});

test("bytes() streams a body", async () => {
  await using server = await loopback((response) => response.end("a,b\r\n"));
  expect(await httpClient().bytes({ source: SOURCE, url: new URL(server.url) }, text)).toBe("a,b\r\n");
});

test("file() streams a body where there is one, with what was sent along", async () => {
  await using server = await loopback((response) => response.end("a,b\r\n"));
  const call = { source: SOURCE, url: new URL(server.url), headers: { Authorization: "Bearer ours" } };
  expect(await httpClient().file(call, text)).toEqual({ kind: "file", status: 200, value: "a,b\r\n" });
  expect(server.arrived[0]?.headers.authorization).toBe("Bearer ours");
});

test("file() tells of a redirect, and takes nothing there", async () => {
  await using server = await loopback((response, { path }) =>
    path === "/" ? response.writeHead(302, { location: "/elsewhere" }).end() : response.end("a,b\r\n"),
  );
  expect(await httpClient().file({ source: SOURCE, url: new URL(server.url) }, text)).toEqual({
    kind: "other",
    status: 302,
    body: null,
    location: "/elsewhere",
  });
  expect(server.arrived.map(({ path }) => path)).toEqual(["/"]);
});

test("file() tells what a refusal says", async () => {
  await using server = await loopback((response) => json(response, 403, { error: { code: "S2SUnauthorized" } }));
  expect(await httpClient().file({ source: SOURCE, url: new URL(server.url) }, text)).toEqual({
    kind: "other",
    status: 403,
    body: { error: { code: "S2SUnauthorized" } },
    location: null,
  });
});

test("file() tries again what passes by itself, and reads afresh when the stream breaks", async () => {
  const { wait, waitedMs } = patience();
  await using server = await loopback((response, _, nth) => {
    if (nth === 0) return json(response, 503, {});
    response.writeHead(200, { "content-length": "6" }).write("abc");
    return nth === 1 ? response.socket?.end() : response.end("def");
  });
  const answer = await httpClient({ wait }).file({ source: SOURCE, url: new URL(server.url) }, text);
  expect({ answer, waitedMs }).toEqual({
    answer: { kind: "file", status: 200, value: "abcdef" },
    waitedMs: [500, 1_500],
  });
});

test("file() passes a request for patience on at once", async () => {
  await using server = await loopback((response) => json(response, 429, {}, { "retry-after": "57" }));
  await expect(httpClient().file({ source: SOURCE, url: new URL(server.url) }, text)).rejects.toMatchObject({
    name: "SourceThrottled",
    retryAfterSeconds: 57,
  });
});

test("file() gives up a refusal whose body stalls twice", async () => {
  const { wait } = patience();
  await using server = await loopback((response) => response.writeHead(403).write('{"error":'));
  const call = { source: SOURCE, url: new URL(server.url) };
  await expect(httpClient({ wait, silenceMs: 60 }).file(call, text)).rejects.toMatchObject({
    reason: "failed",
    message: "The source did not answer in time, 2 times in a row",
  });
});

test("bytes() starts reading afresh when the stream breaks", async () => {
  const { wait } = patience();
  await using server = await loopback((response, _, nth) => {
    response.writeHead(200, { "content-length": "6" }).write("abc");
    if (nth === 0) response.socket?.end();
    else response.end("def");
  });
  expect(await httpClient({ wait }).bytes({ source: SOURCE, url: new URL(server.url) }, text)).toBe("abcdef");
});

type Dripping = Readonly<{
  pieces: number;
  /** Lets so much time pass before each piece. */
  pauseMs?: number;
  /** What the reader lets pass over each piece. */
  readingMs?: number;
  end?: (response: ServerResponse) => void;
}>;

/** Sends a piece when the one before was taken and the next is waited for. */
async function dripping({ pieces, pauseMs = 0, readingMs = 0, end = (response) => response.end() }: Dripping) {
  let taken = Promise.withResolvers<void>();
  const drip = async (response: ServerResponse) => {
    for (let sent = 0; sent < pieces; sent += 1) {
      taken = Promise.withResolvers();
      vi.advanceTimersByTime(pauseMs);
      response.write(".");
      await taken.promise;
      await nextTurn();
    }
    end(response);
  };
  const server = await loopback((response) => void drip(response));
  return {
    ...server,
    call: { source: SOURCE, url: new URL(server.url) },
    read: async (bytes: AsyncIterable<Uint8Array>): Promise<number> => {
      let read = 0;
      for await (const piece of bytes) {
        read += piece.byteLength;
        vi.advanceTimersByTime(readingMs);
        taken.resolve();
      }
      return read;
    },
  };
}

test("bytes() lets a download go on that is slow but never still", async () => {
  stopTheClock();
  await using server = await dripping({ pieces: 6, pauseMs: 29_000 });
  expect(await httpClient().bytes(server.call, server.read)).toBe(6);
});

test("bytes() blames no source for the time of its reader", async () => {
  stopTheClock();
  await using server = await dripping({ pieces: 3, readingMs: 50_000 });
  expect(await httpClient().bytes(server.call, server.read)).toBe(3);
});

test("bytes() gives up a download that stood still twice", async () => {
  const { wait, waitedMs } = patience();
  await using server = await loopback((response) => response.writeHead(200).write("abc"));
  const call = { source: SOURCE, url: new URL(server.url) };
  await expect(httpClient({ wait, silenceMs: 60 }).bytes(call, text)).rejects.toMatchObject({
    reason: "failed",
    message: "The source did not answer in time, 2 times in a row",
  });
  expect({ tries: server.arrived.length, waitedMs }).toEqual({ tries: 2, waitedMs: [500] });
});

test("bytes() gives a download three minutes, all its tries included", async () => {
  stopTheClock();
  const { wait } = patience();
  await using server = await dripping({ pieces: 3, pauseMs: 29_000, end: (response) => response.socket?.end() });
  await expect(httpClient({ wait }).bytes(server.call, server.read)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "failed",
    message: "The source took more than 180 s",
  });
  expect(server.arrived).toHaveLength(3);
});

test("bytes() passes the reader's own failure on, and asks no second time", async () => {
  await using server = await loopback((response) => response.end("abc"));
  const call = { source: SOURCE, url: new URL(server.url) };
  await expect(httpClient().bytes(call, () => Promise.reject(new RangeError("a bug")))).rejects.toThrow(RangeError);
  expect(server.arrived).toHaveLength(1);
});

test.each([302, 403, 404])("bytes() refuses %i: a file is there, or it is not", async (status) => {
  await using server = await loopback((response) => response.writeHead(status).end());
  await expect(httpClient().bytes({ source: SOURCE, url: new URL(server.url) }, text)).rejects.toMatchObject({
    reason: "failed",
    message: `The source answered ${status}`,
  });
});
