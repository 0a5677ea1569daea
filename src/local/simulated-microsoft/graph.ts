import { type Answer, answer, type Call } from "./answer.ts";
import { directoryRow, directoryUsers, USER_FIELDS, type UserField } from "./directory-rows.ts";
import { collection, contextOf, failed, graphJson } from "./graph-answer.ts";
import { graphReports, type ReportSetting } from "./graph-reports.ts";
import { companySubscriptionRows, loosely, type Sellers, subscribedSkuRows } from "./licence-rows.ts";
import type { Customer } from "./portfolio.ts";
import { grantOf } from "./tokens.ts";

export type GraphSetting = ReportSetting &
  Readonly<{
    sellers: Sellers;
    /** Graph's own address, for its links to next pages. */
    graphUrl: string;
  }>;

/** Microsoft Graph inside one customer's tenant: the token says which. */
export function graph(setting: GraphSetting): (call: Call) => Answer {
  const { portfolio, seal, nowSeconds } = setting;
  const { today } = portfolio;
  const reports = graphReports(setting);

  return (call) => {
    const grant = grantOf(seal, call.headers, nowSeconds());
    if (grant.kind === "refused") return failed(today, 401, "InvalidAuthenticationToken", NO_GRANT[grant.reason]);
    if (grant.audience !== "graph") {
      return failed(today, 401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.");
    }
    const customer = portfolio.find(grant.tenantId);
    if (customer === null) return failed(today, 404, "UnknownTenantId", "The tenant is not known to this service.");

    const unknown = () => failed(today, 400, "BadRequest", "Resource not found for the segment.");
    if (call.method !== "GET") return unknown();
    const list = LISTS.get(call.path);
    return list === undefined ? (reports(customer, call.path) ?? unknown()) : list(setting, customer, call);
  };
}

const NO_GRANT = {
  absent: "Access token is empty.",
  unreadable: "CompactToken parsing failed.",
  expired: "Access token has expired or is not yet valid.",
} as const;

const LISTS: ReadonlyMap<string, (setting: GraphSetting, customer: Customer, call: Call) => Answer> = new Map([
  ["/v1.0/subscribedSkus", subscribedSkus],
  ["/v1.0/directory/subscriptions", companySubscriptions],
  ["/v1.0/users", users],
  ["/v1.0/admin/reportSettings", reportSettings],
]);

function subscribedSkus(setting: GraphSetting, customer: Customer, call: Call): Answer {
  const tenant = setting.portfolio.tenantOf(customer);
  const rows = subscribedSkuRows(customer, tenant.purchases, tenant.users());

  switch (customer.oddity.wire.licences) {
    case "page of html":
      return answer(200, { "content-type": "text/html; charset=utf-8" }, PAGE_OF_HTML);
    case "link to another host": {
      const nextLink = `${setting.downloadUrl}${call.path}?$skiptoken=${SKIP_PREFIX}${PAGED_ROWS}`;
      return collection(call.path, rows.slice(0, PAGED_ROWS), nextLink);
    }
    case "paged, loose types":
      return loosePage(setting, call, rows);
    case "whole":
      return collection(call.path, rows, null);
  }
}

function companySubscriptions(setting: GraphSetting, customer: Customer, call: Call): Answer {
  const rows = companySubscriptionRows(setting.portfolio.tenantOf(customer).purchases, setting.sellers);
  return customer.oddity.wire.licences === "paged, loose types"
    ? loosePage(setting, call, rows)
    : collection(call.path, rows, null);
}

function loosePage({ graphUrl }: GraphSetting, call: Call, rows: readonly Record<string, unknown>[]): Answer {
  const { page, next } = pageOf(call, rows, PAGED_ROWS);
  const nextLink = `${graphUrl}${call.path}?$skiptoken=${next}`;
  return collection(
    call.path,
    page.map((row) => loosely(row)),
    next === null ? null : nextLink,
  );
}

/** Without a `$select`, the directory keeps licences to itself. */
function users({ portfolio, graphUrl }: GraphSetting, customer: Customer, call: Call): Answer {
  const { today } = portfolio;
  if (customer.oddity.wire.directory === "refused") return forbidden(today);
  const asked = call.query.get("$select")?.split(",") ?? ["id", "displayName", "userPrincipalName"];
  const fields = asked.filter((name) => isUserField(name));
  const top = Number(call.query.get("$top") ?? USERS_PAGED);
  // Filters, orders and counts are not simulated, and refused rather than passed over.
  if (fields.length < asked.length || ![...call.query.keys()].every((name) => USER_PARAMETERS.has(name))) {
    return failed(today, 400, "BadRequest", "The query names a property or an option that is not known here.");
  }
  if (!Number.isInteger(top) || top < 1 || top > USERS_MAX) {
    const message = `Invalid page size specified: '${top}'. Must be between 1 and ${USERS_MAX} inclusive.`;
    return failed(today, 400, "Request_BadRequest", message);
  }

  const listed = directoryUsers(portfolio.tenantOf(customer).users());
  const { page, next } = pageOf(call, listed, Math.min(top, USERS_PAGED));
  const parameters = [...call.query]
    .filter(([name]) => name !== "$skiptoken")
    .map(([name, value]) => `${name}=${value}`);
  const nextLink = `${graphUrl}${call.path}?${[...parameters, `$skiptoken=${next}`].join("&")}`;
  return collection(
    call.path,
    page.map((user) => directoryRow(user, fields)),
    next === null ? null : nextLink,
  );
}

/** The most that may be asked for, and the most that is given here, so that a customer has pages. */
const USERS_MAX = 999;
const USERS_PAGED = 100;
const USER_PARAMETERS = new Set(["$select", "$top", "$skiptoken"]);

function isUserField(name: string): name is UserField {
  return USER_FIELDS.some((field) => field === name);
}

/** The documentation wraps the settings in a `value`, and others have met them bare: of even customers, the former. */
function reportSettings({ portfolio }: GraphSetting, customer: Customer, call: Call): Answer {
  if (customer.oddity.wire.reportSettings === "refused") return forbidden(portfolio.today);
  const displayConcealedNames = customer.oddity.isConcealed;
  return graphJson(
    200,
    customer.number % 2 === 0
      ? { value: { "@odata.type": "#microsoft.graph.adminReportSettings", displayConcealedNames } }
      : { "@odata.context": contextOf(call.path), displayConcealedNames },
  );
}

function forbidden(today: GraphSetting["portfolio"]["today"]): Answer {
  return failed(today, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

/** `next`: the token that the next page is asked by; null where there is none. */
function pageOf<Row>({ query }: Call, rows: readonly Row[], size: number): { page: Row[]; next: string | null } {
  const token = query.get("$skiptoken");
  const first = token === null ? 0 : Number(token.slice(SKIP_PREFIX.length));
  const end = first + size;
  return { page: rows.slice(first, end), next: end < rows.length ? `${SKIP_PREFIX}${end}` : null };
}

/** Rows of a page of licences, where there are pages. */
const PAGED_ROWS = 2;
const SKIP_PREFIX = "RFNwdAIAAQ";

const PAGE_OF_HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>We are sorry.</body></html>";
