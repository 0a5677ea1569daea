import { z } from "zod";
import { catalogueProduct, skuIdsNamed } from "./catalogue.ts";
import { Day } from "./day.ts";
import { SkuId } from "./ids.ts";
import { workloadsOfPlans } from "./service-plans.ts";
import { KnownWorkload } from "./workload.ts";

/**
 * Units of one product by state. `active`: paid and usable. `grace`: expired, in Microsoft's warning period.
 * `suspended`: suspended, disabled or locked out. `trial`: usable, not paid; null where no source tells trials from
 * paid seats, and then `active` holds both.
 */
export const Seats = z.object({
  active: z.int().nonnegative(),
  grace: z.int().nonnegative(),
  suspended: z.int().nonnegative(),
  trial: z.int().nonnegative().nullable(),
});
export type Seats = Readonly<z.infer<typeof Seats>>;

/** One product of one customer on one day: seats of all sellers, seats of ours, and how many are assigned to people. */
export const LicensedProduct = z.object({
  skuId: SkuId,
  name: z.string().nullable(),
  partNumber: z.string().nullable(),
  appliesTo: z.enum(["user", "tenant"]),
  seats: Seats,
  /** Null where it is not known who sold the seats. */
  own: Seats.nullable(),
  /** Trial units that have run out: nobody's seats any more, but they tell a product that was only ever tried. */
  trialLapsed: z.int().nonnegative(),
  assigned: z.int().nonnegative(),
  workloads: z.array(KnownWorkload),
  /** The first day on which paid, active seats end or renew. */
  renewsOn: Day.nullable(),
});
export type LicensedProduct = Readonly<z.infer<typeof LicensedProduct>>;

/** One customer's licences on one day. */
export const LicenceSnapshot = z.object({
  asOf: Day,
  products: z.array(LicensedProduct),
  /** Seats this partner sold by its own books that match no product of the tenant; null where no books were read. */
  ownSeatsUnmatched: z.int().nonnegative().nullable(),
});
export type LicenceSnapshot = Readonly<z.infer<typeof LicenceSnapshot>>;

/** A tenant's product as a source lists it. One product may come in several rows: they add up. */
export type TenantSku = Readonly<{
  skuId: SkuId;
  name: string | null;
  partNumber: string | null;
  appliesTo: "user" | "tenant";
  units: Readonly<{ enabled: number; warning: number; suspended: number }>;
  assigned: number;
  planIds: readonly string[];
}>;

export type SubscriptionState = "active" | "grace" | "suspended" | "ended";

/** One purchase inside the tenant. `soldByUs` is null where the tenant does not say who sold it. */
export type TenantSubscription = Readonly<{
  skuId: SkuId;
  commerceId: string | null;
  seats: number;
  state: SubscriptionState;
  isTrial: boolean;
  soldByUs: boolean | null;
  renewsOn: Day | null;
}>;

/** One purchase in the partner's own books. It names an offer, not a product: the tenant's own list joins them. */
export type OwnSale = Readonly<{
  commerceId: string;
  offerName: string;
  seats: number;
  /** Null for a status that we do not know: then the tenant's own word on the purchase counts. */
  state: SubscriptionState | null;
  isTrial: boolean;
  /** An add-on such as storage may be of no product that the tenant lists. */
  isAddOn: boolean;
  renewsOn: Day | null;
}>;

/**
 * Joins what the sources say of a customer's licences on one day. `subscriptions` tells trials and renewal days,
 * `ownSales` what this partner sold; each may be null when its source gave nothing.
 */
export function licenceSnapshot(
  asOf: Day,
  skus: readonly TenantSku[],
  subscriptions: readonly TenantSubscription[] | null,
  ownSales: readonly OwnSale[] | null,
): LicenceSnapshot {
  const joined = ownSales === null ? null : joinedSales(ownSales, skus, subscriptions ?? []);
  const products = [...Map.groupBy(skus, (sku) => sku.skuId)].map(([skuId, rows]) =>
    licensedProduct(
      skuId,
      rows,
      subscriptions?.filter((subscription) => subscription.skuId === skuId) ?? null,
      joined?.bySku.get(skuId) ?? (joined === null ? null : []),
    ),
  );
  products.sort((one, other) => (one.skuId < other.skuId ? -1 : 1));
  return { asOf, products, ownSeatsUnmatched: joined?.seatsUnmatched ?? null };
}

