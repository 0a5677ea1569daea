import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { Rate } from "../../src/domain/rate.ts";
import type { Usage } from "../../src/domain/usage.ts";
import { publishedInsight, publishedPortfolio } from "../../src/jobs/published-portfolio.ts";
import { Workload as AnyWorkload } from "../../src/domain/workload.ts";
import { deploymentCounts, usageCounts } from "../../src/local/simulated-microsoft/analytics-counts.ts";
import { ODDITIES } from "../../src/local/simulated-microsoft/oddities.ts";
import type { Purchase } from "../../src/local/simulated-microsoft/purchases.ts";
import type { Tenant } from "../../src/local/simulated-microsoft/tenant.ts";
import type { User } from "../../src/local/simulated-microsoft/users.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { runNight } from "../support/run-night.ts";

/*
 * What is published after a night over HTTP, CSV, queues and tables, against what is so: the plain records of the
 * simulated portfolio, counted by filter and length. Nothing here is shared with src/domain, with src/sources, or with
 * the way the simulation puts its records into words. Where the wire hides a truth, the figure must be missing, or be
 * short by exactly what was hidden; it must never be wrong.
 */

const NIGHT = Day.parse("2026-11-24");
const TITLES: readonly string[] = ODDITIES.map(({ title }) => title).filter((title) => title !== "advisor");

/** Their report on active users never gets through. */
const NO_ACTIVITY: ReadonlySet<string> = new Set([
  "header-only",
  "connection-cut",
  "cut-in-quotes",
  "not-ready",
  "not-ready-nested",
  "no-permission",
  "no-consent",
]);
/** Their list of products never gets through: the report's own word on licences is all there is. */
const NO_LICENCES: ReadonlySet<string> = new Set(["page-of-html", "link-to-another-host", "no-consent"]);

type Workload = "exchange" | "sharepoint" | "teams" | "yammer" | "officeApps" | "copilot";
const WORKLOADS: readonly Workload[] = ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot"];
/** Workloads whose report is joined by name. */
const JOINED: ReadonlySet<Workload> = new Set(["officeApps", "copilot"]);
const SERVICES: Readonly<Record<Workload, readonly (keyof User["lastActivity"])[]>> = {
  exchange: ["exchange"],
  sharepoint: ["sharePoint", "oneDrive"],
  teams: ["teams"],
  yammer: ["yammer"],
  officeApps: ["apps"],
  copilot: ["copilot"],
};

type Product = Purchase["product"];
type Standing = "paid" | "grace" | "trial" | "unlicensed" | "guest" | "departed";
const BEST_FIRST: readonly Standing[] = ["paid", "grace", "trial", "unlicensed", "guest", "departed"];

/** One person in one workload, in one product, or in any workload. */
type Person = Readonly<{ standing: Standing; daysAgo: number | null; isYammerAlone: boolean }>;

