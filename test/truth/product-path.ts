import { DEFAULT_THRESHOLDS } from "../../src/domain/advice.ts";
import { Day } from "../../src/domain/day.ts";
import type { Exclusions } from "../../src/domain/exclusion.ts";
import { CustomerId, RunId, SkuId } from "../../src/domain/ids.ts";
import { type CustomerInsight, customerInsight } from "../../src/domain/insight.ts";
import { bookedSeats, isSold, licenceSnapshot } from "../../src/domain/licences.ts";
import { type CustomerMetrics, customerMetrics } from "../../src/domain/metrics.ts";
import { portfolioFold, type PortfolioInsight } from "../../src/domain/portfolio.ts";
import { type PullOutcome, refused, type SourceOutcome } from "../../src/domain/pull-outcome.ts";
import { ReportedSnapshot } from "../../src/domain/reported.ts";
import { graph, plansBySku } from "../../src/sources/graph.ts";
import type { HttpClient } from "../../src/sources/http-client.ts";
import { ownSalesPage } from "../../src/sources/partner-center-rows.ts";
import { SourceRefusal } from "../../src/sources/source-refusal.ts";
import type { Answer, RawCustomer, RawPortfolio } from "./raw-portfolio.ts";
import { PAGES_URL } from "./written-portfolio.ts";

export type ProductsFigures = Readonly<{ customers: readonly CustomerInsight[]; portfolio: PortfolioInsight }>;

/**
 * The product's own way from Microsoft's bytes to the published figures, each step as the night takes it. Only the wire
 * is not there: Graph's answers are handed over in memory.
 */
export async function productsFigures(portfolio: RawPortfolio): Promise<ProductsFigures> {
  const night = Day.parse(portfolio.night);
  const runId = RunId.parse(`${night.replaceAll("-", "")}-nightly`);
  const fold = portfolioFold();
  const customers: CustomerInsight[] = [];
  for (const customer of portfolio.customers) {
    const metrics = await productsMetrics(customer, portfolio, night);
    const insight = customerInsight(metrics, { runId, earlier: null, thresholds: DEFAULT_THRESHOLDS });
    customers.push(insight);
    fold.add(insight);
  }
  const publishedOn = `${night}T02:31:07.000Z`;
  return {
    customers,
    portfolio: fold.published({ runId, night, publishedOn, exclusions: exclusionsOf(portfolio) }).insight,
  };
}

async function productsMetrics(customer: RawCustomer, portfolio: RawPortfolio, night: Day): Promise<CustomerMetrics> {
  const customerId = CustomerId.parse(customer.customerId);
  const tenant = graph({
    url: GRAPH_URL,
    loginUrl: LOGIN_URL,
    clientId: "application",
    clientSecret: "secret",
    partnerTenantId: portfolio.partnerTenantId,
    downloadHosts: ["reports.office.example"],
    http: answersOf(customer),
  });

  const sales = salesOf(customer);
  const skus = await refusalOr(tenant.subscribedSkus(customerId));
  const subscriptions = skus instanceof SourceRefusal ? skus : await refusalOr(tenant.subscriptions(customerId));
  const licences =
    skus instanceof SourceRefusal ? null : licenceSnapshot(night, skus, orNull(subscriptions), orNull(sales));
  const activity = await refusalOr(
    tenant.activity(customerId, {
      licences,
      plans: plansBySku(orNull(skus) ?? []),
      isCopilotSold: isSold(licences, "copilot"),
    }),
  );
  const joined = orNull(activity);
  const books = orNull(sales);
  const told = activity instanceof SourceRefusal ? outcomeOf(activity, night) : null;

  const newest: PullOutcome = {
    night,
    activity: told ?? { kind: "kept", asOf: joined?.activity.asOf ?? night },
    apps: joined?.apps ?? outcomeOf(activity, night),
    copilot: joined?.copilot ?? outcomeOf(activity, night),
    directory: joined?.directory ?? outcomeOf(activity, night),
    licences: outcomeOf(skus, night),
    subscriptions: outcomeOf(subscriptions, night),
    sales: outcomeOf(sales, night),
    reported: null,
    requests: refused("not_configured", ""),
    booked: books && bookedSeats(books),
    refusedFiles: [],
  };
  return customerMetrics(
    {
      customer: { customerId, name: customer.name, domain: null },
      activity: joined?.activity ?? null,
      licences,
      reported: reportedOf(customer, portfolio),
      requests: null,
      tickets: null,
      activityDays: [],
      nights: [],
      newest,
    },
    night,
    exclusionsOf(portfolio),
  );
}

