import { z } from "zod";
import { type Answer, BYTE_ORDER_MARK, type Call } from "./answer.ts";
import { listed, refused } from "./partner-center-answer.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import type { Seal } from "./tokens.ts";

export type CustomerPageSetting = Readonly<{
  portfolio: Portfolio;
  seal: Seal;
  /** The most customers of a page, whatever the caller asks for. */
  pageSize: number;
}>;

/** The next page is asked for by the header that the link to it names. */
export function customerPage({ portfolio, pageSize, seal }: CustomerPageSetting, { query, headers }: Call): Answer {
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

/** Where a page begins, counted in rows; its size stays that of the first request. */
const Continuation = z.object({ offset: z.number(), size: z.number() });

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
