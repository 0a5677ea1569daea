import { PRODUCTS } from "./microsoft-products.ts";
import {
  naiveBookedSeats,
  naiveLicences,
  type NaiveLicences,
  type NaiveProduct,
  workloadsOf,
} from "./naive-licences.ts";
import { type Deed, naiveActivity, type NaiveActivity, type NaiveDirectory, type Person } from "./naive-people.ts";
import type { Answer, RawCustomer, RawPortfolio, ReportedTotal } from "./raw-portfolio.ts";

/**
 * Every figure of one customer once more, as plainly as it can be said: from the texts that Microsoft wrote, with people
 * kept by name and counted one by one. It shares no code with the product, so that the two agree only where both are
 * right.
 */
export type NaiveCustomer = Readonly<{
  activity: NaiveActivity | null;
  licences: NaiveLicences | null;
  state: "measured" | "stale" | "reportedOnly" | "noAccess" | "notReady" | "failed";
  basis: "users" | "reported" | "none";
  standingsBy: "directory" | "products" | "flags" | null;
  any: NaiveUsage;
  workloads: Readonly<Record<string, NaiveUsage>>;
  products: Readonly<Record<string, NaiveProductFigures>>;
  seats: NaiveSeatFigures;
  daily: Readonly<{ day: string; any: number; workloads: Readonly<Record<string, number>> }> | null;
  directory: (NaiveDirectory & Readonly<{ flagsContradicted: number; blockedPaid: number }>) | null;
}>;

/** A rate as `part/whole`, or the reason for which there is none. */
export type NaiveRate = string;

export type NaiveUsage = Readonly<{
  asOf: string | null;
  basis: "users" | "reported" | null;
  usage: NaiveRate;
  likeForLike: NaiveRate;
  active: number | null;
  total: number | null;
  users: NaiveTally | null;
  usersActive: NaiveTally | null;
  overdrawn: number | null;
  isBoundBySeats: boolean | null;
  paidByFlag: number | null;
  activeIn7Days: number | null;
  neverActive: number | null;
  datedLater: number | null;
  /** Users by cause, those without a user left out. */
  reasons: Readonly<Record<string, number>>;
}>;

export type NaiveProductFigures = Readonly<{
  counting: NaiveProduct["counting"] | "excluded";
  seats: NaiveProduct["seats"] | null;
  own: NaiveProduct["own"];
  sold: number | null;
  ownSold: number | null;
  assigned: number;
  renewsOn: string | null;
  deployment: NaiveRate;
  /** Seats by cause. */
  deploymentReasons: Readonly<Record<string, number>>;
  usage: NaiveUsage;
}>;

export type NaiveSeatFigures = Readonly<{
  basis: "seats" | "reported" | "none";
  sold: number | null;
  ownSold: number | null;
  ownUnmatched: number | null;
  assigned: number | null;
  idle: number | null;
  deployment: NaiveRate;
  deploymentReasons: Readonly<Record<string, number>>;
}>;

const STANDINGS = ["paid", "grace", "trial", "unlicensed", "guest", "departed"] as const;
type NaiveStanding = (typeof STANDINGS)[number];
export type NaiveTally = Readonly<Record<NaiveStanding, number>>;

const WORKLOADS = ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot", "dynamics"];
const LATE_DAYS = 4;

export function naiveCustomer(customer: RawCustomer, portfolio: RawPortfolio): NaiveCustomer {
  const licences = naiveLicences(customer, portfolio);
  const isCopilotSold = (licences?.products ?? []).some(
    (product) => product.counting === "counted" && product.workloads.includes("copilot"),
  );
  const activity = naiveActivity(customer, isCopilotSold);
  const known: Known = { customer, portfolio, licences, activity, isCopilotSold };
  return {
    activity,
    licences,
    state: stateOf(known),
    basis: activity !== null ? "users" : customer.reportedUsage === null ? "none" : "reported",
    standingsBy:
      activity === null ? null : activity.directory !== null ? "directory" : licences === null ? "flags" : "products",
    any: anyUsage(known),
    workloads: workloadUsages(known),
    products: productFigures(known),
    seats: seatFigures(known),
    daily: activity && dailyOf(known, activity),
    directory: activity?.directory ? { ...activity.directory, ...contradictionsOf(known, activity) } : null,
  };
}

