import * as fc from "fast-check";
import type { LicenceEvidence, ReportedWorkloads, UserActivity } from "../../src/domain/activity.ts";
import { addDays, Day, dayNumber, dayOfNumber } from "../../src/domain/day.ts";
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
}>;

/** Three are enough for every rule: Yammer has one of its own, Microsoft 365 Apps has a report without a flag. */
const WORKLOADS_REPORTED: readonly KnownWorkload[] = ["teams", "yammer", "officeApps"];

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

export const rawUser: fc.Arbitrary<UserActivity> = fc.record({
  isDeleted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  assignedProducts: fc.option(
    names.map((held) => held.join("+")),
    { freq: 8 },
  ),
  workloads: fc.record(
    {
      teams: rowOf("licensed", "licensed", "unlicensed"),
      yammer: rowOf("licensed", "unlicensed"),
      officeApps: rowOf("listed", "listed", "unlisted"),
    },
    { requiredKeys: [] },
  ),
});

const reported: fc.Arbitrary<ReportedWorkloads> = fc.record(
  {
    teams: fc.constant(AS_OF),
    yammer: fc.constant(AS_OF),
    officeApps: fc.integer({ min: -1, max: 3 }).map((daysBehind) => addDays(AS_OF, -daysBehind)),
  },
  { requiredKeys: ["teams"] },
);

export const rawCustomer: fc.Arbitrary<RawCustomer> = fc.record({
  reported,
  users: fc.array(rawUser, { maxLength: 30, size: "max" }),
  unnamed: fc.array(rawUser, { maxLength: 5 }),
  licences: fc.option(
    someProducts.map((products) => licences({ products })),
    { freq: 8 },
  ),
});