describe("the published figures are the truth of the simulated portfolio", () => {
  let laptop: Laptop;
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    await runNight(laptop.environment, NIGHT);
  });
  afterAll(() => laptop.stop());

  const recordsOf = (title: string): Records => {
    const { portfolio } = laptop.microsoft;
    return { title, tenant: portfolio.tenantOf(portfolio.named(title)) };
  };
  const insightOf = (title: string): Promise<CustomerInsight> =>
    publishedInsight(laptop.environment, CustomerId.parse(laptop.microsoft.portfolio.named(title).id));
  const measured = TITLES.filter((title) => !NO_ACTIVITY.has(title));

  test.each(measured.filter((title) => title !== "names-unknown"))("usage of %s", async (title) => {
    const records = recordsOf(title);
    const insight = await insightOf(title);
    expect(insight.asOf.activity).toBe(records.tenant.refreshedOn);
    expect(servedWorkloads(insight)).toEqual(trueWorkloads(records));
    expect(served(insight.anyWorkload)).toEqual(trueAny(records));
  });

  // Users without a name are in the Apps report and in the other one, and nobody can join the two: each counts once.
  test("usage of names-unknown", async () => {
    const records = recordsOf("names-unknown");
    const insight = await insightOf("names-unknown");
    expect(servedWorkloads(insight)).toEqual(trueWorkloads(records));
    expect(served(insight.anyWorkload)).toEqual(trueAny(records));
  });

  test.each(TITLES.filter((title) => NO_ACTIVITY.has(title)))("usage of %s is what is reported", async (title) => {
    const insight = await insightOf(title);
    const truth = reportedWorkloads(laptop.microsoft.portfolio, title, insight);
    expect(insight.basis).toBe(Object.keys(truth).length === 0 ? "none" : "reported");
    expect(servedTotals(insight)).toEqual(truth);
    const [active, qualified] = [0, 1].map((side) =>
      Math.max(0, ...Object.values(truth).map((pair) => pair[side] ?? 0)),
    );
    expect(insight.usage).toMatchObject(
      insight.basis === "none" ? { kind: "missing" } : { part: active, whole: qualified },
    );
    expect(insight.products.every(({ usage }) => usage.kind === "missing")).toBe(true);
  });

  test.each(measured)("what no report of users covers is what is reported: %s", async (title) => {
    const insight = await insightOf(title);
    const told = new Set(insight.workloads.filter(({ basis }) => basis === "users").map(({ workload }) => workload));
    const truth = Object.entries(reportedWorkloads(laptop.microsoft.portfolio, title, insight));
    const rest = truth.filter(([workload]) => !told.has(AnyWorkload.parse(workload)));
    expect(servedTotals(insight)).toEqual(Object.fromEntries(rest));
  });

  test.each(TITLES.filter((title) => !NO_LICENCES.has(title)))("seats of %s", async (title) => {
    const { tenant } = recordsOf(title);
    const insight = await insightOf(title);
    const seats = insight.products.map(({ skuId, counting, seats: held, sold, assigned, deployment }) => ({
      skuId,
      counting,
      seats: held,
      sold,
      assigned,
      deployment: inWords(deployment),
    }));
    expect(seats.toSorted(bySku)).toEqual(trueSeats(tenant));
    const counted = trueSeats(tenant).filter((product) => product.counting === "counted");
    const [assigned, sold] = [
      sum(counted, (product) => product.assigned),
      sum(counted, (product) => product.sold ?? 0),
    ];
    expect(insight.seatsSold).toBe(sold);
    expect(insight.seatsAssigned).toBe(assigned);
    expect(inWords(insight.deployment)).toBe(sold === 0 ? "nothing_sold" : `${assigned}/${sold}`);
  });

  test.each(TITLES.filter((title) => NO_LICENCES.has(title)))("seats of %s are what is reported", async (title) => {
    const insight = await insightOf(title);
    const truth = reportedSeats(laptop.microsoft.portfolio, title);
    const told = insight.products.map(({ skuId, assigned, sold }) => ({ skuId, assigned, sold }));
    expect(told.toSorted(bySku)).toEqual(truth);
    const [assigned, sold] = [sum(truth, (product) => product.assigned), sum(truth, (product) => product.sold)];
    expect(insight).toMatchObject({ deploymentBasis: "reported", seatsSold: sold, seatsAssigned: assigned });
  });

  test.each(TITLES.filter((title) => !NO_LICENCES.has(title)))(
    "deployment above 100 % of %s is explained",
    async (title) => {
      const { tenant } = recordsOf(title);
      const insight = await insightOf(title);
      for (const { skuId, deploymentReasons } of insight.products.filter(({ counted }) => counted)) {
        const { seats, sold, assigned } =
          trueSeats(tenant).find((product) => product.skuId === skuId) ?? trueSeats(tenant)[0]!;
        const excess = sold === null || sold === 0 ? 0 : Math.max(0, assigned - sold);
        const inGrace = Math.min(excess, seats.grace + seats.suspended);
        const onTrial = Math.min(excess - inGrace, seats.trial);
        const causes = { grace: inGrace, trial: onTrial, lapsed: excess - inGrace - onTrial };
        const told = Object.fromEntries(deploymentReasons.map((reason) => [reason.cause, reason.seats]));
        expect(told).toEqual(Object.fromEntries(Object.entries(causes).filter(([, count]) => count > 0)));
      }
    },
  );

  test.each(measured)("requests for support by %s are those opened in 28 days", async (title) => {
    const { tenant } = recordsOf(title);
    const { support, usersActive } = await insightOf(title);
    const opened = tenant.supportRequests.filter(({ openedOn }) => {
      const daysAgo = (Date.parse(NIGHT) - Date.parse(openedOn.slice(0, 10))) / 86_400_000;
      return daysAgo >= 0 && daysAgo <= 27;
    }).length;
    expect(support.requests).toMatchObject({ asOf: NIGHT, opened });
    expect(inWords(support.requests!.perActiveUser)).toBe(
      usersActive === 0 ? "nobody_active" : `${opened}/${usersActive}`,
    );
  });

  test.each(measured)("active users of the report's own day, of %s", async (title) => {
    const { tenant } = recordsOf(title);
    const { daily } = await insightOf(title);
    const onDay = (user: User, workload: Workload) => daysAgoIn(tenant, user, workload) === 0;
    const seen = peopleOf(tenant).filter((user) => !isRowLost(title, tenant, user));
    const covered = WORKLOADS.filter((workload) => !JOINED.has(workload) && isReported({ title, tenant }, workload));
    expect(daily).toEqual({
      day: tenant.refreshedOn,
      any: seen.filter((user) => covered.some((workload) => onDay(user, workload))).length,
      workloads: Object.fromEntries(
        covered.map((workload) => [workload, seen.filter((user) => onDay(user, workload)).length]),
      ),
    });
  });

  // The books of "long-name" write a status that nobody knows, of which more below.
  const withBooks = TITLES.filter((title) => !NO_LICENCES.has(title) && title !== "long-name");
  test.each(withBooks)("own seats of %s", async (title) => {
    const { tenant } = recordsOf(title);
    const insight = await insightOf(title);
    const own = insight.products.filter(({ counted }) => counted).map(({ skuId, ownSold }) => ({ skuId, ownSold }));
    expect(own.toSorted(bySku)).toEqual(trueOwn(tenant));
    expect(insight.ownSeatsSold).toBe(sum(trueOwn(tenant), ({ ownSold }) => ownSold));
  });

  test("own seats of long-name are the truth or unknown", async () => {
    const insight = await insightOf("long-name");
    const truth = new Map(trueOwn(recordsOf("long-name").tenant).map(({ skuId, ownSold }) => [skuId, ownSold]));
    const told = insight.products.filter(({ counted, ownSold }) => counted && ownSold !== null);
    for (const { skuId, ownSold } of told) expect(ownSold).toBe(truth.get(skuId ?? ""));
  });

  test("storage sold to emoji-name is no seat", async () => {
    expect((await insightOf("emoji-name")).ownSeatsUnmatched).toBe(0);
  });

  const withProducts = measured.filter((title) => !NO_LICENCES.has(title));
  test.each(withProducts)("usage of the products of %s", async (title) => {
    const insight = await insightOf(title);
    const products = insight.products
      .filter(({ active }) => active !== null)
      .map((product) => ({ skuId: product.skuId, figures: served(product) }));
    // Two products bear one name, and the third is in no list: the report does not tell who holds which.
    const truth = title === "odd-product-names" ? [] : trueProducts(recordsOf(title));
    expect(products.toSorted(bySku)).toEqual(truth);
  });

  test("the portfolio's rates are the rates of the sums", async () => {
    const { insight } = await publishedPortfolio(laptop.environment);
    const all = await Promise.all(TITLES.map((title) => insightOf(title)));
    expect(insight.coverage.customers).toBe(TITLES.length);
    expect(inWords(insight.deployment)).toBe(summed(all.map(({ deployment }) => deployment)));
    expect(inWords(insight.usage)).toBe(summed(all.map(({ usage }) => usage)));
    expect(inWords(insight.likeForLike)).toBe(summed(all.map(({ likeForLike }) => likeForLike)));
    for (const { workload, usage, likeForLike } of insight.workloads) {
      if (usage.kind === "missing") continue;
      const each = all.flatMap(({ workloads }) => workloads.filter((other) => other.workload === workload));
      expect([workload, inWords(usage)]).toEqual([workload, summed(each.map((metrics) => metrics.usage))]);
      // Of totals that are only reported nobody is known to be paid.
      if (likeForLike.kind === "missing") continue;
      expect([workload, inWords(likeForLike)]).toEqual([workload, summed(each.map((metrics) => metrics.likeForLike))]);
    }
  });
});