type Known = Readonly<{
  customer: RawCustomer;
  portfolio: RawPortfolio;
  licences: NaiveLicences | null;
  activity: NaiveActivity | null;
  isCopilotSold: boolean;
}>;

function stateOf({ customer, portfolio, activity, licences }: Known): NaiveCustomer["state"] {
  if (activity !== null) return daysFrom(activity.asOf, portfolio.night) > LATE_DAYS ? "stale" : "measured";
  if (customer.reportedUsage !== null) return "reportedOnly";
  if (licences === null && customer.reportedDeployment !== null) return "reportedOnly";
  // A report without a usable row has nothing to say yet.
  if (customer.activeUsers.kind === "given") return "notReady";
  return ({ no_access: "noAccess", source_not_ready: "notReady", failed: "failed" } as const)[
    customer.activeUsers.reason
  ];
}

/** A person seen through one workload, one product, or any workload. */
type Seen = Readonly<{
  standing: NaiveStanding;
  isByFlag: boolean;
  isThroughYammer: boolean;
  /** Every last activity that is known, as days before the day its report speaks for; negative where it is after it. */
  daysAgo: readonly number[];
}>;

/** Of those whom nobody else can be. */
function anyUsage(known: Known): NaiveUsage {
  const { activity, licences } = known;
  if (activity === null) return reportedAny(known);
  const told = [...activity.days.keys()];
  const seen = activity.people
    .filter((person) => !person.isPerhapsAnother)
    .flatMap((person): Seen[] => {
      const rights = told.flatMap((workload) => {
        const right = rightTo(known, person, workload);
        return right === null ? [] : [{ workload, ...right }];
      });
      const standing = best(rights.map((right) => right.standing));
      if (standing === null) return [];
      const used = rights.map((right) => right.workload);
      return [
        {
          standing,
          isByFlag: rights.filter((right) => right.standing === "paid").every((right) => right.isByFlag),
          isThroughYammer: !isActive(
            daysAgoIn(
              activity,
              person,
              used.filter((workload) => workload !== "yammer"),
            ),
          ),
          daysAgo: daysAgoIn(activity, person, used),
        },
      ];
    });
  const carriers = carriersOf(licences, (product) => product.workloads.some((workload) => told.includes(workload)));
  return usageOf(activity.asOf, seen, ofThatTime(known, activity.asOf, carriers));
}

function workloadUsages(known: Known): Record<string, NaiveUsage> {
  const { customer, activity, licences } = known;
  const usages: Record<string, NaiveUsage> = {};
  for (const workload of WORKLOADS) {
    const carriers = carriersOf(licences, (product) => product.workloads.includes(workload));
    const asOf = activity?.days.get(workload);
    if (activity !== null && asOf !== undefined) {
      const seen = activity.people.flatMap((person): Seen[] => {
        const right = rightTo(known, person, workload);
        return right === null ? [] : [{ ...right, daysAgo: daysAgoIn(activity, person, [workload]) }];
      });
      if (seen.length > 0 || (carriers ?? []).length > 0) {
        usages[workload] = usageOf(asOf, seen, ofThatTime(known, asOf, carriers));
      }
    } else if ((carriers ?? []).length > 0) usages[workload] = missingUsage(absenceOf(known, workload));
  }
  for (const total of customer.reportedUsage ?? []) {
    if (usages[total.workload]?.basis === "users") continue;
    usages[total.workload] = reportedUsage(known, total, (product) => product.workloads.includes(total.workload));
  }
  return usages;
}

/** Why no report tells of the workload. The Apps and the Copilot report may fail alone. */
function absenceOf({ customer, activity, isCopilotSold }: Known, workload: string): string {
  if (activity === null) return reasonOf(customer.activeUsers);
  if (workload === "officeApps") return reasonOf(customer.apps);
  if (workload === "copilot") return isCopilotSold ? reasonOf(customer.copilot) : "not_reported";
  return "not_reported";
}

