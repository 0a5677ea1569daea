import type { IncomingHttpHeaders } from "node:http";

/** One request, with the path below the service's own address. */
export type Call = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}>;

export type Answer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether the connection breaks halfway through the body, against the promised length. */
  isCut: boolean;
}>;

export function answer(status: number, headers: Readonly<Record<string, string>>, body: string): Answer {
  return { status, headers, body, isCut: false };
}

/** "Once" in an oddity: true the first time a name comes up, false from then on. */
export type FirstTime = (name: string) => boolean;

export function firstTimes(): FirstTime {
  const seen = new Set<string>();
  return (name) => {
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  };
}

export const BYTE_ORDER_MARK = "\uFEFF";