type Portfolio = Laptop["microsoft"]["portfolio"];

const REPORTED_AS: Readonly<Record<string, string>> = {
  EXO: "exchange",
  SPO: "sharepoint",
  TEAMS: "teams",
  YAMMER: "yammer",
  PROPLUS: "officeApps",
  CRM: "dynamics",
};

/** Active and qualified licences of each workload, over products and channels, as Partner Center counts them. */
function reportedWorkloads(portfolio: Portfolio, title: string, { asOf }: CustomerInsight) {
  const customer = portfolio.named(title);
  const sums: Record<string, [active: number, qualified: number]> = {};
  if (asOf.reportedUsage === null) return sums;
  for (const count of usageCounts(customer, portfolio.tenantOf(customer), asOf.reportedUsage)) {
    const { service, workload, active, qualified } = count;
    const known = service.code === "crm" && workload.code !== "CRM" ? undefined : REPORTED_AS[workload.code];
    const name = known ?? `other:${service.code === "crm" ? "crm/" : ""}${workload.code}`;
    const [activeBefore, qualifiedBefore] = sums[name] ?? [0, 0];
    sums[name] = [activeBefore + active, qualifiedBefore + qualified];
  }
  return sums;
}

function servedTotals({ workloads }: CustomerInsight) {
  return Object.fromEntries(
    workloads.flatMap(({ workload, basis, active, total }) =>
      basis === "reported" ? [[workload, [active, total]]] : [],
    ),
  );
}

