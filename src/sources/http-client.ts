import { setTimeout as waitMs } from "node:timers/promises";
import { retryAfterSeconds } from "./retry-after.ts";
import { SourceRefusal, SourceThrottled } from "./source-refusal.ts";
import { type TimeLimit, timeLimit } from "./time-limit.ts";

/** One question to a source. `source` is how messages call it: the URL may hold what nobody may read. */
export type HttpCall = Readonly<{
  source: string;
  url: URL;
  headers?: Readonly<Record<string, string>>;
  /** Makes it a POST. */
  form?: URLSearchParams;
}>;

/** An answer that a source meant. `body` is null where there is none, and where a refusal's body is not JSON. */
export type JsonAnswer = Readonly<{ status: number; body: unknown; location: string | null }>;

/** The file that was asked for, as its reader made it out; or whatever else the source answered. */
export type FileAnswer<T> = Readonly<{ kind: "file"; status: number; value: T } | ({ kind: "other" } & JsonAnswer)>;

export type HttpClient = ReturnType<typeof httpClient>;

type HttpClientOptions = Readonly<{
  jsonMs?: number;
  silenceMs?: number;
  downloadMs?: number;
  wait?: (ms: number) => Promise<unknown>;
}>;

/**
 * One try of a JSON call: connecting, headers and the whole body. An answer takes seconds, and a source that hangs at
 * each of a pull's questions has to be given up on before the ten minutes of an invocation are over.
 */
const JSON_MS = 30_000;

/** From asking for a download to its headers, and from each piece to the next: one that goes on is let go on. */
const SILENCE_MS = 30_000;

/** A whole download with all its tries. The three reports of a pull fit an invocation, and 20 MB may come at 1 Mbit/s. */
const DOWNLOAD_MS = 3 * 60_000;

/** Microsoft's own client for Partner Center waits so: (2ⁿ − 1) ÷ 2 seconds. */
const RETRY_WAITS_MS = [500, 1_500, 3_500];

/** A source that has hung twice hangs, and each further look costs the whole limit. */
const TIMEOUTS_MAX = 2;

/** The largest answer, a page of 999 users with many plans switched off, has a few. */
const JSON_BYTES_MAX = 16 * 1024 * 1024;

/**
 * The one way out. Failures that pass by themselves (5xx, 408, a lost connection, a stall) are tried again in place; 429
 * is thrown at once, for nobody may sleep that long; redirects are answers, never followed.
 */
export function httpClient(options: HttpClientOptions = {}) {
  const { jsonMs = JSON_MS, silenceMs = SILENCE_MS, downloadMs = DOWNLOAD_MS, wait = waitMs } = options;

  async function exchange<T>(source: string, attempt: () => Promise<T>): Promise<T> {
    let timeouts = 0;
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof Interruption)) throw error;
        if (error instanceof Timeout) timeouts += 1;
        const waitBeforeNextMs = RETRY_WAITS_MS[failures];
        if (waitBeforeNextMs === undefined || timeouts === TIMEOUTS_MAX) {
          throw refusalAfter(source, error, failures + 1);
        }
        await wait(waitBeforeNextMs);
      }
    }
  }

  async function json(call: HttpCall): Promise<JsonAnswer> {
    return exchange(call.source, () => {
      const whole = timeLimit(jsonMs, new Timeout());
      return whole.during(async () => jsonAnswer(call, await response(call, whole), whole));
    });
  }

  /**
   * Streams a body of any size through `read`, which starts afresh when the stream breaks and is asked for again. What is
   * no success is answered as it is: a redirect above all, whose address is no place for our token.
   */
  async function file<T>(
    call: HttpCall,
    read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<FileAnswer<T>> {
    const { source } = call;
    const whole = timeLimit(
      downloadMs,
      new SourceRefusal("failed", `${source} took more than ${downloadMs / 1_000} s`),
    );
    return whole.during(() =>
      exchange(source, async (): Promise<FileAnswer<T>> => {
        const silence = timeLimit(silenceMs, new Timeout(), whole.signal);
        const answer = await response(call, silence);
        if (!answer.ok) return { kind: "other", ...(await jsonAnswer(call, answer, silence)) };
        return { kind: "file", status: answer.status, value: await read(bytesOf(answer, silence)) };
      }),
    );
  }

  return {
    json,
    file,

    /** A file that is there, or is not: anything else than a success is a refusal. */
    async bytes<T>(call: HttpCall, read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
      const answer = await file(call, read);
      if (answer.kind === "file") return answer.value;
      throw new SourceRefusal("failed", `${call.source} answered ${answer.status}`);
    },
  };
}

/** A failure that may pass by itself. Names the fault, not the address: its cause may hold that, for a debugger. */
class Interruption extends Error {
  override readonly name = "Interruption";
}

/** The source was silent, or slow, for longer than it may be. */
class Timeout extends Interruption {
  constructor() {
    super("did not answer in time");
  }
}

function refusalAfter(source: string, cause: Interruption, tries: number): SourceRefusal {
  return new SourceRefusal("failed", `${source} ${cause.message}, ${tries} times in a row`, { cause });
}

async function response({ source, url, headers, form }: HttpCall, limit: TimeLimit): Promise<Response> {
  const answer = await waited(limit, () =>
    fetch(url, {
      headers: { ...headers },
      signal: limit.signal,
      redirect: "manual",
      ...(form !== undefined && { method: "POST", body: form }),
    }),
  );

  const isTransient = answer.status >= 500 || answer.status === 408;
  if (!isTransient && answer.status !== 429) return answer;
  await answer.body?.cancel();
  if (isTransient) throw new Interruption(`answered ${answer.status}`);
  throw new SourceThrottled(source, retryAfterSeconds(answer.headers.get("retry-after"), Date.now()));
}

/** What comes of a wait for the source. One that a limit ended fails by that limit, whatever the connection says. */
function waited<T>(limit: TimeLimit, wait: () => Promise<T>): Promise<T> {
  return limit.during(wait).catch((cause: unknown) => {
    limit.signal.throwIfAborted();
    throw new Interruption("could not be reached, or broke off", { cause });
  });
}

async function* bytesOf({ body }: Response, limit: TimeLimit): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  const next = () => waited(limit, () => reader.read());
  try {
    for (let chunk = await next(); !chunk.done; chunk = await next()) yield chunk.value;
  } finally {
    // Whoever stops early leaves no open connection behind. A stream that broke cannot be cancelled, nor needs it.
    await reader.cancel().catch(() => undefined);
  }
}

async function jsonAnswer(call: HttpCall, answer: Response, limit: TimeLimit): Promise<JsonAnswer> {
  const body = await jsonBody(call, answer, limit);
  return { status: answer.status, body, location: answer.headers.get("location") };
}

async function jsonBody({ source }: HttpCall, answer: Response, limit: TimeLimit): Promise<unknown> {
  const text = await utf8Text(source, answer, limit);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the body, which may be a person's name: they stay here.
    if (!answer.ok) return null;
    const type = /^[\w.+-]+\/[\w.+-]+/.exec(answer.headers.get("content-type") ?? "")?.[0] ?? "a body of no type";
    throw new SourceRefusal("unreadable", `${source} answered ${answer.status} with ${type} that is not JSON`);
  }
}

/** Partner Center opens some bodies with a byte order mark: the decoder drops it where there is one. */
async function utf8Text(source: string, answer: Response, limit: TimeLimit): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of bytesOf(answer, limit)) {
    bytes += chunk.byteLength;
    if (bytes > JSON_BYTES_MAX) {
      throw new SourceRefusal("unreadable", `${source} answered more than ${JSON_BYTES_MAX} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
