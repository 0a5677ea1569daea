import { expect, test } from "vitest";
import { missing, MissingReason, rateOf } from "../../src/domain/rate.ts";
import { LATER_BIN, MONTHS_AGO_BIN, NEVER_BIN, WEEKS_AGO_BIN } from "../../src/domain/recency.ts";
import { usageMissing, usageOf } from "../../src/domain/usage.ts";
import { AS_OF, histogram, userCounts } from "../support/make.ts";

const NO_SEATS = { active: 0, inGrace: 0, onTrial: 0 };

test("usageOf() divides all active by the paid users, and like for like the active paid ones by the same", () => {
  const counts = userCounts({
    paid: { active: 17, never: 3 },
    trial: { active: 2 },
    departed: { active: 4, never: 1 },
  });
  expect(usageOf(counts, { ...NO_SEATS, active: 20 }, 0)).toEqual({
    asOf: AS_OF,
    basis: "users",
    active: 23,
    total: 20,
    usage: rateOf(23, 20, "nobody_entitled"),
    likeForLike: rateOf(17, 20, "nobody_entitled"),
    users: { paid: 20, grace: 0, trial: 2, unlicensed: 0, guest: 0, departed: 5 },
    usersActive: { paid: 17, grace: 0, trial: 2, unlicensed: 0, guest: 0, departed: 4 },
    overdrawn: 0,
    isBoundBySeats: true,
    paidByFlag: 0,
    activeIn7Days: 23,
    neverActive: 3,
    datedLater: 0,
    reasons: [
      { cause: "turnover", users: 4, points: 0.2, evidence: "measured" },
      { cause: "trial", users: 2, points: 0.1, evidence: "measured" },
    ],
  });
});

test("usageOf() counts the bins of the window as active, those of its last week in 7 days, and no others", () => {
  const counts = userCounts({});
  const paid = histogram({
    0: 1,
    6: 10,
    7: 100,
    27: 1_000,
    [WEEKS_AGO_BIN]: 5,
    [MONTHS_AGO_BIN]: 5,
    [LATER_BIN]: 4,
    [NEVER_BIN]: 3,
  });
  expect(usageOf({ ...counts, users: { paid } }, null, 0)).toMatchObject({
    usage: { part: 1_111, whole: 1_128 },
    activeIn7Days: 11,
    neverActive: 3,
    datedLater: 4,
  });
});

test.each([
  ["as many seats as paid users", 20, 20, 0],
  ["fewer seats", 15, 15, 5],
  ["more seats: nobody is entitled but a user", 50, 20, 0],
  ["no paid seat at all", 0, 0, 20],
])("usageOf() has with %s a total of its own", (_, active, total, overdrawn) => {
  const usage = usageOf(userCounts({ paid: { active: 20 } }), { ...NO_SEATS, active }, 0);
  expect(usage).toMatchObject({
    usage: rateOf(20, total, "nobody_entitled"),
    likeForLike: rateOf(20, 20, "nobody_entitled"),
    overdrawn,
    isBoundBySeats: true,
  });
});

test("usageOf() holds those whom the report's flag alone vouches for against no seats", () => {
  const counts = userCounts({ paid: { active: 20 } }, { paidByFlag: 8 });
  expect(usageOf(counts, { ...NO_SEATS, active: 5 }, 0)).toMatchObject({
    usage: rateOf(20, 13, "nobody_entitled"),
    overdrawn: 7,
    isBoundBySeats: false,
    paidByFlag: 8,
  });
});

test("usageOf() is not bound where no licences are known", () => {
  expect(usageOf(userCounts({ paid: { active: 20 } }), null, 0)).toMatchObject({
    usage: rateOf(20, 20, "nobody_entitled"),
    overdrawn: 0,
    isBoundBySeats: false,
  });
});

test("usageOf() of nobody is not zero per cent: nobody is entitled", () => {
  expect(usageOf(userCounts({}), { ...NO_SEATS, active: 20 }, 0)).toMatchObject({
    usage: missing("nobody_entitled"),
    likeForLike: missing("nobody_entitled"),
    activeIn7Days: 0,
    reasons: [],
  });
});

test.each(MissingReason.options)("usageMissing() for %s knows no count", (reason) => {
  const { usage, likeForLike, reasons, ...counts } = usageMissing(reason);
  expect([usage, likeForLike, reasons]).toEqual([missing(reason), missing(reason), []]);
  expect(new Set(Object.values(counts))).toEqual(new Set([null]));
});