function reportedSeats(portfolio: Portfolio, title: string) {
  const customer = portfolio.named(title);
  const rows = deploymentCounts(customer, portfolio.tenantOf(customer));
  return [...Map.groupBy(rows, ({ product }) => product.skuId)]
    .map(([skuId, channels]) => ({
      skuId,
      assigned: sum(channels, ({ deployed }) => deployed),
      sold: sum(channels, ({ sold }) => sold),
    }))
    .toSorted(bySku);
}

/** What is true of one customer. The title says what the wire hides of it. */
type Records = Readonly<{ title: string; tenant: Tenant }>;

function trueWorkloads({ title, tenant }: Records) {
  const isLicenceKnown = !NO_LICENCES.has(title);
  return Object.fromEntries(
    WORKLOADS.filter((workload) => isReported({ title, tenant }, workload)).flatMap((workload) => {
      const seen = peopleOf(tenant)
        .filter((user) => !isRowLost(title, tenant, user) || JOINED.has(workload))
        .flatMap((user) => personIn(tenant, user, [workload], isLicenceKnown));
      const carriers = seatedProducts(tenant).filter((product) => gives(product, workload));
      const isAnywhere = seen.length > 0 || (isLicenceKnown && carriers.length > 0);
      return isAnywhere ? [[workload, figures(tenant, seen, isLicenceKnown ? carriers : null)]] : [];
    }),
  );
}

