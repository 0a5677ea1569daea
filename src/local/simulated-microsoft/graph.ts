import { type Answer, answer, type Call, type FirstTime } from "./answer.ts";
import { downloadPath, Report } from "./downloads.ts";
import { companySubscriptionRows, loosely, type Sellers, subscribedSkuRows } from "./licence-rows.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { guidOf } from "./random.ts";
import { grantOf, type Seal } from "./tokens.ts";

export type GraphSetting = Readonly<{
  portfolio: Portfolio;
  sellers: Sellers;
  seal: Seal;
  /** Graph's own address, for its links to next pages. */
  graphUrl: string;
  downloadUrl: string;
  linkLifetimeSeconds: number;
  firstTime: FirstTime;
  nowSeconds: () => number;
}>;

/** Microsoft Graph inside one customer's tenant: the token says which. */
export function graph(setting: GraphSetting): (call: Call) => Answer {
  const { portfolio, seal, nowSeconds } = setting;

  return (call) => {
    const grant = grantOf(seal, call.headers, nowSeconds());
    if (grant.kind === "refused") return failed(portfolio, 401, "InvalidAuthenticationToken", NO_GRANT[grant.reason]);
    if (grant.audience !== "graph") {
      return failed(portfolio, 401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.");
    }
    const customer = portfolio.find(grant.tenantId);
    if (customer === null) return failed(portfolio, 404, "UnknownTenantId", "The tenant is not known to this service.");

    if (call.path === "/v1.0/subscribedSkus") return subscribedSkus(setting, customer, call);
    if (call.path === "/v1.0/directory/subscriptions") return companySubscriptions(setting, customer, call);
    const [, name, period] = /^\/v1\.0\/reports\/(\w+)\(period='(\w+)'\)$/.exec(call.path) ?? [];
    const report = Report.safeParse(name);
    if (call.method !== "GET" || !report.success) {
      return failed(portfolio, 400, "BadRequest", "Resource not found for the segment.");
    }
    if (period === undefined || !PERIODS.has(period)) {
      return failed(portfolio, 400, "InvalidArgument", `Invalid period value specified: ${period}.`);
    }
    return reportAnswer(setting, customer, report.data);
  };
}

const NO_GRANT = {
  absent: "Access token is empty.",
  unreadable: "CompactToken parsing failed.",
  expired: "Access token has expired or is not yet valid.",
} as const;

const PERIODS = new Set(["D7", "D30", "D90", "D180"]);

function reportAnswer(setting: GraphSetting, customer: Customer, report: Report): Answer {
  const { portfolio, firstTime, nowSeconds } = setting;
  const manner = customer.oddity.wire.reports;
  const isFirst = () => firstTime(`${report} of ${customer.id}`);

  switch (manner) {
    case "redirected":
      return redirect(setting, customer, report);
    case "throttled once, seconds":
      return isFirst() ? throttled(portfolio, String(RETRY_SECONDS)) : redirect(setting, customer, report);
    case "throttled once, date": {
      // A date has no fractions: a second is added for the one that is cut off.
      const retryAt = new Date((nowSeconds() + RETRY_SECONDS + 1) * 1000).toUTCString();
      return isFirst() ? throttled(portfolio, retryAt) : redirect(setting, customer, report);
    }
    case "unavailable once":
      return isFirst()
        ? failed(portfolio, 503, "ServiceUnavailable", "The service is not available for now.")
        : redirect(setting, customer, report);
    case "not ready":
      return failed(portfolio, 404, "UnknownTenantId", "The tenant is not known to this service.");
    case "not ready, nested":
      return failed(
        portfolio,
        404,
        "UnknownError",
        JSON.stringify({ error: { code: "UnknownTenantId", message: "The tenant is not known to this service." } }),
      );
    case "no permission":
      return failed(portfolio, 403, "S2SUnauthorized", "Invalid permission.");
  }
}

const RETRY_SECONDS = 1;

function redirect(setting: GraphSetting, { id }: Customer, report: Report): Answer {
  const { downloadUrl, seal, linkLifetimeSeconds, nowSeconds } = setting;
  const expiresAt = Math.floor(nowSeconds()) + linkLifetimeSeconds;
  const location = `${downloadUrl}${downloadPath(seal, { customerId: id, report, expiresAt })}`;
  return answer(302, { location, "content-type": "text/plain" }, "");
}

function subscribedSkus(setting: GraphSetting, customer: Customer, call: Call): Answer {
  const { purchases, users } = setting.portfolio.tenantOf(customer);
  const rows = subscribedSkuRows(customer, purchases, users());

  switch (customer.oddity.wire.licences) {
    case "page of html":
      return answer(200, { "content-type": "text/html; charset=utf-8" }, PAGE_OF_HTML);
    case "link to another host": {
      const nextLink = `${setting.downloadUrl}${call.path}?$skiptoken=${SKIP_PREFIX}${PAGED_ROWS}`;
      return collection(call.path, rows.slice(0, PAGED_ROWS), nextLink);
    }
    case "paged, loose types":
      return page(setting, call, rows);
    case "whole":
      return collection(call.path, rows, null);
  }
}

function companySubscriptions(setting: GraphSetting, customer: Customer, call: Call): Answer {
  const rows = companySubscriptionRows(setting.portfolio.tenantOf(customer).purchases, setting.sellers);
  return customer.oddity.wire.licences === "paged, loose types"
    ? page(setting, call, rows)
    : collection(call.path, rows, null);
}

function page(setting: GraphSetting, call: Call, rows: readonly Record<string, unknown>[]): Answer {
  const token = call.query.get("$skiptoken");
  const first = token === null ? 0 : Number(token.slice(SKIP_PREFIX.length));
  const next = first + PAGED_ROWS;
  const nextLink = `${setting.graphUrl}${call.path}?$skiptoken=${SKIP_PREFIX}${next}`;
  return collection(
    call.path,
    rows.slice(first, next).map((row) => loosely(row)),
    next < rows.length ? nextLink : null,
  );
}

/** Rows of a page, where there are pages. */
const PAGED_ROWS = 2;
const SKIP_PREFIX = "RFNwdAIAAQ";

const PAGE_OF_HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>We are sorry.</body></html>";

function collection(path: string, rows: readonly unknown[], nextLink: string | null): Answer {
  return json(200, {
    "@odata.context": `https://graph.microsoft.com/v1.0/$metadata#${path.slice("/v1.0/".length)}`,
    ...(nextLink === null ? {} : { "@odata.nextLink": nextLink }),
    value: rows,
  });
}

function throttled(portfolio: Portfolio, retryAfter: string): Answer {
  const refusal = failed(portfolio, 429, "TooManyRequests", "Too many requests. Please retry later.");
  return { ...refusal, headers: { ...refusal.headers, "retry-after": retryAfter } };
}

/** The date of a failure is the midnight of the simulated day: the same question has the same answer. */
function failed({ today }: Portfolio, status: number, code: string, message: string): Answer {
  const requestId = guidOf(`${status} ${code} ${message}`);
  return json(status, {
    error: {
      code,
      message,
      innerError: { date: `${today}T00:00:00`, "request-id": requestId, "client-request-id": requestId },
    },
  });
}

function json(status: number, value: unknown): Answer {
  const body = JSON.stringify(value);
  return answer(
    status,
    { "content-type": "application/json;odata.metadata=minimal", "request-id": guidOf(body) },
    body,
  );
}
