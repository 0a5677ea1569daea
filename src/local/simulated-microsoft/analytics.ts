import { addDays, type Day } from "../../domain/day.ts";
import { type Answer, BYTE_ORDER_MARK, type Call } from "./answer.ts";
import { deploymentCounts, usageCounts } from "./analytics-counts.ts";
import { deploymentRow, olderDeploymentRow, olderUsageRow, usageRow } from "./analytics-rows.ts";
import { listed, markOf, partnerCenterJson, refused } from "./partner-center-answer.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { newestWeekday } from "./weekday.ts";

/** Which calls have something to say. `customers only`: there are none for the whole portfolio. `empty`: no row anywhere. */
export type AnalyticsMode = "portfolio" | "customers only" | "empty";

/** The two kinds of figures, as both generations of calls name them. */
export type Figure = "deployment" | "usage";

export type AnalyticsSetting = Readonly<{
  portfolio: Portfolio;
  partnerCenterUrl: string;
  mode: AnalyticsMode;
  /** The most rows of a page, whatever the caller asks for. */
  rowsMax: number;
}>;

/** Licence analytics: what Partner Center itself says was handed out and used. */
export function analytics(setting: AnalyticsSetting) {
  const { portfolio, mode } = setting;
  // One list for all pages, made as far as it was asked for: the rows are numbered, and a page may begin anywhere.
  const pages = {
    deployment: pagesOf(mode === "empty" ? [] : portfolioRows(portfolio, "deployment")),
    usage: pagesOf(mode === "empty" ? [] : portfolioRows(portfolio, "usage")),
  };

  return {
    /** Filters, groups and earlier days are not simulated, and refused rather than passed over. */
    ofPortfolio(figure: Figure, { query }: Call): Answer {
      const asked = Number(query.get("top") ?? TOP_MAX);
      const skip = Number(query.get("skip") ?? 0);
      const isKnown = [...query.keys()].every((name) => name === "top" || name === "skip");
      if (!isKnown || !isWholeWithin(asked, 1, TOP_MAX) || !isWholeWithin(skip, 0, SKIP_MAX)) {
        return refused(400, "800002", "The input is invalid.");
      }
      const top = Math.min(asked, setting.rowsMax);
      const { rows, hasNext } = pages[figure](skip, top);
      const next = hasNext ? `top=${top}&skip=${skip + top}` : null;
      return figure === "deployment" ? deploymentPage(setting, rows, next) : usagePage(rows, next);
    },

    ofCustomer(figure: Figure, customer: Customer): Answer {
      const rows = mode === "empty" ? [] : olderRows(portfolio, figure, customer);
      return listed(rows, null, markOf(customer));
    },
  };
}

const TOP_MAX = 10_000;
const SKIP_MAX = 10_000_000;

/** Monday's deployment is known from Wednesday on, its usage from the Sunday after. */
function processedOn(figure: Figure, today: Day): Day {
  return newestWeekday("monday", addDays(today, figure === "deployment" ? -2 : -6));
}

/** The link is absolute, and the body begins with a byte order mark. */
function deploymentPage({ partnerCenterUrl }: AnalyticsSetting, rows: readonly unknown[], next: string | null): Answer {
  const link = `${partnerCenterUrl}/partner/v1/analytics/commercial/deployment/license`;
  return partnerCenterJson(
    200,
    { Value: rows, "@nextLink": next === null ? null : `${link}?${next}`, TotalCount: rows.length },
    BYTE_ORDER_MARK,
  );
}

/** The link begins below the version, as those of customers do, and the envelope is spelled lower case. */
function usagePage(rows: readonly unknown[], next: string | null): Answer {
  const link = "/analytics/commercial/usage/license";
  return partnerCenterJson(200, {
    value: rows,
    nextLink: next === null ? null : `${link}?${next}`,
    totalCount: rows.length,
  });
}

function* portfolioRows(portfolio: Portfolio, figure: Figure): Generator<Record<string, unknown>> {
  const day = processedOn(figure, portfolio.today);
  let number = 0;
  for (const customer of portfolio.customers()) {
    const tenant = portfolio.tenantOf(customer);
    if (figure === "deployment") {
      for (const count of deploymentCounts(customer, tenant)) yield deploymentRow(customer, count, day);
      continue;
    }
    for (const count of usageCounts(customer, tenant, day)) {
      yield usageRow(customer, count, { processedOn: day, number });
      number += 1;
    }
  }
}

function olderRows(portfolio: Portfolio, figure: Figure, customer: Customer): Record<string, unknown>[] {
  const day = processedOn(figure, portfolio.today);
  const tenant = portfolio.tenantOf(customer);
  return figure === "deployment"
    ? deploymentCounts(customer, tenant).map((count) => olderDeploymentRow(customer, count, day))
    : usageCounts(customer, tenant, day).map((count) => olderUsageRow(customer, count, day));
}

/** Takes no more from the source than the pages that were asked for, and one row to know whether there is another. */
function pagesOf<Row>(source: Iterable<Row>) {
  const rest = Iterator.from(source);
  const known: Row[] = [];
  return (skip: number, top: number) => {
    while (known.length <= skip + top) {
      const next = rest.next();
      if (next.done === true) break;
      known.push(next.value);
    }
    return { rows: known.slice(skip, skip + top), hasNext: known.length > skip + top };
  };
}

function isWholeWithin(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}