/** A report with a header and no row is not ready; one that cannot be joined is told as not reported. */
function reasonOf(answer: Answer<string>): string {
  if (answer.kind === "given") return /\n\s*\S/.test(answer.body) ? "not_reported" : "source_not_ready";
  return answer.reason === "failed" ? "not_reported" : answer.reason;
}

function productFigures(known: Known): Record<string, NaiveProductFigures> {
  const { customer, portfolio, licences } = known;
  const isExcluded = (skuId: string) => portfolio.excludedSkuIds.includes(skuId);
  const figures: Record<string, NaiveProductFigures> = {};
  for (const { skuId, deployed, sold } of licences === null ? (customer.reportedDeployment ?? []) : []) {
    const isCounted = !isExcluded(skuId);
    figures[skuId] = {
      counting: isCounted ? "counted" : "excluded",
      seats: null,
      own: null,
      sold: isCounted ? sold : null,
      ownSold: null,
      assigned: deployed,
      renewsOn: null,
      deployment: rate(deployed, isCounted ? sold : 0, isCounted ? "nothing_sold" : "excluded"),
      deploymentReasons: isCounted && sold > 0 ? reasonsOf({ unexplained: Math.max(0, deployed - sold) }) : {},
      usage: missingUsage(reasonOf(customer.activeUsers)),
    };
  }
  for (const product of licences?.products ?? []) {
    const { seats, own, assigned, renewsOn } = product;
    const counting = isExcluded(product.skuId) ? "excluded" : product.counting;
    const sold = counting === "counted" ? seats.active : null;
    figures[product.skuId] = {
      counting,
      seats,
      own,
      sold,
      ownSold: counting === "counted" ? (own?.active ?? null) : null,
      assigned,
      renewsOn,
      deployment: rate(assigned, sold ?? 0, counting === "excluded" ? "excluded" : "nothing_sold"),
      deploymentReasons: sold === null || sold === 0 ? {} : reasonsOf(beyondSold(product)),
      usage: productUsage(known, product),
    };
  }
  return figures;
}

/** Where the seats are that are assigned and were not sold: in grace first, then on trial; what is left has lapsed. */
function beyondSold({ seats, trialLapsed, assigned }: NaiveProduct): Record<string, number> {
  let left = Math.max(0, assigned - seats.active);
  const take = (there: number) => {
    const taken = Math.min(left, there);
    left -= taken;
    return taken;
  };
  const grace = take(seats.grace + seats.suspended);
  const trial = take((seats.trial ?? 0) + trialLapsed);
  return { grace, trial, [seats.trial === null ? "unexplained" : "lapsed"]: left };
}

