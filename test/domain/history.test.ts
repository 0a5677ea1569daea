import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/day.ts";
import { CustomerHistory, customerHistory } from "../../src/domain/history.ts";
import { RunId } from "../../src/domain/ids.ts";
import { AS_OF, customerId, insight, NIGHT } from "../support/make.ts";

const CUSTOMER = customerId(1);
const WINDOW = { first: addDays(NIGHT, -9), last: NIGHT };

const daily = (day: Day, any: number) => ({ day, any, workloads: { teams: any } });

/** The insight of a run some nights ago; `time` is when that run began, within its night. */
const computed = (nightsAgo: number, time = "nightly") => {
  const night = addDays(NIGHT, -nightsAgo);
  return { ...insight(), night, runId: RunId.parse(`${night.replaceAll("-", "")}-${time}`) };
};

test("customerHistory() has one point a published night, oldest first, and names the nights between without one", () => {
  const insights = [computed(0), computed(3), computed(5)];
  const publishedOn = new Map(insights.map(({ runId, night }) => [runId, `${night}T03:00:00.000Z`]));
  const history = CustomerHistory.parse(customerHistory(CUSTOMER, WINDOW, insights, publishedOn, []));
  expect(history.value.map(({ night }) => night)).toEqual([addDays(NIGHT, -5), addDays(NIGHT, -3), NIGHT]);
  expect(history.missing).toEqual([-4, -2, -1].map((days) => addDays(NIGHT, days)));
});

test("customerHistory() takes of a night the run that was published last, and none that never was", () => {
  const [early, late, never] = [computed(1), computed(1, "120000-aaaa"), computed(1, "180000-bbbb")];
  const publishedOn = new Map([
    [early.runId, "2026-11-21T03:00:00.000Z"],
    [late.runId, "2026-11-21T12:01:00.000Z"],
  ]);
  const { value } = customerHistory(CUSTOMER, WINDOW, [late, never, early], publishedOn, []);
  expect(value.map(({ runId }) => runId)).toEqual([late.runId]);
});

test("customerHistory() of nothing has no gaps: before the first night nobody was asked", () => {
  expect(customerHistory(CUSTOMER, WINDOW, [], new Map(), [])).toMatchObject({ value: [], missing: [] });
});

test("customerHistory() keeps numerators and denominators of their day", () => {
  const point = customerHistory(CUSTOMER, WINDOW, [computed(0)], new Map([[computed(0).runId, "x"]]), []).value[0];
  const { usage, usersActive, usersTotal, seatsSold, definition } = insight();
  expect(point).toMatchObject({ usage, usersActive, usersTotal, seatsSold, definition });
});

test("customerHistory() has every night from its first on either as a point or as a gap, once, in any order of rows", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), (nightsAgo) => {
      const insights = nightsAgo.map((ago) => computed(ago));
      const publishedOn = new Map(insights.map(({ runId }) => [runId, "2026-11-22T03:00:00.000Z"]));
      const history = customerHistory(CUSTOMER, WINDOW, insights, publishedOn, []);
      const nights = [...history.value.map(({ night }) => night), ...history.missing].toSorted();
      const first = Math.max(-1, ...nightsAgo);
      expect(nights).toEqual(Array.from({ length: first + 1 }, (_, index) => addDays(NIGHT, index - first)));
    }),
  );
});

test("customerHistory() tells active users day by day, a night's own word before the backfill's, oldest first", () => {
  const point = computed(0);
  const publishedOn = new Map([[point.runId, "2026-11-22T03:00:00.000Z"]]);
  const backfilled = [daily(AS_OF, 99), daily(addDays(AS_OF, -3), 7), daily(addDays(AS_OF, -60), 5)];
  const history = customerHistory(CUSTOMER, WINDOW, [point], publishedOn, backfilled);
  expect(history.daily).toEqual([
    { ...daily(addDays(AS_OF, -3), 7), from: "backfill" },
    { day: AS_OF, any: 16, workloads: { teams: 14 }, from: "night" },
  ]);
});
