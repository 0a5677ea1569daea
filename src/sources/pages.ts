import type { JsonAnswer } from "./http-client.ts";
import { SourceRefusal } from "./source-refusal.ts";

/** Where the next page is: opaque, followed as it stands, with the headers that belong to it. */
export type Link = Readonly<{ url: URL; headers: Readonly<Record<string, string>> }>;

export type Page<Row> = Readonly<{ rows: readonly Row[]; next: Link | null }>;

type Paging<Row> = Readonly<{
  source: string;
  first: Link;
  ask(link: Link): Promise<JsonAnswer>;
  read(answer: JsonAnswer): Page<Row>;
}>;

/** Half a million customers by pages of 500, or of one customer a million users by pages of 999. */
const PAGES_MAX = 1_000;

/**
 * Every page, in order. A link goes out with our token, so it must stay where the first one was; one that comes twice
 * would go round for ever.
 */
export async function* pages<Row>({ source, first, ask, read }: Paging<Row>): AsyncGenerator<readonly Row[]> {
  const followed = new Set<string>();
  let link: Link | null = first;
  while (link !== null) {
    if (link.url.origin !== first.url.origin) throw refusal(source, "links to another host");
    const identity = JSON.stringify([link.url.href, link.headers]);
    if (followed.has(identity)) throw refusal(source, "links back to a page that was read");
    if (followed.size === PAGES_MAX) throw refusal(source, `has more than ${PAGES_MAX} pages`);
    followed.add(identity);

    const page: Page<Row> = read(await ask(link));
    yield page.rows;
    link = page.next;
  }
}

/** A link as an answer spells it. */
export function linkUrl(source: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw refusal(source, "links to no address");
  return url;
}

function refusal(source: string, why: string): SourceRefusal {
  return new SourceRefusal("unreadable", `${source} ${why}`);
}
