import { catalogueProduct, productNamesOf, skuIdsNamed } from "./catalogue.ts";
import type { HeldLicence, Holding, PlansBySku } from "./holding.ts";
import type { SkuId } from "./ids.ts";
import { countingOf, type LicensedProduct, type LicenceSnapshot } from "./licences.ts";
import { workloadsOfPlans } from "./service-plans.ts";
import { betterStanding, type Standing } from "./standing.ts";
import type { KnownWorkload } from "./workload.ts";

/** One product of the customer in somebody's hands: the standing it gives, and the workloads it gives it in. */
type HeldProduct = Readonly<{ product: LicensedProduct; standing: Standing; workloads: readonly KnownWorkload[] }>;

/**
 * What a user's products are worth on one day: the standing they give in each workload, and in each product that could
 * be joined to the customer's licences. Says nothing of the person who holds them.
 */
export type Entitlement = Readonly<{
  standings: Readonly<Partial<Record<KnownWorkload, Standing>>>;
  products: readonly HeldProduct[];
  /** False when a product leads to none of the customer's, or to several: then its seats are not known. */
  isJoined: boolean;
  /** Workloads that the directory says are held through a product whose seats are not known. */
  vouchedFor: readonly KnownWorkload[];
  /** True for a room or a shared phone: it holds device products only, and is nobody. */
  isDevice: boolean;
}>;

export type Entitlements = Readonly<{
  /** Of a report's "Assigned Products". */
  named(assignedProducts: string): Entitlement;
  /** Of what the directory says a user holds: exact, switched-off plans included. */
  held(holding: Holding): Entitlement;
}>;

/** Most users of a customer hold one of a few combinations, so each is worked out once. */
const COMBINATIONS_MAX = 10_000;

/** A look-up from products to what they entitle to, by the customer's licences of the day. */
export function entitlements(licences: LicenceSnapshot | null, plans: PlansBySku): Entitlements {
  return {
    named: remembered((assignedProducts: string) => entitlementNamed(assignedProducts, licences)),
    held: remembered((holding: Holding) => entitlementHeld(holding, licences, plans)),
  };
}

function remembered<Key>(entitlementOf: (key: Key) => Entitlement): (key: Key) => Entitlement {
  const known = new Map<Key, Entitlement>();
  return (key) => {
    let entitlement = known.get(key);
    if (entitlement === undefined) {
      entitlement = entitlementOf(key);
      if (known.size < COMBINATIONS_MAX) known.set(key, entitlement);
    }
    return entitlement;
  };
}

/** Of a user whose products no source tells, or with no licences to join them to. */
export const NOTHING_KNOWN: Entitlement = {
  standings: {},
  products: [],
  isJoined: false,
  vouchedFor: [],
  isDevice: false,
};

function entitlementNamed(assignedProducts: string, licences: LicenceSnapshot | null): Entitlement {
  const names = productNamesOf(assignedProducts);
  const found = names.map((name) => productNamed(name, licences?.products ?? []));
  const isDevice =
    names.length > 0 && names.every((name, index) => isDeviceName(name) || isDeviceProduct(found[index]?.skuId));
  if (licences === null) return { ...NOTHING_KNOWN, isDevice };

  // Two names may lead to one product of the customer: a user holds it once.
  const products = [...new Set(found)]
    .filter((product) => product !== null)
    .flatMap((product) => heldProduct(product, product.workloads));
  return {
    standings: bestStandings(products),
    products,
    isJoined: found.every((product) => product !== null),
    vouchedFor: [],
    isDevice,
  };
}

function entitlementHeld(
  { licences: held }: Holding,
  licences: LicenceSnapshot | null,
  plans: PlansBySku,
): Entitlement {
  const joined = held.map((licence) => ({
    licence,
    product: licences?.products.find(({ skuId }) => skuId === licence.skuId) ?? null,
  }));
  const products = joined.flatMap(({ licence, product }) =>
    product === null ? [] : heldProduct(product, workloadsLeft(product.workloads, licence, plans)),
  );
  const unknown = joined.filter(({ product }) => product === null).map(({ licence }) => licence);
  return {
    standings: bestStandings(products),
    products,
    isJoined: unknown.length === 0,
    vouchedFor: unknown.flatMap((licence) => {
      const listed = catalogueProduct(licence.skuId);
      return listed === null || listed.free ? [] : workloadsLeft(listed.workloads, licence, plans);
    }),
    isDevice: held.length > 0 && held.every(({ skuId }) => isDeviceProduct(skuId)),
  };
}

/**
 * A product may carry a workload by two plans, and the one left is enough. Of a product whose plans nobody lists, a plan
 * that is switched off takes its workload with it.
 */
function workloadsLeft(
  workloads: readonly KnownWorkload[],
  { skuId, disabledPlans }: HeldLicence,
  plans: PlansBySku,
): readonly KnownWorkload[] {
  if (disabledPlans.length === 0) return workloads;
  const disabled = new Set(disabledPlans.map((plan) => plan.toLowerCase()));
  const listed = plans.get(skuId);
  if (listed === undefined) {
    const off = workloadsOfPlans([...disabled]);
    return workloads.filter((workload) => !off.includes(workload));
  }
  const left = workloadsOfPlans(listed.filter((plan) => !disabled.has(plan)));
  return workloads.filter((workload) => left.includes(workload));
}

function heldProduct(product: LicensedProduct, workloads: readonly KnownWorkload[]): HeldProduct[] {
  const standing = standingThrough(product);
  return standing === null ? [] : [{ product, standing, workloads }];
}

function bestStandings(products: readonly HeldProduct[]): Partial<Record<KnownWorkload, Standing>> {
  const standings: Partial<Record<KnownWorkload, Standing>> = {};
  for (const { standing, workloads } of products) {
    for (const workload of workloads) {
      const other = standings[workload];
      standings[workload] = other === undefined ? standing : betterStanding(standing, other);
    }
  }
  return standings;
}

/** The one product of the customer that goes by this name; null when there is none, or more than one to choose from. */
function productNamed(name: string, products: readonly LicensedProduct[]): LicensedProduct | null {
  const skuIds = new Set<SkuId>(skuIdsNamed(name));
  const matches = products.filter(
    (product) => skuIds.has(product.skuId) || product.name?.toUpperCase() === name.toUpperCase(),
  );
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function isDeviceProduct(skuId: SkuId | undefined): boolean {
  return skuId !== undefined && catalogueProduct(skuId)?.device === true;
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
