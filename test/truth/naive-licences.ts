import { z } from "zod";
import { PLANS, PRODUCTS, type MicrosoftProduct } from "./microsoft-products.ts";
import type { RawCustomer, RawPortfolio } from "./raw-portfolio.ts";

/** Seats of one product by state; `trial` is null where no source tells trials from paid seats. */
export type NaiveSeats = Readonly<{ active: number; grace: number; suspended: number; trial: number | null }>;

/** One product of one customer, as a person with a pencil would put it together from what Microsoft wrote. */
export type NaiveProduct = Readonly<{
  skuId: string;
  /** What Microsoft's list says of it; null for one that is on no list. */
  listed: MicrosoftProduct | null;
  isForTenant: boolean;
  seats: NaiveSeats;
  trialLapsed: number;
  own: NaiveSeats | null;
  assigned: number;
  /** Empty where the tenant does not tell. */
  planIds: readonly string[];
  workloads: readonly string[];
  counting: "counted" | "free" | "tenant" | "trial";
  renewsOn: string | null;
}>;

export type NaiveLicences = Readonly<{ products: readonly NaiveProduct[]; ownSeatsUnmatched: number | null }>;

type Told = Pick<NaiveProduct, "listed" | "isForTenant" | "seats" | "trialLapsed">;

type State = "active" | "grace" | "suspended" | "ended" | "unknown";

type Purchase = Readonly<{
  skuId: string | null;
  id: string | null;
  seats: number;
  state: State;
  isTrial: boolean;
  isOurs: boolean | null;
  isAddOn: boolean;
  renewsOn: string | null;
}>;

const Sku = z.object({
  skuId: z.string(),
  appliesTo: z.string(),
  consumedUnits: z.number(),
  prepaidUnits: z.object({ enabled: z.number(), warning: z.number(), suspended: z.number(), lockedOut: z.number() }),
  servicePlans: z.array(z.object({ servicePlanId: z.string() })),
});
const SkuPage = z.object({ value: z.array(Sku) });

const SubscriptionPage = z.object({
  value: z.array(
    z.object({
      skuId: z.string(),
      commerceSubscriptionId: z.string().optional(),
      ocpSubscriptionId: z.string().optional(),
      isTrial: z.boolean(),
      nextLifecycleDateTime: z.string().nullable(),
      ownerTenantId: z.string().nullable(),
      status: z.string(),
      totalLicenses: z.number(),
    }),
  ),
});

const SalePage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      offerName: z.string(),
      quantity: z.number(),
      billingType: z.string(),
      status: z.string(),
      isTrial: z.boolean(),
      parentSubscriptionId: z.string().optional(),
      commitmentEndDate: z.string(),
    }),
  ),
});

/** Null where the tenant does not tell its products. */
export function naiveLicences(customer: RawCustomer, portfolio: RawPortfolio): NaiveLicences | null {
  if (customer.skus.kind === "refused") return null;
  const skus = customer.skus.body.flatMap((body) => SkuPage.parse(JSON.parse(body)).value);
  const skuIds = [...new Set(skus.map((sku) => sku.skuId.toLowerCase()))].toSorted();
  const bought = purchasesOf(customer, portfolio);
  const sold = salesOf(customer);
  const matched = sold && bySku(sold, bought ?? [], skuIds);

  const productOf = (skuId: string): NaiveProduct => {
    const rows = skus.filter((sku) => sku.skuId.toLowerCase() === skuId);
    const inTenant = bought?.filter((purchase) => purchase.skuId === skuId) ?? null;
    const ours = matched?.filter((sale) => sale.skuId === skuId) ?? sellersOf(inTenant);
    const units = {
      active: sum(rows.map((row) => row.prepaidUnits.enabled)),
      grace: sum(rows.map((row) => row.prepaidUnits.warning)),
      suspended: sum(rows.map((row) => row.prepaidUnits.suspended + row.prepaidUnits.lockedOut)),
    };
    // Units hold trials and paid seats together, and purchases tell them apart: no more of a state than it has units.
    const trials = (state: "active" | "grace" | "suspended") => {
      const onTrial = (inTenant ?? []).filter((purchase) => purchase.isTrial && purchase.state === state);
      return Math.min(sum(onTrial.map((purchase) => purchase.seats)), units[state]);
    };
    const planIds = rows.flatMap((row) => row.servicePlans.map((plan) => plan.servicePlanId.toLowerCase()));
    const listed = PRODUCTS.find((product) => product.skuId === skuId && product.names.length > 0) ?? null;
    const told: Told = {
      listed,
      isForTenant: rows.every((row) => row.appliesTo === "Company"),
      seats: {
        active: units.active - trials("active"),
        grace: units.grace - trials("grace"),
        suspended: units.suspended - trials("suspended"),
        trial: inTenant === null ? null : trials("active"),
      },
      trialLapsed: trials("grace") + trials("suspended"),
    };
    return {
      ...told,
      skuId,
      own: ours === null || ours.some((sale) => sale.state === "unknown") ? null : seatsOf(ours),
      assigned: sum(rows.map((row) => row.consumedUnits)),
      planIds,
      workloads: listed?.isForRooms === true ? [] : workloadsOf(planIds.length > 0 ? planIds : (listed?.planIds ?? [])),
      counting: countingOf(told),
      renewsOn: firstRenewal([...(inTenant ?? []), ...(matched?.filter((sale) => sale.skuId === skuId) ?? [])]),
    };
  };

  return { products: skuIds.map(productOf), ownSeatsUnmatched: matched === null ? null : seatsUnmatched(matched) };
}

