import { analytics, type AnalyticsMode } from "./analytics.ts";
import type { Answer, Call, FirstTime } from "./answer.ts";
import { customerPage } from "./customer-pages.ts";
import { listed, markOf, partnerCenterJson, refused, throttled, unauthorized } from "./partner-center-answer.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { saleRows } from "./sale-rows.ts";
import { supportRequestRows } from "./support-request-rows.ts";
import { grantOf, type Seal } from "./tokens.ts";

export type PartnerCenterSetting = Readonly<{
  portfolio: Portfolio;
  partnerTenantId: string;
  seal: Seal;
  /** Partner Center's own address, for its links to next pages. */
  partnerCenterUrl: string;
  /** The most customers and the most rows of analytics of a page, whatever the caller asks for. */
  pageSizes: Readonly<{ customers: number; analytics: number }>;
  analytics: AnalyticsMode;
  firstTime: FirstTime;
  nowSeconds: () => number;
}>;

/** Partner Center as a partner reads it: its customers, what was sold to each, what came of it, and who asked for help. */
export function partnerCenter(setting: PartnerCenterSetting): (call: Call) => Answer {
  const { portfolio, partnerTenantId, seal, nowSeconds } = setting;
  const routes = routesOf(setting);

  return (call) => {
    const grant = grantOf(seal, call.headers, nowSeconds());
    if (grant.kind === "refused") return unauthorized();
    if (grant.audience !== "partnerCenter") return refused(401, "900420", "The audience of the token is not accepted.");
    if (grant.tenantId !== partnerTenantId) return refused(401, "400", "Access denied.");

    const route = routes.find(({ path }) => path.test(call.path));
    if (call.method !== "GET" || route === undefined) return refused(404, "1000", "Resource not found.");
    if (route.isForUsers && grant.actor === "app") {
      return refused(403, "900150", "This resource can't be accessed by application credentials.");
    }
    if (route.kind === "portfolio") return route.answerTo(call);

    const id = route.path.exec(call.path)?.[1] ?? "";
    if (!GUID.test(id)) return refused(400, "900118", "The customer id is invalid.");
    const customer = portfolio.find(id);
    return customer === null ? refused(404, "60003", "The tenant was not found.") : route.answerTo(customer, call);
  };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One address. Of a customer's, the first group of the path is its id. */
type Route = Readonly<{ path: RegExp; isForUsers: boolean }> &
  (
    | Readonly<{ kind: "portfolio"; answerTo: (call: Call) => Answer }>
    | Readonly<{ kind: "customer"; answerTo: (customer: Customer, call: Call) => Answer }>
  );

/**
 * The documentation of analytics for the whole portfolio names two addresses on one page, `/v1/…` and `/partner/v1/…`:
 * here it is the second one.
 */
function routesOf(setting: PartnerCenterSetting): Route[] {
  const { portfolio, partnerCenterUrl, pageSizes, analytics: mode } = setting;
  const figures = analytics({ portfolio, partnerCenterUrl, mode, rowsMax: pageSizes.analytics });
  const analyticsRoutes = (["deployment", "usage"] as const).flatMap((figure): Route[] => [
    {
      kind: "customer",
      path: new RegExp(`^/v1/customers/([^/]+)/analytics/licenses/${figure}$`),
      isForUsers: true,
      answerTo: (customer) => figures.ofCustomer(figure, customer),
    },
    {
      kind: "portfolio",
      path: new RegExp(`^/partner/v1/analytics/commercial/${figure}/license/?$`),
      isForUsers: true,
      answerTo: (call) => figures.ofPortfolio(figure, call),
    },
  ]);

  return [
    {
      kind: "portfolio",
      path: /^\/v1\/customers$/,
      isForUsers: false,
      answerTo: (call) => customerPage({ portfolio, seal: setting.seal, pageSize: pageSizes.customers }, call),
    },
    {
      kind: "customer",
      path: /^\/v1\/customers\/([^/]+)\/subscriptions$/,
      isForUsers: false,
      answerTo: (customer) => subscriptions(setting, customer),
    },
    {
      kind: "customer",
      path: /^\/v1\/customers\/([^/]+)\/servicerequests$/,
      isForUsers: true,
      answerTo: (customer, call) => supportRequestPage(portfolio, customer, call),
    },
    ...analyticsRoutes.filter(({ kind }) => kind === "customer" || mode !== "customers only"),
  ];
}

function subscriptions({ portfolio, firstTime }: PartnerCenterSetting, customer: Customer): Answer {
  switch (customer.oddity.wire.subscriptions) {
    case "relationship ended":
      return refused(403, "20002", "There is no commerce relationship between the partner and the customer.");
    case "not found":
      return refused(404, 60003, "The tenant was not found.");
    case "throttled once":
      return firstTime(`subscriptions of ${customer.id}`) ? throttled() : subscriptionList(portfolio, customer);
    case "answered":
      return subscriptionList(portfolio, customer);
  }
}

function subscriptionList(portfolio: Portfolio, customer: Customer): Answer {
  const self = { uri: `/customers/${customer.id}/subscriptions`, method: "GET", headers: [] };
  const rows = saleRows(customer, portfolio.tenantOf(customer).sales);
  return listed(rows, { self }, markOf(customer));
}

/** `offset` counts requests, not pages. There is no filter by date, and no link to the next page. */
function supportRequestPage(portfolio: Portfolio, customer: Customer, { query }: Call): Answer {
  const offset = Number(query.get("offset") ?? 0);
  const size = Number(query.get("size") ?? REQUESTS_MAX);
  if (!Number.isInteger(offset) || !Number.isInteger(size) || offset < 0 || size < 1) return problem();
  const { supportRequests } = portfolio.tenantOf(customer);
  const page = supportRequests.slice(offset, offset + Math.min(size, REQUESTS_MAX));
  return listed(supportRequestRows(page, offset), null, "");
}

const REQUESTS_MAX = 50;

/** This service tells of its failures in a shape of its own. */
function problem(): Answer {
  const { headers, ...rest } = partnerCenterJson(400, {
    type: "https://tools.ietf.org/html/rfc7231#section-6.5.1",
    title: "One or more validation errors occurred.",
    status: 400,
  });
  return { ...rest, headers: { ...headers, "content-type": "application/problem+json" } };
}
