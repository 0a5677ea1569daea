import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import { DEFINITION } from "../../src/domain/definition.ts";
import { CustomerInsight, customerInsight, CustomerRow, customerRow } from "../../src/domain/insight.ts";
import { customerMetrics } from "../../src/domain/metrics.ts";
import {
  activity,
  customer,
  customerId,
  earlierNight,
  insight,
  licences,
  NIGHT,
  product,
  RUN_ID,
  snapshots,
  telling,
  userCounts,
} from "../support/make.ts";

test("customerInsight() says a customer's metrics with the run and the definition they belong to", () => {
  const { customer: _customer, ...metrics } = customerMetrics(snapshots(), NIGHT);
  expect(insight()).toMatchObject({
    ...metrics,
    customerId: customerId(1),
    name: "Contoso",
    domain: "contoso.onmicrosoft.com",
    runId: RUN_ID,
    definition: DEFINITION,
    usage: metrics.anyWorkload.usage,
    likeForLike: metrics.anyWorkload.likeForLike,
  });
});

test("customerInsight() calls a customer without a name by its id", () => {
  expect(insight({ customer: customer({ name: "  " }) }).name).toBe(customerId(1));
});

test("customerInsight() tells the two numbers its usage is made of", () => {
  const users = fc.record({ active: fc.nat({ max: 50 }), never: fc.nat({ max: 50 }) });
  fc.assert(
    fc.property(users, users, users, fc.nat({ max: 99 }), (paid, trial, departed, active) => {
      const made = insight({
        activity: activity({ any: userCounts({ paid, trial, departed }) }),
        licences: licences({ products: [product({ seats: { active, grace: 0, suspended: 0, trial: 0 } })] }),
      });
      const { usage, usersActive, usersTotal } = made;
      expect(usersActive).toBe(paid.active + trial.active + departed.active);
      expect(usersTotal).toBe(Math.min(paid.active + paid.never, active));
      expect(usage.kind === "measured" ? [usage.part, usage.whole] : [usersActive, 0]).toEqual([
        usersActive,
        usersTotal,
      ]);
    }),
  );
});

test("customerInsight() of a customer without activity has no users, which is not zero", () => {
  expect(insight({ activity: null })).toMatchObject({ usersActive: null, usersTotal: null });
});

test("customerRow() takes its figures from the insight, every one as it is", () => {
  const whole = insight();
  const row = customerRow(whole);
  const { moved: _moved, advice: _advice, ...figures } = row;
  expect(whole).toMatchObject(figures);
  expect(CustomerRow.parse(row)).toEqual(row);
});

test("CustomerInsight reads back from JSON as what it was", () => {
  for (const made of [insight(), insight({ activity: null, licences: null, activityDays: [], outcomes: [] })]) {
    expect(CustomerInsight.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  }
});

test("customerInsight() leaves nothing of the metrics out but the customer, whom it says in full", () => {
  const metrics = customerMetrics(snapshots(), NIGHT);
  const missing = Object.keys(metrics).filter((key) => !Object.hasOwn(customerInsight(metrics, telling()), key));
  expect(missing).toEqual(["customer"]);
});

test("customerInsight() tells its change against the night 28 days before, and the row how far it moved", () => {
  const before = insight({
    activity: activity({ any: userCounts({ paid: { active: 9, never: 9 } }) }),
  });
  const made = insight({}, NIGHT, { earlier: earlierNight(before) });
  expect(made.change).toMatchObject({
    since: { night: addDays(NIGHT, -28), runId: RUN_ID },
    usage: { kind: "measured", from: { part: 9, whole: 18 }, points: 16 / 18 - 9 / 18, seatsPoints: 0 },
    deployment: { kind: "measured", points: 0 },
  });
  expect(customerRow(made).moved).toEqual({ deployment: 0, usage: 16 / 18 - 9 / 18 });
  expect(customerRow(insight()).moved).toEqual({ deployment: null, usage: null });
});
