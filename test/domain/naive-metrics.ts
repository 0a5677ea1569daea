import type { UserActivity } from "../../src/domain/activity.ts";
import type { Day } from "../../src/domain/day.ts";
import type { HeldLicence } from "../../src/domain/holding.ts";
import type { SkuId } from "../../src/domain/ids.ts";
import type { LicensedProduct } from "../../src/domain/licences.ts";
import type { KnownWorkload } from "../../src/domain/workload.ts";
import { PLANS, type RawCustomer, SOLD_ELSEWHERE } from "./arbitraries.ts";

/**
 * The definition of every figure once more, as slowly and plainly as it can be said: people are kept, in arrays, and
 * counted by filter and length. It shares no code with src/domain, so that the two agree only where both are right.
 */
export type NaiveUsage = Readonly<{
  active: number;
  total: number;
  likeForLike: readonly [part: number, whole: number];
  users: Readonly<Record<NaiveStanding, number>>;
  usersActive: Readonly<Record<NaiveStanding, number>>;
  overdrawn: number;
  isBoundBySeats: boolean;
  paidByFlag: number;
  activeIn7Days: number;
  neverActive: number;
  datedLater: number;
  /** Users by cause, those without a user left out. */
  reasons: Readonly<Record<string, number>>;
}>;

type NaiveStanding = "paid" | "grace" | "trial" | "unlicensed" | "guest" | "departed";

/** A person seen through one workload, one product, or any workload. */
type Person = Readonly<{
  standing: NaiveStanding;
  isByFlag: boolean;
  isThroughYammer: boolean;
  /** Every activity that is known, as days before the as-of day of its workload; negative where it is dated after it. */
  daysAgo: readonly number[];
}>;

export function naiveWorkload(customer: RawCustomer, workload: KnownWorkload): NaiveUsage {
  const people = everybodyOf(customer).flatMap((user) => {
    const right = rightTo(customer, user, workload);
    return right === null ? [] : [{ ...right, daysAgo: daysAgoIn(customer, user, [workload]) }];
  });
  return usageOfPeople(
    people,
    customer.licences && soldProducts(customer).filter((product) => product.workloads.includes(workload)),
  );
}

/** Of those who have a name: the others may be among them, and nobody counts twice. */
export function naiveAnyWorkload(customer: RawCustomer): NaiveUsage {
  const workloads = workloadsOf(customer);
  const people = customer.users.flatMap((user) => {
    const rights = workloads.flatMap((workload) => rightTo(customer, user, workload) ?? []);
    const standing = best(rights.map((right) => right.standing));
    if (standing === null) return [];
    const used = workloads.filter((workload) => rightTo(customer, user, workload) !== null);
    const elsewhere = used.filter((workload) => workload !== "yammer");
    return [
      {
        standing,
        isByFlag: rights.filter((right) => right.standing === "paid").every((right) => right.isByFlag),
        isThroughYammer: !isActive(daysAgoIn(customer, user, elsewhere)),
        daysAgo: daysAgoIn(customer, user, used),
      },
    ];
  });
  return usageOfPeople(
    people,
    customer.licences &&
      soldProducts(customer).filter((product) => workloads.some((workload) => product.workloads.includes(workload))),
  );
}

/** Null where no workload of the product was reported. One that nobody holds has no people, and that is known. */
export function naiveProduct(customer: RawCustomer, skuId: SkuId): NaiveUsage | null {
  const product = customer.licences?.products.find((each) => each.skuId === skuId);
  if (product === undefined) return null;
  const workloads = workloadsOf(customer).filter((workload) => product.workloads.includes(workload));
  if (workloads.length === 0) return null;
  const people = everybodyOf(customer)
    .filter((user) => productsOf(customer, user).includes(product))
    .flatMap((user): Person[] => {
      const standing = standingThrough(product);
      const given = workloads.filter((workload) => gives(customer, user, product, workload));
      if (standing === null || given.length === 0) return [];
      return [
        {
          standing: user.isDeleted ? "departed" : standing,
          isByFlag: false,
          isThroughYammer: false,
          daysAgo: daysAgoIn(customer, user, given),
        },
      ];
    });
  const isHeldByNobody = product.assigned === 0 && product.appliesTo === "user";
  return people.length === 0 && !isHeldByNobody ? null : usageOfPeople(people, [product]);
}

