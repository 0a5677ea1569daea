import type { Day } from "../../domain/day.ts";
import { type Answer, answer } from "./answer.ts";
import { guidOf } from "./random.ts";

/** A list, or a page of one; null where no page follows. */
export function collection(path: string, rows: readonly unknown[], nextLink: string | null): Answer {
  return graphJson(200, {
    "@odata.context": contextOf(path),
    ...(nextLink === null ? {} : { "@odata.nextLink": nextLink }),
    value: rows,
  });
}

export function contextOf(path: string): string {
  return `https://graph.microsoft.com/v1.0/$metadata#${path.slice("/v1.0/".length)}`;
}

/** The date of a failure is the midnight of the simulated day: the same question has the same answer. */
export function failed(today: Day, status: number, code: string, message: string): Answer {
  const requestId = guidOf(`${status} ${code} ${message}`);
  return graphJson(status, {
    error: {
      code,
      message,
      innerError: { date: `${today}T00:00:00`, "request-id": requestId, "client-request-id": requestId },
    },
  });
}

export function throttled(today: Day, retryAfter: string): Answer {
  const refusal = failed(today, 429, "TooManyRequests", "Too many requests. Please retry later.");
  return { ...refusal, headers: { ...refusal.headers, "retry-after": retryAfter } };
}

export function graphJson(status: number, value: unknown): Answer {
  const body = JSON.stringify(value);
  return answer(
    status,
    { "content-type": "application/json;odata.metadata=minimal", "request-id": guidOf(body) },
    body,
  );
}
