import { type Answer, answer, BYTE_ORDER_MARK } from "./answer.ts";
import { guidOf } from "./random.ts";

/** A collection. `totalCount` counts the page, not the whole. Some collections have no links, not even to themselves. */
export function listed(items: readonly unknown[], links: unknown, mark: string): Answer {
  return partnerCenterJson(
    200,
    {
      totalCount: items.length,
      items,
      ...(links === null ? {} : { links }),
      attributes: { objectType: "Collection" },
    },
    mark,
  );
}

export function refused(status: number, code: string | number, description: string): Answer {
  return partnerCenterJson(status, { code, description, data: [], source: "PartnerFD" }, BYTE_ORDER_MARK);
}

/** The layer that checks tokens has no body to give. */
export function unauthorized(): Answer {
  return answer(401, { "www-authenticate": 'Bearer error="invalid_token"' }, "");
}

/** The gateway before the service answers in a shape of its own. */
export function throttled(): Answer {
  const { headers, ...rest } = partnerCenterJson(429, {
    statusCode: 429,
    message: `Rate limit is exceeded. Try again in ${RETRY_SECONDS} seconds.`,
  });
  return { ...rest, headers: { ...headers, "retry-after": String(RETRY_SECONDS) } };
}

const RETRY_SECONDS = 1;

/** Whether a body begins with a byte order mark is a matter of luck: here of an even number. */
export function markOf({ number }: Readonly<{ number: number }>): string {
  return number % 2 === 0 ? BYTE_ORDER_MARK : "";
}

export function partnerCenterJson(status: number, value: unknown, mark = ""): Answer {
  const body = `${mark}${JSON.stringify(value)}`;
  const headers = { "content-type": "application/json; charset=utf-8", "ms-requestid": guidOf(body) };
  return answer(status, headers, body);
}
