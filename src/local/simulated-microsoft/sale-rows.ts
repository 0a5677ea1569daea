import type { Customer } from "./portfolio.ts";
import type { Sale } from "./purchases.ts";
import { guidOf, hexOf } from "./random.ts";

/** The partner's sales to one customer as Partner Center writes them, in the manner of that customer's books. */
export function saleRows(customer: Customer, sales: readonly Sale[]): Record<string, unknown>[] {
  switch (customer.oddity.wire.sales) {
    case "new commerce":
      return sales.map((sale) => newCommerceRow(customer, sale));
    case "legacy":
      return sales.map((sale) => legacyRow(customer, sale));
    case "loose types":
      return sales.map((sale, index) => looseRow(newCommerceRow(customer, sale), index));
  }
}

function newCommerceRow(customer: Customer, sale: Sale): Record<string, unknown> {
  const isUsage = sale.unit === "Usage-based";
  const productType = isUsage ? "Azure" : "OnlineServicesNCE";
  return {
    ...commonFields(customer, sale, sale.id),
    offerId: isUsage ? "MS-AZR-0145P" : `${productCode(sale, "product")}:0001:${productCode(sale, "availability")}`,
    productType: { id: productType, displayName: productType },
    creationDate: `${sale.createdOn}T09:14:07.98Z`,
    effectiveStartDate: `${sale.createdOn}T00:00:00Z`,
    commitmentEndDate: `${sale.endsOn ?? NEVER}T00:00:00Z`,
    cancellationAllowedUntilDate: `${sale.createdOn}T23:59:59.9Z`,
    termDuration: "P1Y",
    renewalTermDuration: "",
    refundOptions: [{ type: "Full", expiresAt: `${sale.createdOn}T23:59:59Z` }],
    isMicrosoftProduct: true,
    publisherName: "Microsoft Corporation",
    partnerId: "",
    attributes: { objectType: "Subscription" },
  };
}

function legacyRow(customer: Customer, sale: Sale): Record<string, unknown> {
  const id = sale.id.toUpperCase();
  return {
    ...commonFields(customer, sale, id),
    offerId: guidOf(`${sale.offerName} offer`).toUpperCase(),
    entitlementId: id,
    creationDate: `${sale.createdOn}T17:08:20.1234567Z`,
    effectiveStartDate: `${sale.createdOn}T00:00:00.0000000Z`,
    commitmentEndDate: `${sale.endsOn ?? NEVER}T00:00:00.0000000Z`,
    attributes: { etag: hexOf(`${id} etag`), objectType: "Subscription" },
  };
}

function commonFields(customer: Customer, sale: Sale, id: string): Record<string, unknown> {
  const isUsage = sale.unit === "Usage-based";
  return {
    id,
    offerName: sale.offerName,
    friendlyName: sale.offerName,
    quantity: sale.quantity,
    unitType: sale.unit,
    ...(sale.parentId === null ? {} : { parentSubscriptionId: sale.parentId }),
    hasPurchasableAddons: false,
    status: sale.status,
    ...(sale.status === "suspended" ? { suspensionReasons: ["The payment is overdue"] } : {}),
    autoRenewEnabled: sale.endsOn !== null && !sale.isTrial,
    isTrial: sale.isTrial,
    billingType: isUsage ? "usage" : "license",
    billingCycle: sale.isTrial ? "one_time" : "monthly",
    contractType: "subscription",
    attentionNeeded: false,
    actionTaken: false,
    orderId: hexOf(`${id} order`).slice(0, 12),
    links: {
      self: { uri: `/customers/${customer.id}/subscriptions/${id}`, method: "GET", headers: [] },
    },
  };
}

/** The first row writes its numbers as strings, the second its status as an integer, the third one nobody knows. */
function looseRow(row: Record<string, unknown>, index: number): Record<string, unknown> {
  switch (index) {
    case 0:
      return { ...row, quantity: String(row["quantity"]) };
    case 1:
      return { ...row, status: ACTIVE_AS_INTEGER };
    case 2:
      return { ...row, status: "awaiting_activation" };
    default:
      return row;
  }
}

const ACTIVE_AS_INTEGER = 1;

/** How a date says that there is none. */
const NEVER = "9999-12-14";

function productCode(sale: Sale, part: string): string {
  return `CFQ7TTC0${hexOf(`${sale.offerName} ${part}`).slice(0, 4).toUpperCase()}`;
}
