import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import { openedByDay, supportFigure } from "../../src/domain/support.ts";
import { missing, rateOf } from "../../src/domain/rate.ts";
import { AS_OF } from "../support/make.ts";

const sum = (counts: readonly { count: number }[]) => counts.reduce((total, { count }) => total + count, 0);
const users = (active: number | null, asOf = AS_OF) => ({ asOf: active === null ? null : asOf, active });
const opened = (...daysAgo: number[]) => openedByDay(daysAgo.map((ago) => ({ day: addDays(AS_OF, -ago), count: 1 })));

test("supportFigure() counts the 28 days that end on its day, both included", () => {
  const snapshot = { asOf: AS_OF, opened: opened(0, 27, 28, 40) };
  expect(supportFigure(snapshot, users(50), "not_reported")).toEqual({
    asOf: AS_OF,
    opened: 2,
    perActiveUser: { kind: "measured", part: 2, whole: 50, value: 0.04 },
  });
});

test("supportFigure() of no question is none opened, and that of no source is null", () => {
  expect(supportFigure({ asOf: AS_OF, opened: [] }, users(50), "not_reported")).toMatchObject({ opened: 0 });
  expect(supportFigure(null, users(50), "not_reported")).toBeNull();
});

test("supportFigure() has no rate where nobody is active, or where that is not known", () => {
  const snapshot = { asOf: AS_OF, opened: opened(1) };
  expect(supportFigure(snapshot, users(0), "not_reported")?.perActiveUser).toEqual(missing("nobody_active"));
  expect(supportFigure(snapshot, users(null), "no_access")?.perActiveUser).toEqual(missing("no_access"));
});

test.each([
  [-3, rateOf(2, 50, "nobody_active")],
  [28, rateOf(2, 50, "nobody_active")],
  [29, missing("source_not_ready")],
  [400, missing("source_not_ready")],
])("supportFigure() of %i days before the day of the users counts for its own day, and its rate is %j", (ago, rate) => {
  const snapshot = { asOf: AS_OF, opened: opened(0, 3) };
  const figure = supportFigure(snapshot, users(50, addDays(AS_OF, ago)), "not_reported");
  expect(figure).toEqual({ asOf: AS_OF, opened: 2, perActiveUser: rate });
});

test("openedByDay() has each day once, oldest first, and loses no question", () => {
  const days = fc.array(fc.record({ ago: fc.nat({ max: 9 }), count: fc.nat({ max: 5 }) }));
  fc.assert(
    fc.property(days, (drawn) => {
      const result = openedByDay(drawn.map(({ ago, count }) => ({ day: addDays(AS_OF, -ago), count })));
      const kept = result.map(({ day }) => day);
      expect(kept).toEqual([...new Set(kept)].toSorted());
      expect(sum(result)).toBe(sum(drawn));
    }),
  );
});
