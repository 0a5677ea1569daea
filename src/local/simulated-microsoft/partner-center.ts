import { z } from "zod";
import { type Answer, answer, BYTE_ORDER_MARK, type Call, type FirstTime } from "./answer.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { guidOf } from "./random.ts";
import { saleRows } from "./sale-rows.ts";
import { grantOf, type Seal } from "./tokens.ts";

export type PartnerCenterSetting = Readonly<{
  portfolio: Portfolio;
  partnerTenantId: string;
  seal: Seal;
  /** The most customers of a page, whatever the caller asks for. */
  pageSize: number;
  firstTime: FirstTime;
  nowSeconds: () => number;
}>;

/** Partner Center as a partner's application reads it: the customers, and what was sold to each. */
export function partnerCenter(setting: PartnerCenterSetting): (call: Call) => Answer {
  const { portfolio, partnerTenantId, seal, firstTime, nowSeconds } = setting;

  return (call) => {
    const { method, path, headers } = call;
    const grant = grantOf(seal, headers, nowSeconds());
    if (grant.kind === "refused") return unauthorized();
    if (grant.audience !== "partnerCenter") return refused(401, "900420", "The audience of the token is not accepted.");
    if (grant.tenantId !== partnerTenantId) return refused(401, "400", "Access denied.");
    if (method !== "GET") return refused(404, "1000", "Resource not found.");

    if (path === "/v1/customers") return customerPage(setting, call);
    const [, id] = /^\/v1\/customers\/([^/]+)\/subscriptions$/.exec(path) ?? [];
    if (id === undefined) return refused(404, "1000", "Resource not found.");
    if (!GUID.test(id)) return refused(400, "900118", "The customer id is invalid.");
    const customer = portfolio.find(id);
    if (customer === null) return refused(404, "60003", "The tenant was not found.");
    return subscriptions(portfolio, customer, firstTime);
  };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a page begins, counted in rows; its size stays that of the first request. */
const Continuation = z.object({ offset: z.number(), size: z.number() });

function customerPage({ portfolio, pageSize, seal }: PartnerCenterSetting, { query, headers }: Call): Answer {
  const isNext = query.get("seekOperation") === "Next";
  const sealed = headers["ms-continuationtoken"];
  const continuation = Continuation.safeParse(typeof sealed === "string" ? seal.open(sealed) : null);
  if (isNext && !continuation.success) return refused(400, "3000", "The continuation token is missing or invalid.");

  const asked = Number(query.get("size") ?? 0);
  const first = { offset: 0, size: asked > 0 ? Math.min(asked, pageSize) : pageSize };
  const { offset, size } = isNext && continuation.success ? continuation.data : first;
  const customers = customersListed(portfolio, pageSize, offset, size);
  const next = offset + size;
  const self = { uri: `/customers?size=${size}`, method: "GET", headers: [] };
  const link = {
    uri: `/customers?size=${size}&seekOperation=Next`,
    method: "GET",
    headers: [{ key: "MS-ContinuationToken", value: seal.close({ offset: next, size }) }],
  };
  const hasNext = next < rowCount(portfolio, pageSize);

  return listed(
    customers.map((customer) => customerRow(customer)),
    hasNext ? { self, next: link } : { self },
    BYTE_ORDER_MARK,
  );
}

/**
 * Customers come and go while pages are read, and then one appears twice: here the last of the first page, which leads
 * the second page again.
 */
function customersListed(portfolio: Portfolio, pageSize: number, first: number, size: number): Customer[] {
  const count = Math.min(size, rowCount(portfolio, pageSize) - first);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => {
    const row = first + index;
    return portfolio.customerAt(row < pageSize ? row + 1 : row);
  });
}

function rowCount({ size }: Portfolio, pageSize: number): number {
  return size > pageSize ? size + 1 : size;
}

/** Every third id is in upper case. */
function customerRow({ number, id, domain, name, oddity }: Customer): Record<string, unknown> {
  const written = number % 3 === 0 ? id.toUpperCase() : id;
  return {
    id: written,
    companyProfile: {
      tenantId: id,
      domain,
      companyName: name,
      links: { self: { uri: `/customers/${written}/profiles/company`, method: "GET", headers: [] } },
      attributes: { objectType: "CustomerCompanyProfile" },
    },
    relationshipToPartner: oddity.relationship,
    links: { self: { uri: `/customers/${written}`, method: "GET", headers: [] } },
    attributes: { objectType: "Customer" },
  };
}

function subscriptions(portfolio: Portfolio, customer: Customer, firstTime: FirstTime): Answer {
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

/** Whether a body begins with a byte order mark is a matter of luck: here of an even number. */
function subscriptionList(portfolio: Portfolio, customer: Customer): Answer {
  const self = { uri: `/customers/${customer.id}/subscriptions`, method: "GET", headers: [] };
  const rows = saleRows(customer, portfolio.tenantOf(customer).sales);
  return listed(rows, { self }, customer.number % 2 === 0 ? BYTE_ORDER_MARK : "");
}

/** `totalCount` counts the page, not the whole. */
function listed(items: readonly unknown[], links: unknown, mark: string): Answer {
  return json(200, { totalCount: items.length, items, links, attributes: { objectType: "Collection" } }, mark);
}

function refused(status: number, code: string | number, description: string): Answer {
  return json(status, { code, description, data: [], source: "PartnerFD" }, BYTE_ORDER_MARK);
}

/** The layer that checks tokens has no body to give. */
function unauthorized(): Answer {
  return answer(401, { "www-authenticate": 'Bearer error="invalid_token"' }, "");
}

/** The gateway before the service answers in a shape of its own. */
function throttled(): Answer {
  const { body, headers, ...rest } = json(429, {
    statusCode: 429,
    message: `Rate limit is exceeded. Try again in ${RETRY_SECONDS} seconds.`,
  });
  return { ...rest, body, headers: { ...headers, "retry-after": String(RETRY_SECONDS) } };
}

const RETRY_SECONDS = 1;

function json(status: number, value: unknown, mark = ""): Answer {
  const body = `${mark}${JSON.stringify(value)}`;
  const headers = { "content-type": "application/json; charset=utf-8", "ms-requestid": guidOf(body) };
  return answer(status, headers, body);
}