/**
 * Whether a product takes part in sold, assigned and entitled, and if not, why. Free and unlimited products and those
 * that serve the whole tenant would drown every rate; a product had only on trial was sold to nobody.
 */
export type Counting = "counted" | "free" | "tenant" | "trial";

/** Microsoft gives free products 10,000 or 1,000,000 units; from a million on a number is not a purchase. */
const UNLIMITED_UNITS = 1_000_000;
const FREE_UNITS = 10_000;

export function countingOf(product: LicensedProduct): Counting {
  const { active, grace, suspended, trial } = product.seats;
  if (product.appliesTo === "tenant") return "tenant";
  const paid = active + grace + suspended;
  const tried = (trial ?? 0) + product.trialLapsed;
  const listed = catalogueProduct(product.skuId);
  if (paid + tried >= UNLIMITED_UNITS || listed?.free === true) return "free";
  if (listed === null && paid + tried === FREE_UNITS) return "free";
  return paid === 0 && tried > 0 ? "trial" : "counted";
}

/** Whether there are seats of a counted product that carries the workload: else nobody need ask how it is used. */
export function isSold(licences: LicenceSnapshot | null, workload: KnownWorkload): boolean {
  return (licences?.products ?? []).some(
    (product) => countingOf(product) === "counted" && product.workloads.includes(workload),
  );
}

/** All that the partner's own books hold of a customer, over all products; null where a status is not known. */
export function bookedSeats(sales: readonly OwnSale[]): Seats | null {
  const seated = sales.filter(({ isAddOn }) => !isAddOn);
  return seated.every(hasState) ? ownSeats(null, seated) : null;
}

/** What a person reads. Where several products share a name, their part numbers tell them apart. */
export function productName(product: Pick<LicensedProduct, "skuId" | "name" | "partNumber">): string {
  const listed = catalogueProduct(product.skuId);
  if (listed === null) return product.name ?? product.partNumber ?? product.skuId;
  return skuIdsNamed(listed.name).length > 1 ? `${listed.name} (${listed.partNumber})` : listed.name;
}

function licensedProduct(
  skuId: SkuId,
  rows: readonly TenantSku[],
  subscriptions: readonly TenantSubscription[] | null,
  sales: readonly OwnSale[] | null,
): LicensedProduct {
  const planIds = rows.flatMap((row) => row.planIds);
  return {
    skuId,
    // Rows of one product may differ in what they call it; which of them comes first must not matter.
    name: firstInOrder(rows.map((row) => row.name)),
    partNumber: firstInOrder(rows.map((row) => row.partNumber)),
    appliesTo: rows.every((row) => row.appliesTo === "tenant") ? "tenant" : "user",
    ...seatsOf(rows, subscriptions),
    own: ownSeats(subscriptions, sales),
    assigned: sumOf(rows, (row) => row.assigned),
    workloads: workloadsOf(skuId, planIds),
    renewsOn: nextRenewal([...(subscriptions ?? []), ...(sales ?? [])]),
  };
}

/** By the tenant's own plans, exact and current; by the catalogue where none are told. A device is nobody's licence. */
function workloadsOf(skuId: SkuId, planIds: readonly string[]): KnownWorkload[] {
  const listed = catalogueProduct(skuId);
  if (listed?.device === true) return [];
  return planIds.length > 0 ? [...workloadsOfPlans(planIds)] : [...(listed?.workloads ?? [])];
}

/** The tenant's units include its trials; the subscriptions tell how many of each state those are. */
function seatsOf(
  rows: readonly TenantSku[],
  subscriptions: readonly TenantSubscription[] | null,
): Pick<LicensedProduct, "seats" | "trialLapsed"> {
  const units = {
    active: sumOf(rows, (row) => row.units.enabled),
    grace: sumOf(rows, (row) => row.units.warning),
    suspended: sumOf(rows, (row) => row.units.suspended),
  };
  if (subscriptions === null) return { seats: { ...units, trial: null }, trialLapsed: 0 };

  const onTrial = seatsByState(subscriptions.filter((subscription) => subscription.isTrial));
  const trial = Math.min(onTrial.active, units.active);
  const lapsedInGrace = Math.min(onTrial.grace, units.grace);
  const lapsedSuspended = Math.min(onTrial.suspended, units.suspended);
  return {
    seats: {
      active: units.active - trial,
      grace: units.grace - lapsedInGrace,
      suspended: units.suspended - lapsedSuspended,
      trial,
    },
    trialLapsed: lapsedInGrace + lapsedSuspended,
  };
}