/** Whom the directory and the report contradict each other on, and whose paid seat is of no use to a blocked account. */
export function naiveDirectory(customer: RawCustomer): { flagsContradicted: number; blockedPaid: number } {
  const known = everybodyOf(customer).filter((user) => user.holding !== null);
  const workloads = workloadsOf(customer);
  const isContradictedIn = (user: UserActivity, workload: KnownWorkload) => {
    const evidence = user.workloads[workload]?.evidence;
    const standing = rightTo(customer, user, workload)?.standing ?? "none";
    if (evidence === "licensed") return ["none", "unlicensed", "guest"].includes(standing);
    return evidence === "unlicensed" && standing === "paid";
  };
  const isPaid = (user: UserActivity) =>
    workloads.some((workload) => rightTo(customer, user, workload)?.standing === "paid");
  return {
    flagsContradicted: known.filter((user) => workloads.some((workload) => isContradictedIn(user, workload))).length,
    blockedPaid: known.filter((user) => user.holding?.isBlocked === true && isPaid(user)).length,
  };
}

/** Who was active on the as-of day itself, by the reports that speak for that day. */
export function naiveDay(customer: RawCustomer, asOf: Day): { any: number; workloads: Record<string, number> } {
  // The Apps report has days of its own, and tells nothing of this one.
  const ofThatDay = workloadsOf(customer).filter(
    (workload) => workload !== "officeApps" && customer.reported[workload] === asOf,
  );
  const isActiveOnDay = (user: UserActivity, workload: KnownWorkload) =>
    rightTo(customer, user, workload) !== null && daysAgoIn(customer, user, [workload]).includes(0);
  return {
    any: customer.users.filter((user) => ofThatDay.some((workload) => isActiveOnDay(user, workload))).length,
    workloads: Object.fromEntries(
      ofThatDay.map((workload) => [
        workload,
        everybodyOf(customer).filter((user) => isActiveOnDay(user, workload)).length,
      ]),
    ),
  };
}

function usageOfPeople(people: readonly Person[], products: readonly LicensedProduct[] | null): NaiveUsage {
  const of = (standing: NaiveStanding, among: readonly Person[]) =>
    among.filter((person) => person.standing === standing);
  const active = people.filter((person) => isActive(person.daysAgo));
  const paid = of("paid", people);

  // Nobody knows the seats of those whom only the report calls licensed; the others hold as many as there are.
  const byFlag = paid.filter((person) => person.isByFlag);
  const paidSeats = products === null ? Infinity : count(products, ({ seats }) => seats.active);
  const entitled = [...byFlag, ...paid.filter((person) => !person.isByFlag).slice(0, paidSeats)];

  // Active people take the entitled places first; those who find none sit on a lapsed seat, then on one on trial, of
  // the products that make them paid. The seats of a product that makes nobody paid are its own holders'.
  const payingProducts = (products ?? []).filter(({ seats }) => seats.active > 0);
  const beyond = of("paid", active).slice(entitled.length);
  const lapsed = beyond.slice(
    0,
    count(payingProducts, ({ seats }) => seats.grace + seats.suspended),
  );
  const onTrial = beyond.slice(lapsed.length).slice(
    0,
    count(payingProducts, ({ seats, trialLapsed }) => (seats.trial ?? 0) + trialLapsed),
  );
  const throughYammer = of("unlicensed", active).filter((person) => person.isThroughYammer);

  const reasons = {
    turnover: of("departed", active).length + of("unlicensed", active).length - throughYammer.length,
    grace: of("grace", active).length + lapsed.length,
    trial: of("trial", active).length + onTrial.length,
    yammer: throughYammer.length,
    guest: of("guest", active).length,
    unexplained: beyond.length - lapsed.length - onTrial.length,
  };
  const isAboveOne = entitled.length > 0 && active.length > entitled.length;

  return {
    active: active.length,
    total: entitled.length,
    likeForLike: [of("paid", active).length, paid.length],
    users: counted(people),
    usersActive: counted(active),
    overdrawn: paid.length - entitled.length,
    isBoundBySeats: products !== null && byFlag.length === 0,
    paidByFlag: byFlag.length,
    activeIn7Days: people.filter((person) => person.daysAgo.some((days) => days >= 0 && days <= 6)).length,
    neverActive: paid.filter((person) => person.daysAgo.length === 0).length,
    datedLater: people.filter((person) => person.daysAgo.length > 0 && person.daysAgo.every((days) => days < 0)).length,
    reasons: isAboveOne ? Object.fromEntries(Object.entries(reasons).filter(([, users]) => users > 0)) : {},
  };
}