function trueAny({ title, tenant }: Records) {
  const isLicenceKnown = !NO_LICENCES.has(title);
  const reported = WORKLOADS.filter((workload) => isReported({ title, tenant }, workload));
  const seen = peopleOf(tenant).flatMap((user) => {
    const known = reported.filter((workload) =>
      JOINED.has(workload) ? !isUnnamed(title, user) : !isRowLost(title, tenant, user),
    );
    return personIn(tenant, user, known, isLicenceKnown);
  });
  const carriers = seatedProducts(tenant).filter((product) => reported.some((workload) => gives(product, workload)));
  return figures(tenant, seen, isLicenceKnown ? carriers : null);
}

function trueProducts({ title, tenant }: Records) {
  return productsOf(tenant)
    .flatMap((product) => {
      const carried = WORKLOADS.filter(
        (workload) => isReported({ title, tenant }, workload) && gives(product, workload),
      );
      if (carried.length === 0) return [];
      const holders = peopleOf(tenant).filter(
        (user) => user.products.includes(product) && !isRowLost(title, tenant, user),
      );
      const seen = holders.map((user): Person => {
        const known = carried
          .filter((workload) => !JOINED.has(workload) || !isUnnamed(title, user))
          .filter((workload) => givesTo(user, product, workload));
        return {
          standing: user.isDeleted ? "departed" : worth(tenant, product),
          daysAgo: fewest(known.map((workload) => daysAgoIn(tenant, user, workload))),
          isYammerAlone: false,
        };
      });
      return [{ skuId: product.skuId, figures: figures(tenant, seen, [product]) }];
    })
    .toSorted(bySku);
}

function trueSeats(tenant: Tenant) {
  return productsOf(tenant)
    .map((product) => {
      const counting = countingOf(tenant, product);
      const seats = seatsOf(tenant, product);
      const assigned = tenant.users().filter((user) => !user.isDeleted && user.products.includes(product)).length;
      const sold = counting === "counted" ? seats.active : null;
      const deployment = sold === null || sold === 0 ? "nothing_sold" : `${assigned}/${sold}`;
      return { skuId: product.skuId, counting, seats, sold, assigned, deployment };
    })
    .toSorted(bySku);
}

function trueOwn(tenant: Tenant) {
  return productsOf(tenant)
    .filter((product) => countingOf(tenant, product) === "counted")
    .map((product) => {
      const ours = tenant.purchases.filter(
        (bought) => bought.product === product && bought.seller === "partner" && isPaid(bought, "Enabled"),
      );
      return { skuId: product.skuId, ownSold: sum(ours, ({ seats }) => seats) };
    })
    .toSorted(bySku);
}

/** What the wire hides: two columns, a name of every third user, or the 3rd and the 5th row. */
const isReported = ({ title, tenant }: Records, workload: Workload) => {
  if (workload === "copilot") return productsOf(tenant).some((product) => gives(product, "copilot"));
  return title !== "columns-missing" || (workload !== "teams" && workload !== "yammer");
};
const isUnnamed = (title: string, user: User) => title === "names-unknown" && user.number % 3 === 0;
const isRowLost = (title: string, tenant: Tenant, user: User) =>
  title === "rows-ragged" && [2, 4].some((index) => tenant.users()[index]?.number === user.number);

/** A room is nobody, whatever it holds. */
const peopleOf = (tenant: Tenant) =>
  tenant.users().filter(({ products }) => products.length === 0 || !products.every((product) => isForRooms(product)));
const isForRooms = (product: Product) => product.partNumber === "Microsoft_Teams_Rooms_Pro";
const isFree = (product: Product) => ["FLOW_FREE", "POWER_BI_STANDARD"].includes(product.partNumber);

const gives = (product: Product, workload: Workload) =>
  !isForRooms(product) && product.plans.some((plan) => plan.gives.some((given) => SERVICES[workload].includes(given)));