function exclusionsOf({ customers, excludedSkuIds }: RawPortfolio): Exclusions {
  const terms = { reason: "taken out", until: null };
  return {
    customers: new Map(
      customers.filter((each) => each.isExcluded).map((each) => [CustomerId.parse(each.customerId), terms]),
    ),
    products: new Map(excludedSkuIds.map((skuId) => [SkuId.parse(skuId), terms])),
  };
}

function reportedOf({ reportedUsage, reportedDeployment }: RawCustomer, { night }: RawPortfolio): ReportedSnapshot {
  return ReportedSnapshot.parse({
    usage: reportedUsage && { asOf: night, workloads: reportedUsage.map((row) => Object.assign({ asOf: night }, row)) },
    deployment: reportedDeployment && {
      asOf: night,
      products: reportedDeployment.map((row) => Object.assign({ asOf: night }, row)),
    },
  });
}

function salesOf({ sales }: RawCustomer) {
  if (sales.kind === "refused") return new SourceRefusal(sales.reason, "the books");
  return sales.body.flatMap((body) => ownSalesPage(JSON.parse(body)).rows);
}

async function refusalOr<T>(asked: Promise<T>): Promise<T | SourceRefusal> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SourceRefusal) return error;
    throw error;
  }
}

function orNull<T>(answer: T | SourceRefusal): T | null {
  return answer instanceof SourceRefusal ? null : answer;
}

function outcomeOf(answer: unknown, night: Day): SourceOutcome {
  return answer instanceof SourceRefusal ? refused(answer.reason, answer.message) : { kind: "kept", asOf: night };
}

const GRAPH_URL = "https://graph.microsoft.com";
const LOGIN_URL = "https://login.microsoftonline.com";
const DOWNLOAD_URL = "https://reports.office.example";

/** Microsoft's answers for one customer, by what is asked. */
function answersOf(customer: RawCustomer): HttpClient {
  const { users, skus, subscriptions, activeUsers, apps, copilot, namesSetting } = customer;
  const pages: Readonly<Record<string, Answer<readonly string[]>>> = { users, skus, subscriptions };
  const reports: Readonly<Record<string, Answer<string>>> = { activeUsers, apps };

  function json(url: URL) {
    if (url.href.startsWith(LOGIN_URL)) return ok({ access_token: "token", expires_in: 3_600 });
    if (url.pathname === "/v1.0/admin/reportSettings") {
      return namesSetting === "refused"
        ? REFUSALS.no_access
        : ok({ displayConcealedNames: namesSetting === "concealed" });
    }
    const next = url.href.startsWith(PAGES_URL) ? url.pathname.split("/") : [];
    const what = next.at(-2) ?? COLLECTIONS[url.pathname] ?? "";
    const answer = pages[what];
    if (answer === undefined) throw new Error(`Nobody answers ${url.href}`);
    return answer.kind === "refused"
      ? REFUSALS[answer.reason]
      : ok(JSON.parse(answer.body[next.length > 0 ? 1 : 0] ?? ""));
  }

  return {
    json: async ({ url }) => json(url),

    async file({ url }, read) {
      if (url.pathname.startsWith("/v1.0/copilot/")) {
        if (copilot.kind === "refused") return { kind: "other", ...REFUSALS[copilot.reason] };
        return { kind: "file", status: 200, value: await read(bytesOf(copilot.body)) };
      }
      const report = REPORTS.find(([name]) => url.pathname.includes(name))?.[1] ?? "";
      const answer = reports[report];
      if (answer === undefined) throw new Error(`Nobody answers ${url.href}`);
      if (answer.kind === "refused") return { kind: "other", ...REFUSALS[answer.reason] };
      return { kind: "other", status: 302, body: null, location: `${DOWNLOAD_URL}/${report}` };
    },

    async bytes({ url }, read) {
      const answer = reports[url.pathname.slice(1)];
      if (answer?.kind !== "given") throw new Error(`Nobody answers ${url.href}`);
      return read(bytesOf(answer.body));
    },
  };
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  "/v1.0/users": "users",
  "/v1.0/subscribedSkus": "skus",
  "/v1.0/directory/subscriptions": "subscriptions",
};

const REPORTS = [
  ["getOffice365ActiveUserDetail", "activeUsers"],
  ["getM365AppUserDetail", "apps"],
] as const;

function ok(body: unknown) {
  return { status: 200, body, location: null };
}

const REFUSALS = {
  no_access: { status: 403, body: { error: { code: "S2SUnauthorized" } }, location: null },
  source_not_ready: { status: 404, body: { error: { code: "UnknownTenantId" } }, location: null },
  failed: { status: 418, body: null, location: null },
} as const;

/** In two pieces: the end of a piece is no end of a line. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const half = Math.floor(bytes.byteLength / 2);
  yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}