function counted(people: readonly Person[]): Record<NaiveStanding, number> {
  const of = (standing: NaiveStanding) => people.filter((person) => person.standing === standing).length;
  return {
    paid: of("paid"),
    grace: of("grace"),
    trial: of("trial"),
    unlicensed: of("unlicensed"),
    guest: of("guest"),
    departed: of("departed"),
  };
}

function rightTo(customer: RawCustomer, user: UserActivity, workload: KnownWorkload): Omit<Person, "daysAgo"> | null {
  const row = user.workloads[workload];
  if (row === undefined) return null;
  const right = (standing: NaiveStanding, isByFlag = false) => ({
    standing,
    isByFlag,
    isThroughYammer: workload === "yammer" && standing === "unlicensed",
  });
  const isCalledLicensed = row.evidence === "licensed" || row.evidence === "listed";
  const hasBeenActive = row.lastActivity !== null;

  if (user.isDeleted) return isCalledLicensed || hasBeenActive ? right("departed") : null;

  const standing = best(
    productsOf(customer, user)
      .filter((product) => gives(customer, user, product, workload))
      .flatMap((product) => standingThrough(product) ?? []),
  );
  if (user.holding !== null) {
    // The directory knows every licence. Of one whose seats nobody knows, it is known to be a licence.
    if (standing === "paid") return right("paid");
    if (unseatedOf(customer, user).some((licence) => isOn(licence, workload, null))) return right("paid", true);
    if (standing !== null) return right(standing);
    if (!hasBeenActive || workload === "officeApps") return null;
    return right(user.holding.isGuest ? "guest" : "unlicensed");
  }
  const knowsAll = knowsAllProductsOf(customer, user);
  switch (row.evidence) {
    // A flag that says no is believed: an administrator may switch one plan of a product off for one user. But it says
    // no of every suspended product too, and there the seats say why.
    case "unlicensed":
      if (!hasBeenActive) return null;
      return right(standing === "grace" ? "grace" : "unlicensed");
    // A flag that says yes is believed too, unless all is known that the user holds, or enough of it to be paid.
    case "licensed":
      return standing === "paid" || (standing !== null && knowsAll) ? right(standing) : right("paid", true);
    // A list without flags names people too who use what needs no licence: it is believed only of products unknown.
    case "listed":
      if (standing !== null) return right(standing);
      return knowsAll ? null : right("paid", true);
    case "unlisted":
      return standing === null ? null : right(standing);
  }
}

function standingThrough(product: LicensedProduct): NaiveStanding | null {
  const { active, grace, suspended, trial } = product.seats;
  if (product.appliesTo === "tenant") return null;
  if (isGivenAway(product)) return "trial";
  if (active > 0) return "paid";
  if (grace + suspended > 0) return "grace";
  return (trial !== null && trial > 0) || product.trialLapsed > 0 ? "trial" : "grace";
}

/** Products of people that somebody pays for, has paid for, or tries: those whose seats can stand behind a usage. */
function soldProducts(customer: RawCustomer): LicensedProduct[] {
  return (customer.licences?.products ?? []).filter((product) => product.appliesTo === "user" && !isGivenAway(product));
}

