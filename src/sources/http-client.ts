import { setTimeout as waitMs } from "node:timers/promises";
import { retryAfterSeconds } from "./retry-after.ts";
import { SourceRefusal, SourceThrottled } from "./source-refusal.ts";

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

export type HttpClient = ReturnType<typeof httpClient>;

type HttpClientOptions = Readonly<{
  /** For one try: connecting, headers and the whole body. */
  timeoutMs?: number;
  wait?: (ms: number) => Promise<unknown>;
}>;

/** Microsoft's own client for Partner Center waits so: (2ⁿ − 1) ÷ 2 seconds. */
const RETRY_WAITS_MS = [500, 1_500, 3_500];

/** The largest answer, a page of 500 customers, has less than one. */
const JSON_BYTES_MAX = 16 * 1024 * 1024;

/**
 * The one way out. Failures that pass by themselves (5xx, 408, a lost connection, a stall) are tried again in place; 429
 * is thrown at once, for nobody may sleep that long; redirects are answers, never followed.
 */
export function httpClient({ timeoutMs = 60_000, wait = waitMs }: HttpClientOptions = {}) {
  async function exchange<T>(call: HttpCall, read: (response: Response) => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await read(await response(call, AbortSignal.timeout(timeoutMs)));
      } catch (error) {
        if (!(error instanceof Interruption)) throw error;
        const waitBeforeNextMs = RETRY_WAITS_MS[failures];
        if (waitBeforeNextMs === undefined) throw refusalAfter(call, error, failures + 1);
        await wait(waitBeforeNextMs);
      }
    }
  }

  return {
    json: (call: HttpCall): Promise<JsonAnswer> =>
      exchange(call, async (answer) => ({
        status: answer.status,
        body: await jsonBody(call, answer),
        location: answer.headers.get("location"),
      })),

    /** Streams a body of any size through `read`, which starts afresh when the stream breaks and is asked for again. */
    bytes: <T>(call: HttpCall, read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> =>
      exchange(call, async (answer) => {
        if (answer.ok) return read(bytesOf(answer));
        await answer.body?.cancel();
        throw new SourceRefusal("failed", `${call.source} answered ${answer.status}`);
      }),
  };
}

/** A failure that may pass by itself. */
class Interruption extends Error {
  override readonly name = "Interruption";
}

function refusalAfter({ source }: HttpCall, cause: Interruption, tries: number): SourceRefusal {
  return new SourceRefusal("failed", `${source} ${cause.message}, ${tries} times in a row`, { cause });
}

async function response({ source, url, headers, form }: HttpCall, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(url, {
    headers: { ...headers },
    signal,
    redirect: "manual",
    ...(form !== undefined && { method: "POST", body: form }),
  }).catch((error: unknown) => {
    throw interruption(error);
  });

  const isTransient = answer.status >= 500 || answer.status === 408;
  if (!isTransient && answer.status !== 429) return answer;
  await answer.body?.cancel();
  if (isTransient) throw new Interruption(`answered ${answer.status}`);
  throw new SourceThrottled(source, retryAfterSeconds(answer.headers.get("retry-after"), Date.now()));
}

/** Names the fault, never the address: the cause may hold it, and is for a debugger. */
function interruption(cause: unknown): Interruption {
  const isLate = cause instanceof Error && cause.name === "TimeoutError";
  return new Interruption(isLate ? "did not answer in time" : "could not be reached, or broke off", { cause });
}

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  const next = () =>
    reader.read().catch((error: unknown) => {
      throw interruption(error);
    });
  try {
    for (let chunk = await next(); !chunk.done; chunk = await next()) yield chunk.value;
  } finally {
    // Whoever stops early leaves no open connection behind. A stream that broke cannot be cancelled, nor needs it.
    await reader.cancel().catch(() => undefined);
  }
}

async function jsonBody({ source }: HttpCall, answer: Response): Promise<unknown> {
  const text = await utf8Text(source, answer);
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!answer.ok) return null;
    const type = /^[\w.+-]+\/[\w.+-]+/.exec(answer.headers.get("content-type") ?? "")?.[0] ?? "a body of no type";
    throw new SourceRefusal("unreadable", `${source} answered ${answer.status} with ${type} that is not JSON`, {
      cause,
    });
  }
}

/** Partner Center opens some bodies with a byte order mark: the decoder drops it where there is one. */
async function utf8Text(source: string, answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of bytesOf(answer)) {
    bytes += chunk.byteLength;
    if (bytes > JSON_BYTES_MAX) {
      throw new SourceRefusal("unreadable", `${source} answered more than ${JSON_BYTES_MAX} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
