import { addDays, type Day } from "../../domain/day.ts";
import type { Customer } from "./portfolio.ts";
import { type Product, type Service, servicesGiven } from "./products.ts";
import { FREE_UNITS, type Purchase } from "./purchases.ts";
import type { Tenant } from "./tenant.ts";
import { type Activity, lastActivityBy, servicesOf, type User } from "./users.ts";

type Coded = Readonly<{ code: string; name: string }>;

/** Of one product sold through one channel: the seats, and how many of them somebody holds. */
export type DeploymentCount = Readonly<{
  product: Product;
  service: Coded;
  channel: Channel;
  deployed: number;
  sold: number;
}>;

/** Of one workload of one product, through one channel: licences that entitle to it, and those that were used. */
export type UsageCount = Readonly<{
  product: Product;
  service: Coded;
  workload: Coded;
  channel: Channel;
  active: number;
  qualified: number;
}>;

/** What Partner Center counts as handed out and sold. A product with nothing but trial seats was not sold. */
export function deploymentCounts({ oddity }: Customer, tenant: Tenant): DeploymentCount[] {
  const { analytics } = oddity.wire;
  if (analytics === "absent") return [];

  const states = analytics === "grace counted as sold" ? ["Enabled", "Warning"] : ["Enabled"];
  return boughtProducts(tenant.purchases.filter(({ isTrial }) => !isTrial)).flatMap(({ product, bought }) => {
    const sold = seatsByChannel(bought.filter(({ state }) => states.includes(state)));
    const channels = hasSeats(sold) ? sold : seatsByChannel(bought);
    const deployed = portionsOf(holdersOf(tenant, product).length, channels);
    return CHANNELS.filter((channel) => channels[channel] > 0).map((channel) => ({
      product,
      service: serviceOf(product),
      channel,
      deployed: deployed[channel],
      sold: sold[channel],
    }));
  });
}

/**
 * What Partner Center counts as used, in the 28 days that end on the day. A licence qualifies while its product has
 * paid seats; those who work through trial or lapsed seats alone are active all the same.
 */
export function usageCounts({ oddity }: Customer, tenant: Tenant, processedOn: Day): UsageCount[] {
  const { analytics } = oddity.wire;
  if (analytics === "absent") return [];

  const counts = boughtProducts(tenant.purchases).flatMap(({ product, bought }) => {
    const paid = seatsByChannel(bought.filter(({ isTrial, state }) => !isTrial && state === "Enabled"));
    const channels = hasSeats(paid) ? paid : seatsByChannel(bought);
    const holders = holdersOf(tenant, product).map((user) => ({
      given: servicesOf(user),
      activity: lastActivityBy(user, processedOn),
    }));
    return workloadsOf(product).flatMap(({ services, ...workload }) => {
      const entitled = holders.filter(({ given }) => services.some((service) => given.has(service)));
      const users = entitled.filter(({ activity }) => isActive(activity, services, processedOn)).length;
      const licences = hasSeats(paid) ? entitled.length : 0;
      const qualified = portionsOf(licences, channels);
      const active = portionsOf(analytics === "more active than qualified" ? licences + LEAVERS : users, channels);
      return CHANNELS.filter((channel) => channels[channel] > 0).map((channel) => ({
        product,
        service: serviceOf(product),
        workload,
        channel,
        active: active[channel],
        qualified: qualified[channel],
      }));
    });
  });
  return analytics === "unknown workload" ? counts.flatMap((count, index) => withStream(count, index)) : counts;
}

const CHANNELS = ["reseller", "direct"] as const;
type Channel = (typeof CHANNELS)[number];

const CHANNEL_OF: Readonly<Record<Purchase["seller"], Channel>> = {
  partner: "reseller",
  "other partner": "reseller",
  Microsoft: "direct",
};

const OFFICE: Coded = { code: "o365", name: "Microsoft Office 365" };
const DYNAMICS: Coded = { code: "crm", name: "Microsoft Dynamics" };

/** OneDrive counts with SharePoint, and Copilot is not among them. */
const WORKLOADS: readonly (Coded & Readonly<{ services: readonly Service[] }>)[] = [
  { code: "EXO", name: "Exchange", services: ["exchange"] },
  { code: "SPO", name: "SharePoint", services: ["oneDrive", "sharePoint"] },
  { code: "TEAMS", name: "Microsoft Teams", services: ["teams"] },
  { code: "YAMMER", name: "Yammer", services: ["yammer"] },
  { code: "PROPLUS", name: "Office ProPlus", services: ["apps"] },
  { code: "CRM", name: "Microsoft Dynamics CRM", services: ["dynamics"] },
];

/** In a code that nobody has heard of, one row beside the first. */
function withStream(count: UsageCount, index: number): UsageCount[] {
  if (index > 0) return [count];
  const stream = { code: "STREAM", name: "Stream" };
  return [count, { ...count, workload: stream, active: Math.floor(count.qualified / 3) }];
}

/** People who have left, and whose last use is still in the window. */
const LEAVERS = 2;

/** Free products and those of the whole tenant are not there. */
function boughtProducts(purchases: readonly Purchase[]): { product: Product; bought: Purchase[] }[] {
  return [...Map.groupBy(purchases, ({ product }) => product)]
    .map(([product, bought]) => ({ product, bought }))
    .filter(({ product, bought }) => product.appliesTo === "User" && bought.every(({ seats }) => seats < FREE_UNITS));
}

function holdersOf(tenant: Tenant, product: Product): User[] {
  return tenant.users().filter(({ isDeleted, products }) => !isDeleted && products.includes(product));
}

/** A Dynamics product's SharePoint is a workload of Dynamics. */
function serviceOf(product: Product): Coded {
  return servicesGiven([product]).has("dynamics") ? DYNAMICS : OFFICE;
}

function workloadsOf(product: Product): typeof WORKLOADS {
  const given = servicesGiven([product]);
  return WORKLOADS.filter(({ services }) => services.some((service) => given.has(service)));
}

function isActive(activity: Activity, services: readonly Service[], processedOn: Day): boolean {
  const windowFrom = addDays(processedOn, 1 - WINDOW_DAYS);
  return services.some((service) => (activity[service] ?? "") >= windowFrom);
}

const WINDOW_DAYS = 28;

function seatsByChannel(purchases: readonly Purchase[]): Record<Channel, number> {
  const sums: Record<Channel, number> = { reseller: 0, direct: 0 };
  for (const { seller, seats } of purchases) sums[CHANNEL_OF[seller]] += seats;
  return sums;
}

function hasSeats({ reseller, direct }: Readonly<Record<Channel, number>>): boolean {
  return reseller + direct > 0;
}

/** Whole parts in proportion to the seats, which add up. There are seats. */
function portionsOf(count: number, { reseller, direct }: Readonly<Record<Channel, number>>): Record<Channel, number> {
  const resold = Math.round((count * reseller) / (reseller + direct));
  return { reseller: resold, direct: count - resold };
}