/**
 * However its units are spread over the states: no purchase is of a million, and none of a product that is on no price
 * list, as here none is, of ten thousand exactly.
 */
function isGivenAway({ seats, trialLapsed }: LicensedProduct): boolean {
  const units = seats.active + seats.grace + seats.suspended + (seats.trial ?? 0) + trialLapsed;
  return units >= 1_000_000 || units === 10_000;
}

function everybodyOf(customer: RawCustomer): UserActivity[] {
  return [...customer.users, ...customer.unnamed];
}

function namesOf(user: UserActivity): string[] {
  return (user.assignedProducts ?? "").split("+").filter((name) => name !== "");
}

function productsOf(customer: RawCustomer, user: UserActivity): LicensedProduct[] {
  if (user.holding !== null) {
    const held = new Set(user.holding.licences.map((licence) => licence.skuId));
    return (customer.licences?.products ?? []).filter((product) => held.has(product.skuId));
  }
  const names = new Set(namesOf(user));
  return (customer.licences?.products ?? []).filter((product) => names.has((product.name ?? "").toUpperCase()));
}

/** Whether a product that the user holds gives this user the workload: a report never tells what is switched off. */
function gives(customer: RawCustomer, user: UserActivity, product: LicensedProduct, workload: KnownWorkload): boolean {
  if (!product.workloads.includes(workload)) return false;
  const licence = user.holding?.licences.find((held) => held.skuId === product.skuId);
  return licence === undefined || isOn(licence, workload, customer.plans.get(product.skuId) ?? null);
}

/** One plan that is left on is enough. Where nobody lists the product's plans, one that is off may be its only one. */
function isOn(licence: HeldLicence, workload: KnownWorkload, listed: readonly string[] | null): boolean {
  const off = licence.disabledPlans.map((plan) => plan.toLowerCase());
  const plans = plansOf(workload);
  if (listed === null || off.length === 0) return !plans.some((plan) => off.includes(plan));
  return plans.some((plan) => listed.includes(plan) && !off.includes(plan));
}

function plansOf(workload: KnownWorkload): readonly string[] {
  if (workload === "teams" || workload === "yammer" || workload === "officeApps") return PLANS[workload];
  throw new Error(`${workload} is in no product here`);
}

/** Licences of products that somebody sells, and that are not among the customer's own. */
function unseatedOf(customer: RawCustomer, user: UserActivity): HeldLicence[] {
  const ours = new Set((customer.licences?.products ?? []).map((product) => product.skuId));
  return (user.holding?.licences ?? []).filter(
    (licence) => licence.skuId === SOLD_ELSEWHERE && !ours.has(licence.skuId),
  );
}

function knowsAllProductsOf(customer: RawCustomer, user: UserActivity): boolean {
  if (customer.licences === null || user.assignedProducts === null) return false;
  return productsOf(customer, user).length === new Set(namesOf(user)).size;
}

function workloadsOf(customer: RawCustomer): KnownWorkload[] {
  return (["teams", "yammer", "officeApps"] as const).filter((workload) => customer.reported[workload] !== undefined);
}

function best(standings: readonly NaiveStanding[]): NaiveStanding | null {
  const order = ["paid", "grace", "trial", "unlicensed", "guest", "departed"] as const;
  return order.find((standing) => standings.includes(standing)) ?? null;
}

/** Each workload by the day that its own column speaks for. */
function daysAgoIn(customer: RawCustomer, user: UserActivity, workloads: readonly KnownWorkload[]): number[] {
  return workloads.flatMap((workload) => {
    const asOf = customer.reported[workload];
    if (asOf === undefined) throw new Error(`${workload} was not reported`);
    const day = user.workloads[workload]?.lastActivity ?? null;
    return day === null ? [] : [(Date.parse(asOf) - Date.parse(day)) / 86_400_000];
  });
}

function isActive(daysAgo: readonly number[]): boolean {
  return daysAgo.some((days) => days >= 0 && days <= 27);
}

function count(products: readonly LicensedProduct[], seats: (product: LicensedProduct) => number): number {
  return products.map(seats).reduce((total, each) => total + each, 0);
}