function seatFigures({ customer, portfolio, licences }: Known): NaiveSeatFigures {
  const booked = naiveBookedSeats(customer)?.active ?? null;
  const isExcluded = (skuId: string) => portfolio.excludedSkuIds.includes(skuId);
  if (licences === null) {
    if (customer.reportedDeployment === null) {
      const reason =
        customer.skus.kind === "refused" && customer.skus.reason !== "failed" ? customer.skus.reason : null;
      const nothing = { sold: null, ownUnmatched: null, assigned: null, idle: null, deploymentReasons: {} };
      return { basis: "none", ...nothing, ownSold: booked, deployment: reason ?? "not_reported" };
    }
    const counted = customer.reportedDeployment.filter(({ skuId }) => !isExcluded(skuId));
    const [sold, assigned] = [sum(counted.map((row) => row.sold)), sum(counted.map((row) => row.deployed))];
    const unexplained = sum(counted.map((row) => Math.max(0, row.deployed - row.sold)));
    const isAllOut = counted.length === 0 && customer.reportedDeployment.length > 0;
    return {
      basis: "reported",
      sold,
      ownSold: booked,
      ownUnmatched: null,
      assigned,
      idle: sum(counted.map((row) => Math.max(0, row.sold - row.deployed))),
      deployment: rate(assigned, sold, isAllOut ? "excluded" : "nothing_sold"),
      deploymentReasons: sold > 0 && assigned > sold ? reasonsOf({ unexplained }) : {},
    };
  }
  const counted = licences.products.filter((product) => product.counting === "counted" && !isExcluded(product.skuId));
  const sold = sum(counted.map((product) => product.seats.active));
  const assigned = sum(counted.map((product) => product.assigned));
  const isAllOut = counted.length === 0 && licences.products.some(({ skuId }) => isExcluded(skuId));
  const beyond = counted.map(beyondSold);
  const ofCause = (cause: string) => sum(beyond.map((causes) => causes[cause] ?? 0));
  const causes = Object.fromEntries(
    ["grace", "trial", "lapsed", "unexplained"].map((cause) => [cause, ofCause(cause)]),
  );
  return {
    basis: "seats",
    sold,
    ownSold: counted.some((product) => product.own === null) ? null : sum(counted.map((each) => each.own?.active ?? 0)),
    ownUnmatched: licences.ownSeatsUnmatched,
    assigned,
    idle: sum(counted.map((product) => Math.max(0, product.seats.active - product.assigned))),
    deployment: rate(assigned, sold, isAllOut ? "excluded" : "nothing_sold"),
    deploymentReasons: sold > 0 && assigned > sold ? reasonsOf(causes) : {},
  };
}

/** A product that nobody holds has no users where its workloads are told of, and that is known. */
function productUsage(known: Known, product: NaiveProduct): NaiveUsage {
  const { activity, customer } = known;
  if (activity === null) return missingUsage(reasonOf(customer.activeUsers));
  const told = product.workloads.filter((workload) => activity.days.has(workload));
  const seen = activity.people
    .filter((person) => !isRoom(person) && holdingsOf(known, person).products.includes(product))
    .flatMap((person): Seen[] => {
      const standing = worthOf(product);
      const given = told.filter((workload) => isGiven(person, product, workload));
      if (standing === null || given.length === 0) return [];
      const daysAgo = daysAgoIn(activity, person, given);
      return [{ standing: person.isGone ? "departed" : standing, isByFlag: false, isThroughYammer: false, daysAgo }];
    });
  const isHeldByNobody = told.length > 0 && product.assigned === 0 && !product.isForTenant;
  return seen.length === 0 && !isHeldByNobody
    ? missingUsage("not_reported")
    : usageOf(activity.asOf, seen, ofThatTime(known, activity.asOf, [product]));
}

/** Seats are of the night. Of users who were seen long before it they say nothing. */
function ofThatTime({ portfolio }: Known, asOf: string, products: readonly NaiveProduct[] | null) {
  return daysFrom(asOf, portfolio.night) > 10 ? null : products;
}