/** All that the partner's own books hold of a customer; null where no books were read, or a word in them is unknown. */
export function naiveBookedSeats(customer: RawCustomer): NaiveSeats | null {
  const seated = salesOf(customer)?.filter((sale) => !sale.isAddOn) ?? null;
  return seated === null || seated.some((sale) => sale.state === "unknown") ? null : seatsOf(seated);
}

export function workloadsOf(planIds: readonly string[]): string[] {
  return Object.entries(PLANS)
    .filter(([, plans]) => plans.some((plan) => planIds.includes(plan)))
    .map(([workload]) => workload);
}

/** A product of people is counted when somebody has paid for it, if not long ago. */
function countingOf({
  listed,
  isForTenant,
  seats: { active, grace, suspended, trial },
  trialLapsed,
}: Told): NaiveProduct["counting"] {
  if (isForTenant) return "tenant";
  const [paid, tried] = [active + grace + suspended, (trial ?? 0) + trialLapsed];
  if (listed?.isFree === true || paid + tried >= 1_000_000) return "free";
  if (listed === null && paid + tried === 10_000) return "free";
  return paid === 0 && tried > 0 ? "trial" : "counted";
}

function purchasesOf({ subscriptions }: RawCustomer, { partnerTenantId }: RawPortfolio): Purchase[] | null {
  if (subscriptions.kind === "refused") return null;
  return subscriptions.body
    .flatMap((body) => SubscriptionPage.parse(JSON.parse(body)).value)
    .map((row) => ({
      skuId: row.skuId.toLowerCase(),
      id: (row.commerceSubscriptionId ?? row.ocpSubscriptionId)?.toLowerCase() ?? null,
      seats: row.totalLicenses,
      state: TENANT_STATES.get(row.status) ?? "ended",
      isTrial: row.isTrial,
      isOurs: row.ownerTenantId === null ? null : row.ownerTenantId.toLowerCase() === partnerTenantId,
      isAddOn: false,
      renewsOn: row.nextLifecycleDateTime?.slice(0, 10) ?? null,
    }));
}

const TENANT_STATES: ReadonlyMap<string, State> = new Map([
  ["Enabled", "active"],
  ["Warning", "grace"],
  ["Suspended", "suspended"],
  ["LockedOut", "suspended"],
]);

const SALE_STATES: ReadonlyMap<string, State> = new Map([
  ["active", "active"],
  ["expired", "grace"],
  ["suspended", "suspended"],
  ["disabled", "suspended"],
  ["deleted", "ended"],
  ["pending", "ended"],
]);

/** What is billed by use has no seats. */
function salesOf({ sales }: RawCustomer): (Purchase & Readonly<{ offer: string }>)[] | null {
  if (sales.kind === "refused") return null;
  return sales.body
    .flatMap((body) => SalePage.parse(JSON.parse(body)).items)
    .filter((row) => row.billingType === "license")
    .map((row) => ({
      skuId: null,
      id: row.id.toLowerCase(),
      offer: row.offerName.toUpperCase(),
      seats: row.quantity,
      state: SALE_STATES.get(row.status) ?? "unknown",
      isTrial: row.isTrial,
      isOurs: true,
      isAddOn: row.parentSubscriptionId !== undefined,
      renewsOn: row.commitmentEndDate.startsWith("9999") ? null : row.commitmentEndDate.slice(0, 10),
    }));
}

/** Each sale with its product: by the id of the purchase where the tenant knows any of ours, and else by the name. */
function bySku(
  sales: readonly (Purchase & Readonly<{ offer: string }>)[],
  bought: readonly Purchase[],
  skuIds: readonly string[],
): Purchase[] {
  const isAnyKnown = sales.some((sale) => bought.some((purchase) => purchase.id === sale.id));
  return sales.map((sale) => {
    const purchase = bought.find((other) => other.id === sale.id);
    const named = PRODUCTS.filter((product) => product.names.includes(sale.offer) && skuIds.includes(product.skuId));
    const byName = !isAnyKnown && named.length === 1 ? (named[0]?.skuId ?? null) : null;
    const skuId = purchase?.skuId ?? byName;
    return {
      ...sale,
      skuId: skuId !== null && skuIds.includes(skuId) ? skuId : null,
      state: sale.state === "unknown" ? (purchase?.state ?? "unknown") : sale.state,
    };
  });
}

/** Trials and storage that match no product take no seat from anybody. */
function seatsUnmatched(sales: readonly Purchase[]): number | null {
  const unmatched = sales.filter((sale) => sale.skuId === null && !sale.isTrial && !sale.isAddOn);
  if (unmatched.some((sale) => sale.state === "unknown")) return null;
  return sum(unmatched.filter((sale) => sale.state === "active").map((sale) => sale.seats));
}

/** Our own among the tenant's purchases; null where it does not say of each who sold it. */
function sellersOf(bought: readonly Purchase[] | null): Purchase[] | null {
  if (bought === null || bought.length === 0 || bought.some((purchase) => purchase.isOurs === null)) return null;
  return bought.filter((purchase) => purchase.isOurs === true);
}

function seatsOf(purchases: readonly Purchase[]): NaiveSeats {
  const count = (isTrial: boolean, state: State) =>
    sum(
      purchases
        .filter((purchase) => purchase.isTrial === isTrial && purchase.state === state)
        .map((purchase) => purchase.seats),
    );
  return {
    active: count(false, "active"),
    grace: count(false, "grace"),
    suspended: count(false, "suspended"),
    trial: count(true, "active"),
  };
}

function firstRenewal(purchases: readonly Purchase[]): string | null {
  const days = purchases
    .filter((purchase) => purchase.state === "active" && !purchase.isTrial)
    .flatMap((purchase) => purchase.renewsOn ?? []);
  return days.toSorted()[0] ?? null;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
