import { catalogueProduct, productNamesOf, skuIdsNamed } from "./catalogue.ts";
import type { SkuId } from "./ids.ts";
import { countingOf, type LicensedProduct, type LicenceSnapshot } from "./licences.ts";
import { betterStanding, type Standing } from "./standing.ts";
import type { KnownWorkload } from "./workload.ts";

/**
 * What a list of assigned products is worth on one day: the standing it gives in each workload, and in each product
 * that could be joined to the customer's licences. Says nothing of the person who holds them.
 */
export type Entitlement = Readonly<{
  standings: Readonly<Partial<Record<KnownWorkload, Standing>>>;
  products: readonly Readonly<{ product: LicensedProduct; standing: Standing }>[];
  /** False when a name leads to no product of the customer, or to several: then the report's own flags must decide. */
  isJoined: boolean;
  /** True for a room or a shared phone: it holds device products only, and is nobody. */
  isDevice: boolean;
}>;

/** Most users of a customer hold one of a few combinations, so each is worked out once. */
const COMBINATIONS_MAX = 10_000;

/** A look-up from a report's "Assigned Products" text to what it entitles to, by the customer's licences of the day. */
export function entitlements(licences: LicenceSnapshot | null): (assignedProducts: string) => Entitlement {
  const known = new Map<string, Entitlement>();
  return (assignedProducts) => {
    let entitlement = known.get(assignedProducts);
    if (entitlement === undefined) {
      entitlement = entitlementOf(assignedProducts, licences);
      if (known.size < COMBINATIONS_MAX) known.set(assignedProducts, entitlement);
    }
    return entitlement;
  };
}

/** Of a user whose products no source tells, or with no licences to join them to. */
export const NOTHING_KNOWN: Entitlement = { standings: {}, products: [], isJoined: false, isDevice: false };

function entitlementOf(assignedProducts: string, licences: LicenceSnapshot | null): Entitlement {
  const names = productNamesOf(assignedProducts);
  const found = names.map((name) => productNamed(name, licences?.products ?? []));
  const isDevice =
    names.length > 0 && names.every((name, index) => isDeviceName(name) || isDeviceProduct(found[index]));
  if (licences === null) return { ...NOTHING_KNOWN, isDevice };

  // Two names may lead to one product of the customer: a user holds it once.
  const products = [...new Set(found)]
    .filter((product) => product !== null)
    .flatMap((product) => {
      const standing = standingThrough(product);
      return standing === null ? [] : [{ product, standing }];
    });

  const standings: Partial<Record<KnownWorkload, Standing>> = {};
  for (const { product, standing } of products) {
    for (const workload of product.workloads) {
      const other = standings[workload];
      standings[workload] = other === undefined ? standing : betterStanding(standing, other);
    }
  }
  return {
    standings,
    products,
    isJoined: found.every((product) => product !== null),
    isDevice,
  };
}

/** The one product of the customer that goes by this name; null when there is none, or more than one to choose from. */
function productNamed(name: string, products: readonly LicensedProduct[]): LicensedProduct | null {
  const skuIds = new Set<SkuId>(skuIdsNamed(name));
  const matches = products.filter(
    (product) => skuIds.has(product.skuId) || product.name?.toUpperCase() === name.toUpperCase(),
  );
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function isDeviceProduct(product: LicensedProduct | null | undefined): boolean {
  return !!product && catalogueProduct(product.skuId)?.device === true;
}

function isDeviceName(name: string): boolean {
  const skuIds = skuIdsNamed(name);
  return skuIds.length > 0 && skuIds.every((skuId) => catalogueProduct(skuId)?.device === true);
}

/** What holding a seat of this product makes a user. Null for products that serve the tenant and nobody in person. */
function standingThrough(product: LicensedProduct): Standing | null {
  switch (countingOf(product)) {
    case "tenant":
      return null;
    case "free":
    case "trial":
      return "trial";
    case "counted":
      // Seats that are all in grace, suspended or disabled entitle nobody; one whose last unit is gone is disabled.
      return product.seats.active > 0 ? "paid" : "grace";
  }
}