/** `products` are those whose seats stand behind the people; null where no seats are known. */
function usageOf(asOf: string, people: readonly Seen[], products: readonly NaiveProduct[] | null): NaiveUsage {
  const active = people.filter((person) => isActive(person.daysAgo));
  const paid = people.filter((person) => person.standing === "paid");
  const activeOf = (standing: NaiveStanding) => active.filter((person) => person.standing === standing);

  // Nobody knows the seats of those whom a flag alone calls licensed; the others hold as many as there are.
  const byFlag = paid.filter((person) => person.isByFlag);
  const bySeats = paid.filter((person) => !person.isByFlag);
  const seatsThere = products === null ? Infinity : sum(products.map((product) => product.seats.active));
  const entitled = [...byFlag, ...bySeats.slice(0, seatsThere)];

  // The active come first to the entitled places. Who finds none sits on a lapsed seat, then on one on trial, of what
  // makes people paid; seats of what makes nobody paid are its own holders'.
  const paying = (products ?? []).filter((product) => product.seats.active > 0);
  const beyond = activeOf("paid").slice(entitled.length);
  const onLapsed = beyond.slice(0, sum(paying.map(({ seats }) => seats.grace + seats.suspended)));
  const afterLapsed = beyond.slice(onLapsed.length);
  const onTrial = afterLapsed.slice(0, sum(paying.map(({ seats, trialLapsed }) => (seats.trial ?? 0) + trialLapsed)));
  const throughYammer = activeOf("unlicensed").filter((person) => person.isThroughYammer);

  return {
    asOf,
    basis: "users",
    usage: rate(active.length, entitled.length, "nobody_entitled"),
    likeForLike: rate(activeOf("paid").length, paid.length, "nobody_entitled"),
    active: active.length,
    total: entitled.length,
    users: tallyOf(people),
    usersActive: tallyOf(active),
    overdrawn: paid.length - entitled.length,
    isBoundBySeats: products !== null && byFlag.length === 0,
    paidByFlag: byFlag.length,
    activeIn7Days: people.filter((person) => person.daysAgo.some((days) => days >= 0 && days <= 6)).length,
    neverActive: paid.filter((person) => person.daysAgo.length === 0).length,
    datedLater: people.filter((person) => person.daysAgo.length > 0 && person.daysAgo.every((days) => days < 0)).length,
    reasons:
      entitled.length === 0 || active.length <= entitled.length
        ? {}
        : reasonsOf({
            turnover: activeOf("departed").length + activeOf("unlicensed").length - throughYammer.length,
            grace: activeOf("grace").length + onLapsed.length,
            trial: activeOf("trial").length + onTrial.length,
            yammer: throughYammer.length,
            guest: activeOf("guest").length,
            unexplained: beyond.length - onLapsed.length - onTrial.length,
          }),
  };
}

function missingUsage(reason: string): NaiveUsage {
  return {
    asOf: null,
    basis: null,
    usage: reason,
    likeForLike: reason,
    active: null,
    total: null,
    users: null,
    usersActive: null,
    overdrawn: null,
    isBoundBySeats: null,
    paidByFlag: null,
    activeIn7Days: null,
    neverActive: null,
    datedLater: null,
    reasons: {},
  };
}

/** Workloads do not add up to people: the one that most use, and the one that most may use, stand for the customer. */
function reportedAny(known: Known): NaiveUsage {
  const totals = known.customer.reportedUsage;
  if (totals === null) return missingUsage(reasonOf(known.customer.activeUsers));
  const active = Math.max(0, ...totals.map((total) => total.active));
  const qualified = Math.max(0, ...totals.map((total) => total.qualified));
  return reportedUsage(known, { workload: "any", active, qualified }, () => true);
}

/** A cause is possible for as many users as it has seats; Yammer lets anybody in. */
function reportedUsage(
  { customer, portfolio, licences }: Known,
  { workload, active, qualified }: ReportedTotal,
  carries: (product: NaiveProduct) => boolean,
): NaiveUsage {
  const booked = naiveBookedSeats(customer);
  const carriers = carriersOf(licences, carries);
  const inGrace =
    carriers === null
      ? (booked?.grace ?? 0) + (booked?.suspended ?? 0)
      : sum(carriers.map(({ seats }) => seats.grace + seats.suspended));
  const onTrial =
    carriers === null
      ? (booked?.trial ?? 0)
      : sum(carriers.map(({ seats, trialLapsed }) => (seats.trial ?? 0) + trialLapsed));
  const excess = qualified === 0 ? 0 : Math.max(0, active - qualified);
  const grace = Math.min(excess, inGrace);
  const trial = Math.min(excess - grace, onTrial);
  const left = excess - grace - trial;
  return {
    ...missingUsage("not_reported"),
    asOf: portfolio.night,
    basis: "reported",
    usage: rate(active, qualified, "nobody_entitled"),
    active,
    total: qualified,
    reasons: reasonsOf({ grace, trial, [workload === "yammer" ? "yammer" : "unexplained"]: left }),
  };
}

type Right = Readonly<{ standing: NaiveStanding; isByFlag: boolean; isThroughYammer: boolean }>;

