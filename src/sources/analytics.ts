import type { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { ReportedSnapshot } from "../domain/reported.ts";
import {
  type AnalyticsPage,
  customerDeployment,
  customerUsage,
  type DeploymentRow,
  deploymentPage,
  reportedFold,
  type UsageRow,
  usagePage,
} from "./analytics-rows.ts";
import type { JsonAnswer } from "./http-client.ts";
import { type Link, linkUrl, type Page, pages } from "./pages.ts";
import { SourceRefusal } from "./source-refusal.ts";

type AnalyticsOptions = Readonly<{
  /** The address of the API, without a version. */
  base: string;
  /** Asks as a user of the partner: no application may read analytics. */
  ask(url: URL): Promise<JsonAnswer>;
  refusal(answer: JsonAnswer, subject: string): SourceRefusal;
  /** All rows of an ordinary collection of one customer, asked for as that user. */
  rowsOf(path: string, subject: string): Promise<readonly unknown[]>;
}>;

const SOURCE = "Partner Center";

/** Partner Center's own maximum, and its default. */
const ROWS_A_PAGE = 10_000;

/**
 * The documentation of one and the same call names both.
 * https://learn.microsoft.com/partner-center/developer/get-licenses-deployment-information
 */
const PREFIXES = ["/v1", "/partner/v1"] as const;

/** The two figures of analytics that speak of all customers at once, and how a refusal calls them. */
type Figure<Row> = Readonly<{ path: string; subject: string; read: (body: unknown) => AnalyticsPage<Row> }>;

const DEPLOYMENT: Figure<DeploymentRow> = {
  path: "/analytics/commercial/deployment/license",
  subject: "the deployment of all customers",
  read: deploymentPage,
};

const USAGE: Figure<UsageRow> = {
  path: "/analytics/commercial/usage/license",
  subject: "the usage of all customers",
  read: usagePage,
};

/** Partner Center's own figures of what was handed out and used, processed about weekly, days before they are read. */
export function analytics({ base, ask, refusal, rowsOf }: AnalyticsOptions) {
  /** The one that answered last: nobody asks under the wrong one all night. */
  let prefix: (typeof PREFIXES)[number] = "/v1";

  async function firstAnswer(path: string): Promise<JsonAnswer> {
    const answer = await ask(new URL(`${base}${prefix}${path}`));
    if (answer.status !== 404) return answer;
    const other = prefix === "/v1" ? "/partner/v1" : "/v1";
    const second = await ask(new URL(`${base}${other}${path}`));
    if (second.status !== 404) prefix = other;
    return second;
  }

  function pageOf<Row>({ subject, read }: Figure<Row>, answer: JsonAnswer): AnalyticsPage<Row> {
    if (answer.status === 200) return read(answer.body);
    if (answer.status !== 404) throw refusal(answer, subject);
    throw new SourceRefusal("source_not_ready", `${SOURCE} has no call (404) for ${subject}`);
  }

  /** Goes on by the link, and by counting where there is none and rows are still to come. */
  async function* allPages<Row>(figure: Figure<Row>): AsyncGenerator<readonly Row[]> {
    const pathFrom = (skip: number) => `${figure.path}?top=${ROWS_A_PAGE}&skip=${skip}`;
    const first = new URL(`${base}${prefix}${pathFrom(0)}`);
    let rowsRead = 0;
    let lastMark: string | null = null;

    const nextOf = ({ rows, nextLink, total }: AnalyticsPage<Row>): Link | null => {
      if (nextLink !== null) return { url: nextUrl(base, prefix, nextLink), headers: {} };
      // A total below what a whole page holds counts the page, and a whole page may have another behind it.
      const isWholePage = rows.length >= ROWS_A_PAGE;
      if (!isWholePage && (total === null || rowsRead >= total)) return null;
      if (rows.length === 0) throw unreadable(`gave fewer rows of ${figure.subject} than it told of`);
      return { url: new URL(`${base}${prefix}${pathFrom(rowsRead)}`), headers: {} };
    };
    const read = (answer: JsonAnswer): Page<Row> => {
      const page = pageOf(figure, answer);
      rowsRead += page.rows.length;
      // An answer that pays no heed to `skip` would count everybody twice.
      if (page.mark !== null && page.mark === lastMark) throw unreadable(`gave a page of ${figure.subject} twice`);
      lastMark = page.mark;
      return { rows: page.rows, next: nextOf(page) };
    };

    const asked = ({ url }: Link) => (url.href === first.href ? firstAnswer(pathFrom(0)) : ask(url));
    yield* pages({ source: SOURCE, first: { url: first, headers: {} }, ask: asked, read });
    if (rowsRead === 0) throw nothingOf(figure.subject);
  }

  async function processedOn(figure: Figure<Dated>): Promise<Day | SourceRefusal> {
    const { rows, refusal: refused } = await rowsOrRefusal(async () => {
      const answer = await firstAnswer(`${figure.path}?top=1&skip=0`);
      return pageOf(figure, answer).rows;
    });
    return refused ?? rows[0]?.processedOn ?? nothingOf(figure.subject);
  }

  return {
    /** Deployment of all customers, a page at a time. No row at all is `source_not_ready`: unavailable, and not zero. */
    analyticsDeployment: (): AsyncGenerator<readonly DeploymentRow[]> => allPages(DEPLOYMENT),

    /** As `analyticsDeployment`, of usage. */
    analyticsUsage: (): AsyncGenerator<readonly UsageRow[]> => allPages(USAGE),

    /**
     * The days on which both were processed, by one row of each, or why there is none: each service is processed by
     * itself, so that the same day does not prove that there is nothing new.
     */
    async analyticsProcessedOn(): Promise<AnalyticsDays> {
      return { deployment: await processedOn(DEPLOYMENT), usage: await processedOn(USAGE) };
    },

    /**
     * The same figures of one customer, by the older calls. A half that is refused or empty is null where the other is
     * there; a half of another shape than expected is a refusal of both.
     */
    async customerAnalytics(customerId: CustomerId): Promise<ReportedSnapshot> {
      const half = async (figure: string) => {
        const path = `/customers/${customerId}/analytics/licenses/${figure}`;
        const { rows, refusal: refused } = await rowsOrRefusal(() => rowsOf(path, `customer ${customerId}`));
        if (refused?.reason === "unreadable") throw refused;
        return { rows, refusal: refused };
      };
      const deployment = await half("deployment");
      const usage = await half("usage");
      const fold = reportedFold();
      fold.addDeployment(customerDeployment(deployment.rows, customerId));
      fold.addUsage(customerUsage(usage.rows, customerId));
      const snapshot = fold.snapshots().get(customerId);
      if (snapshot !== undefined) return snapshot;
      throw deployment.refusal ?? usage.refusal ?? nothingOf(`customer ${customerId}`);
    },
  };
}

/** Of each half, the day on which it was processed, or why it is not to be had. */
export type AnalyticsDays = Readonly<Record<"deployment" | "usage", Day | SourceRefusal>>;

type Dated = Readonly<{ processedOn: Day }>;

type Half<Row> = Readonly<{ rows: readonly Row[]; refusal: SourceRefusal | null }>;

async function rowsOrRefusal<Row>(ask: () => Promise<readonly Row[]>): Promise<Half<Row>> {
  try {
    return { rows: await ask(), refusal: null };
  } catch (error) {
    if (!(error instanceof SourceRefusal)) throw error;
    return { rows: [], refusal: error };
  }
}

/** Links are absolute, or leave out the host and mostly the version. Whether the host is ours is for `pages` to see. */
function nextUrl(base: string, prefix: string, link: string): URL {
  if (/^[a-z][a-z\d+.-]*:/i.test(link)) return linkUrl(SOURCE, link);
  const path = link.startsWith("/") ? link : `/${link}`;
  const isWhole = PREFIXES.some((known) => path.startsWith(`${known}/`));
  return linkUrl(SOURCE, `${base}${isWhole ? "" : prefix}${path}`);
}

/** Since late 2021 many partners get an empty list: https://github.com/microsoft/Partner-Center-PowerShell/issues/378 */
function nothingOf(subject: string): SourceRefusal {
  return new SourceRefusal(
    "source_not_ready",
    `${SOURCE} answered without a row for ${subject}: unavailable, not zero`,
  );
}

function unreadable(what: string): SourceRefusal {
  return new SourceRefusal("unreadable", `${SOURCE} ${what}`);
}