/** An administrator may have switched a plan off, and one left is enough. */
const givesTo = ({ disabledPlans }: User, product: Product, workload: Workload) =>
  gives({ ...product, plans: product.plans.filter(({ id }) => !disabledPlans.includes(id)) }, workload);

const productsOf = ({ purchases }: Tenant) => [...new Set(purchases.map(({ product }) => product))];
const seatedProducts = (tenant: Tenant) =>
  productsOf(tenant).filter((product) => ["counted", "trial"].includes(countingOf(tenant, product)));

const isPaid = ({ isTrial, state }: Purchase, ...states: Purchase["state"][]) => !isTrial && states.includes(state);

function seatsOf({ purchases }: Tenant, product: Product) {
  const bought = purchases.filter((purchase) => purchase.product === product);
  const count = (is: (purchase: Purchase) => boolean) =>
    sum(
      bought.filter((purchase) => is(purchase)),
      ({ seats }) => seats,
    );
  return {
    active: count((purchase) => isPaid(purchase, "Enabled")),
    grace: count((purchase) => isPaid(purchase, "Warning")),
    suspended: count((purchase) => isPaid(purchase, "Suspended", "LockedOut")),
    trial: count(({ isTrial, state }) => isTrial && state === "Enabled"),
  };
}

function countingOf(tenant: Tenant, product: Product): "counted" | "free" | "tenant" | "trial" {
  if (product.appliesTo === "Company") return "tenant";
  if (isFree(product)) return "free";
  const { active, grace, suspended, trial } = seatsOf(tenant, product);
  return active + grace + suspended === 0 && trial > 0 ? "trial" : "counted";
}

function worth(tenant: Tenant, product: Product): Standing {
  if (countingOf(tenant, product) !== "counted") return "trial";
  return seatsOf(tenant, product).active > 0 ? "paid" : "grace";
}

function personIn(tenant: Tenant, user: User, workloads: readonly Workload[], isLicenceKnown: boolean): Person[] {
  const standings = new Set(workloads.flatMap((workload) => standingsIn(tenant, user, workload, isLicenceKnown)));
  const standing = BEST_FIRST.find((each) => standings.has(each));
  if (standing === undefined) return [];
  const elsewhere = workloads.filter((workload) => workload !== "yammer");
  return [
    {
      standing,
      daysAgo: fewest(workloads.map((workload) => daysAgoIn(tenant, user, workload))),
      isYammerAlone: !elsewhere.some((workload) => isWithin(27, daysAgoIn(tenant, user, workload))),
    },
  ];
}

/** By every product that carries the workload. */
function standingsIn(tenant: Tenant, user: User, workload: Workload, isLicenceKnown: boolean): Standing[] {
  const wasActive = daysAgoIn(tenant, user, workload) !== null;
  if (user.isDeleted) return wasActive ? ["departed"] : [];
  const held = user.products.filter((product) => givesTo(user, product, workload));
  if (held.length > 0) return held.map((product) => (isLicenceKnown ? worth(tenant, product) : "paid"));
  if (!wasActive) return [];
  return [user.kind === "Guest" ? "guest" : "unlicensed"];
}

/** By the day that the workload's own report speaks for. */
function daysAgoIn(tenant: Tenant, user: User, workload: Workload): number | null {
  const joined = workload === "officeApps" ? tenant.appsRefreshedOn : tenant.copilotRefreshedOn;
  const asOf = JOINED.has(workload) ? joined : tenant.refreshedOn;
  return fewest(
    SERVICES[workload].map((service) => {
      const day = user.lastActivity[service];
      return day === null ? null : (Date.parse(asOf) - Date.parse(day)) / 86_400_000;
    }),
  );
}