/** By what right the person uses the workload; null for one who has nothing to do with it. */
function rightTo(known: Known, person: Person, workload: string): Right | null {
  const deed = person.deeds.get(workload);
  if (deed === undefined || isRoom(person)) return null;
  const standing = standingIn(known, person, workload, deed);
  return standing === null
    ? null
    : {
        standing: standing === "paidByFlag" ? "paid" : standing,
        isByFlag: standing === "paidByFlag",
        isThroughYammer: workload === "yammer" && standing === "unlicensed",
      };
}

function standingIn(
  known: Known,
  person: Person,
  workload: string,
  { word, day }: Deed,
): NaiveStanding | "paidByFlag" | null {
  const hasBeenActive = day !== null;
  if (person.isGone) return hasBeenActive || word === "licensed" || word === "listed" ? "departed" : null;

  const { products, unknown, isAllKnown } = holdingsOf(known, person);
  const standing = best(
    products.filter((product) => isGiven(person, product, workload)).flatMap((product) => worthOf(product) ?? []),
  );
  if (person.account !== null) {
    // The directory knows every licence, those too whose seats nobody tells.
    if (standing === "paid") return "paid";
    if (unknown.some((skuId) => isGivenThroughList(person, skuId, workload))) return "paidByFlag";
    if (standing !== null) return standing;
    if (!hasBeenActive || workload === "officeApps") return null;
    return person.account.isGuest ? "guest" : "unlicensed";
  }
  switch (word) {
    // A flag that says no is believed: one plan of a product may be switched off for one user. But it says no of every
    // suspended product too, and there the seats say why.
    case "unlicensed":
      if (!hasBeenActive) return null;
      return standing === "grace" ? "grace" : "unlicensed";
    // A flag that says yes is believed too, unless all is known that the user holds, or enough of it to be paid.
    case "licensed":
      return standing !== null && (standing === "paid" || isAllKnown) ? standing : "paidByFlag";
    // A list without flags names people too who use what needs no licence: it is believed of unknown products only.
    case "listed":
      return standing ?? (isAllKnown ? null : "paidByFlag");
    case "unlisted":
      return standing;
  }
}

/** What the person holds: the customer's products, and what is not among them or cannot be told from another. */
function holdingsOf({ licences }: Known, { account, productNames }: Person) {
  const products = licences?.products ?? [];
  if (account !== null) {
    const held = account.licences.map((licence) => licence.skuId);
    return {
      products: products.filter((product) => held.includes(product.skuId)),
      unknown: held.filter((skuId) => !products.some((product) => product.skuId === skuId)),
      isAllKnown: true,
    };
  }
  const named = (productNames ?? []).map((name) =>
    products.filter((product) => product.listed?.names.includes(name) === true),
  );
  return {
    products: [...new Set(named.filter((those) => those.length === 1).flat())],
    unknown: [],
    isAllKnown: licences !== null && productNames !== null && named.every((those) => those.length === 1),
  };
}

/** Whether the product gives the workload to this person: the directory tells what is switched off, reports do not. */
function isGiven(person: Person, product: NaiveProduct, workload: string): boolean {
  if (!product.workloads.includes(workload)) return false;
  const off = person.account?.licences.find((licence) => licence.skuId === product.skuId)?.off ?? [];
  if (off.length === 0) return true;
  // Where the tenant does not tell a product's plans, any plan of the workload may be its only one.
  return product.planIds.length > 0
    ? workloadsOf(product.planIds.filter((plan) => !off.includes(plan))).includes(workload)
    : !workloadsOf(off).includes(workload);
}

/** Whether Microsoft's list knows the product as one that is sold and carries the workload, none of it switched off. */
function isGivenThroughList({ account }: Person, skuId: string, workload: string): boolean {
  const product = PRODUCTS.find((each) => each.skuId === skuId && each.names.length > 0);
  if (product === undefined || product.isFree || product.isForRooms) return false;
  const off = account?.licences.find((licence) => licence.skuId === skuId)?.off ?? [];
  return workloadsOf(product.planIds).includes(workload) && !workloadsOf(off).includes(workload);
}

