import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import type { ReportedSnapshot } from "../../src/domain/reported.ts";
import { AS_OF, activity, insight, licences, product, type SnapshotsMade, skuId, userCounts } from "../support/make.ts";

/** The licences of the builders speak for the day after the activity. */
const LICENCES_AS_OF = addDays(AS_OF, 1);
const WEEK_BEFORE = addDays(AS_OF, -7);

function deployment(deployed: number, sold: number, asOf = LICENCES_AS_OF): ReportedSnapshot {
  return { deployment: { asOf, products: [{ skuId: skuId(1), name: "CONTOSO", asOf, deployed, sold }] }, usage: null };
}

function usage(active: number, qualified: number, asOf = AS_OF): ReportedSnapshot {
  return { deployment: null, usage: { asOf, workloads: [{ workload: "teams", asOf, active, qualified }] } };
}

const seats = { active: 20, grace: 5, suspended: 3, trial: 2 };
const own = { active: 15, grace: 0, suspended: 0, trial: 0 };
const WITH_SEATS: Partial<SnapshotsMade> = { licences: licences({ products: [product({ seats, own })] }) };

test.each([
  ["the very same", deployment(18, 20), "same"],
  ["with the seats in grace", deployment(18, 25), "grace_seats_counted"],
  ["with the trial seats", deployment(18, 22), "trial_seats_counted"],
  ["with those in grace and suspended", deployment(18, 28), "lapsed_seats_counted"],
  ["of the own seats alone", deployment(18, 15), "own_seats_only"],
  ["of another day, and different", deployment(17, 21, WEEK_BEFORE), "another_day"],
  ["of the same day, and different for no known reason", deployment(17, 21), "unexplained"],
])("a reported deployment %s is named so", (_, reported, explanation) => {
  const { reconciliation } = insight({ ...WITH_SEATS, reported });
  expect(reconciliation).toMatchObject([{ figure: "deployment", skuId: skuId(1), workload: null, explanation }]);
});

test.each([
  ["in grace", deployment(17, 25)],
  ["on trial", deployment(17, 22)],
  ["in grace and suspended", deployment(17, 28)],
])("seats %s explain nothing where Partner Center hands out another number than we do", (_, reported) => {
  expect(insight({ ...WITH_SEATS, reported }).reconciliation).toMatchObject([{ explanation: "unexplained" }]);
});

test("the own seats alone explain a deployment whatever is handed out: only of these may it be counted", () => {
  const { reconciliation } = insight({ ...WITH_SEATS, reported: deployment(13, 15) });
  expect(reconciliation).toMatchObject([{ explanation: "own_seats_only" }]);
});

test("a row stands beside ours with the day of its own service, and not with that of its half", () => {
  const { deployment: seatsReported } = deployment(17, 21, WEEK_BEFORE);
  const { usage: usageReported } = usage(13, 18, WEEK_BEFORE);
  const reported: ReportedSnapshot = {
    deployment: seatsReported && { ...seatsReported, asOf: LICENCES_AS_OF },
    usage: usageReported && { ...usageReported, asOf: AS_OF },
  };
  expect(insight({ ...WITH_SEATS, reported }).reconciliation).toMatchObject([
    { figure: "deployment", reportedAsOf: WEEK_BEFORE, explanation: "another_day" },
    { figure: "usage", reportedAsOf: WEEK_BEFORE, explanation: "another_day" },
  ]);
});

test("a reported deployment stands beside ours with its own day, and the difference in points", () => {
  const { reconciliation, deployment: ours } = insight({ ...WITH_SEATS, reported: deployment(20, 25, WEEK_BEFORE) });
  expect(ours).toMatchObject({ part: 18, whole: 20 });
  expect(reconciliation).toMatchObject([
    {
      ours: { part: 18, whole: 20 },
      oursAsOf: LICENCES_AS_OF,
      reported: { part: 20, whole: 25 },
      reportedAsOf: WEEK_BEFORE,
    },
  ]);
  expect(reconciliation[0]?.points).toBeCloseTo(-0.1, 9);
});

test.each([
  ["the very same", usage(14, 18), "same"],
  ["of another day", usage(13, 18, WEEK_BEFORE), "another_day"],
  ["of the same day, and different", usage(13, 18), "unexplained"],
])("a reported usage %s is named so", (_, reported, explanation) => {
  expect(insight({ reported }).reconciliation).toMatchObject([{ figure: "usage", workload: "teams", explanation }]);
});

test("a reported usage without those who are active and not entitled is named so", () => {
  const teams = userCounts({ paid: { active: 14, never: 4 }, departed: { active: 6 } });
  const crowded = { activity: activity({ workloads: { teams } }) };
  expect(insight({ ...crowded, reported: usage(14, 18) }).reconciliation).toMatchObject([
    { explanation: "entitled_activity_only", ours: { part: 20, whole: 18 }, reported: { part: 14, whole: 18 } },
  ]);
});

test("a reported usage that counts licences, where people hold two, is named so", () => {
  const second = product({ skuId: skuId(2), name: "Contoso Second" });
  const both = {
    licences: licences({ products: [product(), second] }),
    activity: activity({
      products: {
        [skuId(1)]: userCounts({ paid: { active: 16, never: 2 } }),
        [skuId(2)]: userCounts({ paid: { active: 4 } }),
      },
    }),
  };
  expect(insight({ ...both, reported: usage(17, 22) }).reconciliation).toMatchObject([
    { explanation: "entitlements_counted", ours: { part: 14, whole: 18 }, reported: { part: 17, whole: 22 } },
  ]);
});

test("what one of the two does not tell has no difference, and is no zero", () => {
  expect(insight({ reported: usage(0, 0) }).reconciliation).toMatchObject([
    { points: null, explanation: null, reported: { kind: "missing" } },
  ]);
  const elsewhere = {
    ...usage(3, 4),
    deployment: { asOf: AS_OF, products: [{ skuId: skuId(9), name: "X", asOf: AS_OF, deployed: 1, sold: 1 }] },
  };
  expect(insight({ reported: { ...elsewhere, usage: null } }).reconciliation).toEqual([]);
});
