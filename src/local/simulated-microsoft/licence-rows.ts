import type { Customer } from "./portfolio.ts";
import type { Product } from "./products.ts";
import type { Purchase, PurchaseState } from "./purchases.ts";
import type { User } from "./users.ts";

/** The partners whose tenants a customer's subscriptions name as their owners. */
export type Sellers = Readonly<{ partnerTenantId: string; otherPartnerTenantId: string }>;

/** `subscribedSkus`: one row a product, the units of all its subscriptions together. */
export function subscribedSkuRows(
  customer: Customer,
  purchases: readonly Purchase[],
  users: readonly User[],
): Record<string, unknown>[] {
  const held = heldSeats(users);
  return [...Map.groupBy(purchases, ({ product }) => product)].map(([product, bought]) => {
    const units = (state: PurchaseState) =>
      bought.reduce((sum, { seats, state: own }) => sum + (own === state ? seats : 0), 0);
    const prepaidUnits = {
      enabled: units("Enabled"),
      suspended: units("Suspended"),
      warning: units("Warning"),
      lockedOut: units("LockedOut"),
    };
    return {
      accountId: customer.id,
      accountName: customer.name,
      appliesTo: product.appliesTo,
      capabilityStatus: capabilityStatus(prepaidUnits),
      consumedUnits: held.get(product) ?? 0,
      id: `${customer.id}_${product.skuId}`,
      prepaidUnits,
      servicePlans: servicePlans(product),
      skuId: product.skuId,
      skuPartNumber: product.partNumber,
      subscriptionIds: bought.map(({ id }) => id),
    };
  });
}

/** `directory/subscriptions`: one row a subscription. An owner is known only where a partner sold it. */
export function companySubscriptionRows(
  purchases: readonly Purchase[],
  { partnerTenantId, otherPartnerTenantId }: Sellers,
): Record<string, unknown>[] {
  const owners = { partner: partnerTenantId, "other partner": otherPartnerTenantId, Microsoft: null };
  return purchases.map((bought) => ({
    id: bought.id,
    commerceSubscriptionId: bought.commerceId,
    createdDateTime: `${bought.createdOn}T00:00:00Z`,
    isTrial: bought.isTrial,
    nextLifecycleDateTime: `${bought.renewsOn}T00:00:00Z`,
    ownerId: null,
    ownerTenantId: owners[bought.seller],
    ownerType: null,
    serviceStatus: servicePlans(bought.product),
    skuId: bought.product.skuId,
    skuPartNumber: bought.product.partNumber,
    status: bought.state,
    totalLicenses: bought.seats,
  }));
}

/** The same row with its ids in upper case and its numbers as strings, in every depth. */
export function loosely(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return GUIDS.test(value) ? value.toUpperCase() : value;
  if (Array.isArray(value)) return value.map((part) => loosely(part));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, loosely(part)]));
}

/** One GUID, or the two that make the id of a subscribed product. */
const GUIDS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_[0-9a-f-]{36})?$/;

function heldSeats(users: readonly User[]): Map<Product, number> {
  const held = new Map<Product, number>();
  for (const { products, isDeleted } of users) {
    if (isDeleted) continue;
    for (const product of products) held.set(product, (held.get(product) ?? 0) + 1);
  }
  return held;
}

function capabilityStatus(units: Readonly<Record<"enabled" | "warning" | "suspended" | "lockedOut", number>>): string {
  if (units.enabled > 0) return "Enabled";
  if (units.warning > 0) return "Warning";
  if (units.suspended > 0) return "Suspended";
  return units.lockedOut > 0 ? "LockedOut" : "Deleted";
}

function servicePlans({ plans, appliesTo }: Product): Record<string, unknown>[] {
  return plans.map(({ id, name }) => ({
    servicePlanId: id,
    servicePlanName: name,
    provisioningStatus: "Success",
    appliesTo,
  }));
}