/** What a seat of the product makes of a person. */
function worthOf({ counting, seats }: NaiveProduct): NaiveStanding | null {
  if (counting === "tenant") return null;
  if (counting !== "counted") return "trial";
  return seats.active > 0 ? "paid" : "grace";
}

/** Who holds products for rooms alone is a room, and nobody. */
function isRoom({ account, productNames }: Person): boolean {
  const rooms = PRODUCTS.filter((product) => product.isForRooms);
  if (account !== null) {
    const held = account.licences.map((licence) => licence.skuId);
    return held.length > 0 && held.every((skuId) => rooms.some((product) => product.skuId === skuId));
  }
  const names = productNames ?? [];
  return names.length > 0 && names.every((name) => rooms.some((product) => product.names.includes(name)));
}

function dailyOf(known: Known, activity: NaiveActivity): NaiveCustomer["daily"] {
  const { asOf, days, people } = activity;
  // Two workloads have a report of their own, with days of its own.
  const alone = new Set(["officeApps", "copilot"]);
  const ofThatDay = [...days.keys()].filter((workload) => !alone.has(workload));
  const isActiveOnDay = (person: Person, workload: string) =>
    rightTo(known, person, workload) !== null && daysAgoIn(activity, person, [workload]).includes(0);
  return {
    day: asOf,
    any: people
      .filter((person) => !person.isPerhapsAnother)
      .filter((person) => ofThatDay.some((workload) => isActiveOnDay(person, workload))).length,
    workloads: Object.fromEntries(
      ofThatDay.map((workload) => [workload, people.filter((person) => isActiveOnDay(person, workload)).length]),
    ),
  };
}

function contradictionsOf(known: Known, { days, people }: NaiveActivity) {
  const told = [...days.keys()];
  const inDirectory = people.filter((person) => person.account !== null && !isRoom(person));
  const isContradictedIn = (person: Person, workload: string) => {
    const standing = rightTo(known, person, workload)?.standing ?? null;
    const word = person.deeds.get(workload)?.word;
    if (word === "licensed") return standing === null || standing === "unlicensed" || standing === "guest";
    return word === "unlicensed" && standing === "paid";
  };
  const isPaid = (person: Person) => told.some((workload) => rightTo(known, person, workload)?.standing === "paid");
  return {
    flagsContradicted: inDirectory.filter((person) => told.some((workload) => isContradictedIn(person, workload)))
      .length,
    blockedPaid: inDirectory.filter((person) => person.account?.isBlocked === true && isPaid(person)).length,
  };
}

/** Products that somebody has paid for or tries: those whose seats can stand behind a usage. Null where none are told. */
function carriersOf(
  licences: NaiveLicences | null,
  carries: (product: NaiveProduct) => boolean,
): NaiveProduct[] | null {
  if (licences === null) return null;
  return licences.products
    .filter((product) => product.counting === "counted" || product.counting === "trial")
    .filter(carries);
}

/** Each workload by the day that its own report speaks for. */
function daysAgoIn({ days }: NaiveActivity, person: Person, workloads: readonly string[]): number[] {
  return workloads.flatMap((workload) => {
    const [asOf, day] = [days.get(workload), person.deeds.get(workload)?.day];
    return asOf === undefined || day === undefined || day === null ? [] : [daysFrom(day, asOf)];
  });
}

function daysFrom(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000;
}

function isActive(daysAgo: readonly number[]): boolean {
  return daysAgo.some((days) => days >= 0 && days <= 27);
}

function best(standings: readonly NaiveStanding[]): NaiveStanding | null {
  return STANDINGS.find((standing) => standings.includes(standing)) ?? null;
}

function tallyOf(people: readonly Seen[]): NaiveTally {
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

function reasonsOf(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function rate(part: number, whole: number, reasonIfEmpty: string): NaiveRate {
  return whole === 0 ? reasonIfEmpty : `${part}/${whole}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
