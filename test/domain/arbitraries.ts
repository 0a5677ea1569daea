import * as fc from "fast-check";
import type { LicenceEvidence, ReportedWorkloads, UserActivity } from "../../src/domain/activity.ts";
import { addDays, Day, dayNumber, dayOfNumber } from "../../src/domain/day.ts";
import type { Holding, PlansBySku } from "../../src/domain/holding.ts";
import { SkuId } from "../../src/domain/ids.ts";
import type { LicenceSnapshot, LicensedProduct, Seats } from "../../src/domain/licences.ts";
import type { KnownWorkload } from "../../src/domain/workload.ts";
import { AS_OF, licences, product, skuId } from "../support/make.ts";

/** Any day from 1900 to 2199: common and leap centuries, and both sides of 1970. */
export const anyDay: fc.Arbitrary<Day> = fc
  .integer({ min: dayNumber(Day.parse("1900-01-01")), max: dayNumber(Day.parse("2199-12-31")) })
  .map(dayOfNumber);

/** What the sources say of one customer: every user of its reports, and its licences where they are known. */
export type RawCustomer = Readonly<{
  reported: ReportedWorkloads;
  users: readonly UserActivity[];
  /** Users without a name, each of whom may be one of the others. */
  unnamed: readonly UserActivity[];
  licences: LicenceSnapshot | null;
  /** Of a product that is not here nobody lists the plans. */
  plans: PlansBySku;
}>;

/** Three are enough for every rule: Yammer has one of its own, Microsoft 365 Apps has a report without a flag. */
const WORKLOADS_REPORTED = ["teams", "yammer", "officeApps"] as const satisfies KnownWorkload[];

/** A name that no product of the customer has. */
const UNKNOWN_NAME = "FABRIKAM UNKNOWN";

const seatsLeft = fc.oneof(fc.constant(0), fc.nat({ max: 6 }));

/** Now and then as many as Microsoft gives a product that is not sold by the seat. */
const seatsOrGiven = fc.oneof(
  { weight: 24, arbitrary: seatsLeft },
  { weight: 2, arbitrary: fc.constantFrom(10_000, 1_000_000) },
);

const seats: fc.Arbitrary<Seats> = fc.record({
  active: seatsOrGiven,
  grace: seatsOrGiven,
  suspended: seatsLeft,
  trial: fc.option(seatsOrGiven, { freq: 6 }),
});

function licensedProduct(number: number): fc.Arbitrary<LicensedProduct> {
  return fc
    .record({
      seats,
      own: fc.option(seats),
      trialLapsed: seatsOrGiven,
      assigned: fc.nat({ max: 12 }),
      appliesTo: fc.oneof({ weight: 9, arbitrary: fc.constant("user" as const) }, fc.constant("tenant" as const)),
      workloads: fc.subarray([...WORKLOADS_REPORTED]),
    })
    .map((drawn) => product({ skuId: skuId(number), name: `Contoso ${number}`, partNumber: null, ...drawn }));
}

const someProducts = fc
  .tuple(licensedProduct(1), licensedProduct(2), licensedProduct(3))
  .chain((all) => fc.subarray(all));

/** Around each edge of the window, of the week and of the bins: a uniform draw would nearly never hit one. */
const daysAgo = fc.oneof(fc.integer({ min: -2, max: 120 }), fc.constantFrom(-1, 0, 6, 7, 27, 28, 89, 90));

const lastActivity = fc.option(
  daysAgo.map((days) => addDays(AS_OF, -days)),
  { freq: 4 },
);

function rowOf(...evidence: LicenceEvidence[]) {
  return fc.record({ evidence: fc.constantFrom(...evidence), lastActivity });
}

/** A report may name a product twice, under an old and a new name: here they are one. */
const names = fc.array(fc.constantFrom("CONTOSO 1", "CONTOSO 2", "CONTOSO 3", UNKNOWN_NAME), { maxLength: 3 });

/** The plans that a product with the workload has. Two of them carry Yammer, and one is enough. */
export const PLANS = {
  teams: ["57ff2da0-773e-42df-b2af-ffb7a2317929"],
  yammer: ["7547a3fe-08ee-4ccb-b430-5077c5041653", "a82fbf69-b4d7-49f4-83a6-915b2cf354f4"],
  officeApps: ["43de0ff5-c92c-492b-9116-175376d08c38"],
} as const;

/** Products that no customer here has in its licences: one that is sold with every workload, one given away, one unheard of. */
export const SOLD_ELSEWHERE = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");
const GIVEN_ELSEWHERE = SkuId.parse("710779e8-3d4a-4c88-adb9-386c958d1fdf");
const UNHEARD_OF = skuId(9);

const heldLicences = fc.tuple(
  ...[skuId(1), skuId(2), skuId(3), SOLD_ELSEWHERE, GIVEN_ELSEWHERE, UNHEARD_OF].map((held) =>
    fc.record({
      skuId: fc.constant(held),
      disabledPlans: fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        fc.subarray(Object.values(PLANS).flat()).map((plans) => plans.map((plan) => plan.toUpperCase())),
      ),
    }),
  ),
);

const holding: fc.Arbitrary<Holding> = fc.record({
  licences: heldLicences.chain((all) => fc.subarray(all, { maxLength: 3 })),
  isGuest: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  isBlocked: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
});

function userHolding(held: fc.Arbitrary<Holding | null>): fc.Arbitrary<UserActivity> {
  return fc.record({
    isDeleted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    assignedProducts: fc.option(
      names.map((named) => named.join("+")),
      { freq: 8 },
    ),
    holding: held,
    workloads: fc.record(
      {
        teams: rowOf("licensed", "licensed", "unlicensed"),
        yammer: rowOf("licensed", "unlicensed"),
        officeApps: rowOf("listed", "listed", "unlisted"),
      },
      { requiredKeys: [] },
    ),
  });
}

/** Every other one is in the directory. */
const rawUser = userHolding(fc.option(holding, { freq: 2 }));

/** Nobody without a name can be looked up. */
const unnamedUser = userHolding(fc.constant(null));

const reported: fc.Arbitrary<ReportedWorkloads> = fc.record(
  {
    teams: fc.constant(AS_OF),
    yammer: fc.constant(AS_OF),
    officeApps: fc.integer({ min: -1, max: 3 }).map((daysBehind) => addDays(AS_OF, -daysBehind)),
  },
  { requiredKeys: ["teams"] },
);

const plansListed = fc.subarray([skuId(1), skuId(2), skuId(3)]);

export const rawCustomer: fc.Arbitrary<RawCustomer> = fc
  .record({
    reported,
    users: fc.array(rawUser, { maxLength: 30, size: "max" }),
    unnamed: fc.array(unnamedUser, { maxLength: 5 }),
    licences: fc.option(
      someProducts.map((products) => licences({ products })),
      { freq: 8 },
    ),
    plansListed,
  })
  .map(({ plansListed: listed, ...customer }) =>
    Object.assign({ plans: plansOf(customer.licences, listed) }, customer),
  );

function plansOf(known: LicenceSnapshot | null, listed: readonly SkuId[]): PlansBySku {
  return new Map(
    (known?.products ?? [])
      .filter((each) => listed.includes(each.skuId))
      .map((each) => [
        each.skuId,
        WORKLOADS_REPORTED.filter((workload) => each.workloads.includes(workload)).flatMap(
          (workload) => PLANS[workload],
        ),
      ]),
  );
}