/** The partner's own books where they were read; else what the tenant says of its sellers; else unknown. */
function ownSeats(subscriptions: readonly TenantSubscription[] | null, sales: readonly OwnSale[] | null): Seats | null {
  const sellersKnown =
    subscriptions !== null &&
    subscriptions.length > 0 &&
    subscriptions.every((subscription) => subscription.soldByUs !== null);
  const ours = sales ?? (sellersKnown ? subscriptions.filter((subscription) => subscription.soldByUs === true) : null);
  if (ours === null || !ours.every(hasState)) return null;
  const paid = seatsByState(ours.filter((sale) => !sale.isTrial));
  return { ...paid, trial: seatsByState(ours.filter((sale) => sale.isTrial)).active };
}

function hasState<T extends Readonly<{ state: SubscriptionState | null }>>(
  purchase: T,
): purchase is T & Readonly<{ state: SubscriptionState }> {
  return purchase.state !== null;
}

type Purchase = Readonly<{ seats: number; state: SubscriptionState }>;

function seatsByState(purchases: readonly Purchase[]): Omit<Seats, "trial"> {
  const inState = (state: SubscriptionState) =>
    sumOf(
      purchases.filter((purchase) => purchase.state === state),
      (purchase) => purchase.seats,
    );
  return { active: inState("active"), grace: inState("grace"), suspended: inState("suspended") };
}

/**
 * By the purchase's id in the commerce system. Where the tenant knows none of our ids, by the one product of that name: a
 * tenant that knows some would know the others too.
 */
function joinedSales(
  sales: readonly OwnSale[],
  skus: readonly TenantSku[],
  subscriptions: readonly TenantSubscription[],
): { bySku: Map<SkuId, OwnSale[]>; seatsUnmatched: number | null } {
  const purchases = new Map(subscriptions.map((subscription) => [subscription.commerceId, subscription]));
  const skuIds = new Set(skus.map((sku) => sku.skuId));
  const isJoinedById = sales.some((sale) => purchases.has(sale.commerceId));
  const bySku = new Map<SkuId, OwnSale[]>();
  let seatsUnmatched: number | null = 0;

  for (const sale of sales) {
    const purchase = purchases.get(sale.commerceId);
    const named = isJoinedById ? [] : skuIdsNamed(sale.offerName).filter((skuId) => skuIds.has(skuId));
    const skuId = purchase?.skuId ?? (named.length === 1 ? named[0] : undefined);
    const known = { ...sale, state: sale.state ?? purchase?.state ?? null };
    if (skuId !== undefined && skuIds.has(skuId)) bySku.set(skuId, [...(bySku.get(skuId) ?? []), known]);
    else if (!sale.isTrial && !sale.isAddOn) seatsUnmatched = seatsAdded(seatsUnmatched, known);
  }
  return { bySku, seatsUnmatched };
}

/** Of one purchase unknown whether it is usable, the sum would look like all of them. */
function seatsAdded(sum: number | null, { state, seats }: OwnSale): number | null {
  if (sum === null || state === null) return null;
  return state === "active" ? sum + seats : sum;
}

type Renewal = Readonly<{ state: SubscriptionState | null; isTrial: boolean; renewsOn: Day | null }>;

function nextRenewal(purchases: readonly Renewal[]): Day | null {
  const paid = purchases.filter(({ state, isTrial }) => state === "active" && !isTrial);
  return firstInOrder(paid.map(({ renewsOn }) => renewsOn));
}

function firstInOrder<T extends string>(texts: readonly (T | null)[]): T | null {
  return texts.filter((text) => text !== null).toSorted()[0] ?? null;
}

function sumOf<T>(rows: readonly T[], count: (row: T) => number): number {
  return rows.reduce((total, row) => total + count(row), 0);
}
