import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/day.ts";
import { CustomerHistory, customerHistory, type KnownHistory } from "../../src/domain/history.ts";
import { RunId } from "../../src/domain/ids.ts";
import { daysOf } from "../../src/domain/window.ts";
import { AS_OF, customerId, insight, NIGHT } from "../support/make.ts";

const CUSTOMER = customerId(1);
const WINDOW = { first: addDays(NIGHT, -9), last: NIGHT };

const daily = (day: Day, any: number) => ({ day, any, workloads: { teams: any } });

/** These nights, published, and the first of them the customer's first. */
const known = (overrides: Partial<KnownHistory> = {}): KnownHistory => {
  const { insights = [] } = overrides;
  const publishedOn = new Map(insights.map(({ runId, night }) => [runId, `${night}T03:00:00.000Z`]));
  const [firstNight = null] = insights.map(({ night }) => night).toSorted();
  return { insights, publishedOn, firstNight, backfilled: [], ...overrides };
};

/** The insight of a run some nights ago; `time` is when that run began, within its night. */
const computed = (nightsAgo: number, time = "nightly") => {
  const night = addDays(NIGHT, -nightsAgo);
  return { ...insight(), night, runId: RunId.parse(`${night.replaceAll("-", "")}-${time}`) };
};

test("customerHistory() has one point a published night, oldest first, and names the nights between without one", () => {
  const insights = [computed(0), computed(3), computed(5)];
  const history = CustomerHistory.parse(customerHistory(CUSTOMER, WINDOW, known({ insights })));
  expect(history.value.map(({ night }) => night)).toEqual([addDays(NIGHT, -5), addDays(NIGHT, -3), NIGHT]);
  expect(history.missing).toEqual([-4, -2, -1].map((days) => addDays(NIGHT, days)));
});

test("customerHistory() takes of a night the run that was published last, and none that never was", () => {
  const [early, late, never] = [computed(1), computed(1, "120000-aaaa"), computed(1, "180000-bbbb")];
  const publishedOn = new Map([
    [early.runId, "2026-11-21T03:00:00.000Z"],
    [late.runId, "2026-11-21T12:01:00.000Z"],
  ]);
  const { value } = customerHistory(CUSTOMER, WINDOW, known({ insights: [late, never, early], publishedOn }));
  expect(value.map(({ runId }) => runId)).toEqual([late.runId]);
});

test("customerHistory() of nothing has no gaps: before the first night nobody was asked", () => {
  expect(customerHistory(CUSTOMER, WINDOW, known())).toMatchObject({ value: [], missing: [] });
});

test("customerHistory() keeps numerators and denominators of their day", () => {
  const point = customerHistory(CUSTOMER, WINDOW, known({ insights: [computed(0)] })).value[0];
  const { usage, usersActive, usersTotal, seatsSold, definition } = insight();
  expect(point).toMatchObject({ usage, usersActive, usersTotal, seatsSold, definition });
});

test("customerHistory() has each night of the window since the customer's first as a point or as a gap, in any order", () => {
  const nightsAgo = fc.uniqueArray(fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(nightsAgo, fc.integer({ min: 9, max: 20 }), (drawn, firstAgo) => {
      const insights = drawn.map((ago) => computed(ago));
      const firstNight = addDays(NIGHT, -firstAgo);
      const history = customerHistory(CUSTOMER, WINDOW, known({ insights, firstNight }));
      const nights = [...history.value.map(({ night }) => night), ...history.missing].toSorted();
      expect(nights).toEqual(daysOf(WINDOW));
    }),
  );
});

test("customerHistory() tells of a night the same, whatever the window that it is in", () => {
  const insights = [computed(7), computed(2)];
  const isMissingIn = (first: Day, night: Day) =>
    customerHistory(
      CUSTOMER,
      { first, last: NIGHT },
      known({ insights: insights.filter(({ night: each }) => each >= first), firstNight: addDays(NIGHT, -7) }),
    ).missing.includes(night);
  const nights = daysOf(WINDOW);
  fc.assert(
    fc.property(fc.constantFrom(...nights), fc.constantFrom(...nights), (first, night) => {
      expect(isMissingIn(first, night)).toBe(first <= night && isMissingIn(WINDOW.first, night));
    }),
  );
});

test("customerHistory() has no gap in a window before the customer's first night", () => {
  const firstNight = addDays(NIGHT, 1);
  expect(customerHistory(CUSTOMER, WINDOW, known({ firstNight }))).toMatchObject({ value: [], missing: [] });
});

test("customerHistory() tells active users day by day, a night's own word before the backfill's, oldest first", () => {
  const point = computed(0);
  const backfilled = [daily(AS_OF, 99), daily(addDays(AS_OF, -3), 7), daily(addDays(AS_OF, -60), 5)];
  const history = customerHistory(CUSTOMER, WINDOW, known({ insights: [point], backfilled }));
  expect(history.daily).toEqual([
    { ...daily(addDays(AS_OF, -3), 7), from: "backfill" },
    { day: AS_OF, any: 16, workloads: { teams: 14 }, from: "night" },
  ]);
});