function fewest(days: readonly (number | null)[]): number | null {
  const known = days.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const isWithin = (days: number, daysAgo: number | null) => daysAgo !== null && daysAgo >= 0 && daysAgo <= days;

/** All figures of DESIGN 2.1 and 2.2 of these people. `carriers` is null where no seats are known. */
function figures(tenant: Tenant, people: readonly Person[], carriers: readonly Product[] | null) {
  const active = people.filter(({ daysAgo }) => isWithin(27, daysAgo));
  const [users, usersActive] = [tally(people), tally(active)];
  const seats = (carriers ?? []).map((product) => seatsOf(tenant, product));
  const total =
    carriers === null
      ? users.paid
      : Math.min(
          users.paid,
          sum(seats, (each) => each.active),
        );

  // Active and paid beyond the seats: they sit on lapsed seats of what is paid for, then on its seats on trial.
  const paying = seats.filter((each) => each.active > 0);
  const beyond = Math.max(0, usersActive.paid - total);
  const onLapsed = Math.min(
    beyond,
    sum(paying, (each) => each.grace + each.suspended),
  );
  const onTrial = Math.min(
    beyond - onLapsed,
    sum(paying, (each) => each.trial),
  );
  const yammer = active.filter(({ standing, isYammerAlone }) => standing === "unlicensed" && isYammerAlone).length;
  const causes = {
    turnover: usersActive.departed + usersActive.unlicensed - yammer,
    grace: usersActive.grace + onLapsed,
    trial: usersActive.trial + onTrial,
    yammer,
    guest: usersActive.guest,
    unexplained: beyond - onLapsed - onTrial,
  };
  return {
    users,
    usersActive,
    overdrawn: users.paid - total,
    usage: total === 0 ? "nobody_entitled" : `${active.length}/${total}`,
    likeForLike: users.paid === 0 ? "nobody_entitled" : `${usersActive.paid}/${users.paid}`,
    activeIn7Days: people.filter(({ daysAgo }) => isWithin(6, daysAgo)).length,
    neverActive: people.filter(({ standing, daysAgo }) => standing === "paid" && daysAgo === null).length,
    reasons:
      total > 0 && active.length > total
        ? Object.fromEntries(Object.entries(causes).filter(([, count]) => count > 0))
        : {},
  };
}

function tally(people: readonly Person[]): Record<Standing, number> {
  const of = (standing: Standing) => people.filter((person) => person.standing === standing).length;
  return {
    paid: of("paid"),
    grace: of("grace"),
    trial: of("trial"),
    unlicensed: of("unlicensed"),
    guest: of("guest"),
    departed: of("departed"),
  };
}

/** The published figures in the words of the truth. */
function served(usage: Usage) {
  return {
    users: usage.users,
    usersActive: usage.usersActive,
    overdrawn: usage.overdrawn,
    usage: inWords(usage.usage),
    likeForLike: inWords(usage.likeForLike),
    activeIn7Days: usage.activeIn7Days,
    neverActive: usage.neverActive,
    reasons: Object.fromEntries(usage.reasons.map(({ cause, users }) => [cause, users])),
  };
}

/** The workloads of which anything is known. */
function servedWorkloads({ workloads }: CustomerInsight) {
  return Object.fromEntries(
    workloads.filter(({ basis }) => basis === "users").map((each) => [each.workload, served(each)]),
  );
}

function inWords(rate: Rate): string {
  return rate.kind === "measured" ? `${rate.part}/${rate.whole}` : rate.reason;
}

function summed(rates: readonly Rate[]): string {
  const measured = rates.filter((rate) => rate.kind === "measured");
  return `${sum(measured, ({ part }) => part)}/${sum(measured, ({ whole }) => whole)}`;
}

function sum<T>(each: readonly T[], count: (one: T) => number): number {
  return each.reduce((total, one) => total + count(one), 0);
}

function bySku(one: { skuId: string | null }, other: { skuId: string | null }): number {
  return (one.skuId ?? "") < (other.skuId ?? "") ? -1 : 1;
}
