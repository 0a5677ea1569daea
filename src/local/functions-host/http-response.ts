import type { ServerResponse } from "node:http";
import { z } from "zod";

const NullableText = z.object({ value: z.string() }).nullish();
const NullableFlag = z.object({ value: z.boolean() }).nullish();

const Cookie = z.object({
  name: z.string(),
  value: z.string(),
  domain: NullableText,
  path: NullableText,
  expires: z.object({ value: z.object({ seconds: z.number() }) }).nullish(),
  secure: NullableFlag,
  httpOnly: NullableFlag,
  sameSite: z.enum(["none", "lax", "strict", "explicitNone"]).optional(),
  maxAge: z.object({ value: z.number() }).nullish(),
});
type Cookie = z.infer<typeof Cookie>;

const Answer = z.object({
  http: z.object({
    statusCode: z.string().transform(Number),
    headers: z.record(z.string(), z.string()),
    cookies: z.array(Cookie),
    body: z.object({ bytes: z.instanceof(Uint8Array) }).nullish(),
  }),
});

/** The host's own business: it knows the length that it sends, and how. */
const HOST_HEADERS = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

/** A handler that answers nothing has no content to show. */
const NO_CONTENT = 204;

/** Sends what the library made of the handler's answer. */
export function send(response: ServerResponse, returned: unknown): void {
  if (returned === null || returned === undefined) {
    sendEmpty(response, NO_CONTENT);
    return;
  }
  const { statusCode, headers, cookies, body } = Answer.parse(returned).http;
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) {
    if (!HOST_HEADERS.has(name)) response.setHeader(name, value);
  }
  if (cookies.length > 0) response.setHeader("set-cookie", cookies.map(cookieText));
  response.end(body?.bytes);
}

export function sendEmpty(response: ServerResponse, statusCode: number): void {
  response.statusCode = statusCode;
  response.end();
}

function cookieText(cookie: Cookie): string {
  const attributes = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    cookie.expires && `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`,
    cookie.maxAge && `max-age=${cookie.maxAge.value}`,
    cookie.domain && `domain=${cookie.domain.value}`,
    `path=${cookie.path?.value ?? "/"}`,
    cookie.secure?.value && "secure",
    sameSiteText(cookie.sameSite),
    cookie.httpOnly?.value && "httponly",
  ];
  return attributes.filter((attribute) => typeof attribute === "string").join("; ");
}

/** "none" is the library's word for *not set*. */
function sameSiteText(sameSite: Cookie["sameSite"]): string | null {
  switch (sameSite) {
    case "lax":
    case "strict":
      return `samesite=${sameSite}`;
    case "explicitNone":
      return "samesite=none";
    case "none":
    case undefined:
      return null;
  }
}
