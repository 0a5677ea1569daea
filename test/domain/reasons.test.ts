import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  CAUSES,
  type Excess,
  possibleReasonsFor,
  reasonsFor,
  type ReportedExcess,
  seatReasonsFor,
  seatReasonsOver,
  type SeatExcess,
} from "../../src/domain/reasons.ts";
import { byStanding, type Standing } from "../../src/domain/standing.ts";

function excess({
  active = {},
  ...overrides
}: Partial<Omit<Excess, "active">> & { active?: Partial<Excess["active"]> }) {
  const counts = byStanding((standing: Standing) => active[standing] ?? 0);
  return { activeThroughYammer: 0, total: 20, seatsInGrace: 0, seatsOnTrial: 0, ...overrides, active: counts };
}

test.each<[string, Excess, Record<string, number>]>([
  ["departed", excess({ active: { paid: 20, departed: 3 } }), { turnover: 3 }],
  ["unlicensed, but for Yammer", excess({ active: { paid: 20, unlicensed: 3 } }), { turnover: 3 }],
  ["unlicensed in Yammer", excess({ active: { paid: 20, unlicensed: 3 }, activeThroughYammer: 3 }), { yammer: 3 }],
  [
    "unlicensed, some of them through Yammer",
    excess({ active: { paid: 20, unlicensed: 5, departed: 1 }, activeThroughYammer: 2 }),
    { turnover: 4, yammer: 2 },
  ],
  ["in grace", excess({ active: { paid: 20, grace: 3 } }), { grace: 3 }],
  ["on trial", excess({ active: { paid: 20, trial: 3 } }), { trial: 3 }],
  ["beyond the seats, of which as many have lapsed", excess({ active: { paid: 23 }, seatsInGrace: 3 }), { grace: 3 }],
  ["beyond the seats, of which more have lapsed", excess({ active: { paid: 23 }, seatsInGrace: 9 }), { grace: 3 }],
  ["beyond the seats, of which some are on trial", excess({ active: { paid: 23 }, seatsOnTrial: 9 }), { trial: 3 }],
  ["beyond the seats for no known reason", excess({ active: { paid: 23 } }), { unexplained: 3 }],
  [
    "beyond the seats: lapsed ones first, then trials, then no known reason",
    excess({ active: { paid: 30 }, seatsInGrace: 4, seatsOnTrial: 3 }),
    { grace: 4, trial: 3, unexplained: 3 },
  ],
  [
    "in grace and beyond the seats, which is one cause",
    excess({ active: { paid: 22, grace: 3 }, seatsInGrace: 5 }),
    { grace: 5 },
  ],
  ["of other companies", excess({ active: { paid: 20, guest: 2 } }), { guest: 2 }],
  ["in excess of places that are partly free", excess({ active: { paid: 19, trial: 3 } }), { trial: 3 }],
])("reasonsFor() of users %s", (_, given, users) => {
  expect(reasonsFor(given)).toEqual(
    Object.entries(users).map(([cause, count]) => ({ cause, users: count, points: count / 20, evidence: "measured" })),
  );
});

test.each([
  ["of exactly one", excess({ active: { paid: 17, departed: 3 } })],
  ["below one", excess({ active: { paid: 3, trial: 4, unlicensed: 5 } })],
  ["of nobody active", excess({})],
  ["of nobody entitled, which is no usage at all", excess({ active: { grace: 5 }, total: 0 })],
])("reasonsFor() a usage %s are none", (_, given) => {
  expect(reasonsFor(given)).toEqual([]);
});

test("reasonsFor() sorts by users, and where they are equal by the order of the causes", () => {
  const given = excess({ active: { paid: 22, grace: 1, trial: 4, departed: 2 } });
  expect(reasonsFor(given).map(({ cause }) => cause)).toEqual(["trial", "turnover", "unexplained", "grace"]);
});

const counts = fc.nat({ max: 50 });
const anyExcess: fc.Arbitrary<Excess> = fc
  .record({ paid: counts, grace: counts, trial: counts, unlicensed: counts, guest: counts, departed: counts })
  .chain((active) =>
    fc.record({
      active: fc.constant(active),
      activeThroughYammer: fc.nat({ max: active.unlicensed }),
      total: counts,
      seatsInGrace: counts,
      seatsOnTrial: counts,
    }),
  );

test("reasonsFor() add up with the entitled to all active, or are none where the usage is not above one", () => {
  fc.assert(
    fc.property(anyExcess, (given) => {
      const active = Object.values(given.active).reduce((sum, users) => sum + users, 0);
      const explained = reasonsFor(given).reduce((sum, { users }) => sum + users, 0);
      const isAboveOne = given.total > 0 && active > given.total;
      expect(explained).toBe(isAboveOne ? active - Math.min(given.active.paid, given.total) : 0);
    }),
  );
});

test("reasonsFor() names a cause once, with users, and with its share of the total", () => {
  fc.assert(
    fc.property(anyExcess, (given) => {
      const reasons = reasonsFor(given);
      expect(new Set(reasons.map(({ cause }) => cause)).size).toBe(reasons.length);
      expect(CAUSES).toEqual(expect.arrayContaining(reasons.map(({ cause }) => cause)));
      expect(reasons.map(({ points }) => points)).toEqual(reasons.map(({ users }) => users / given.total));
      expect(Math.min(1, ...reasons.map(({ users }) => users))).toBe(1);
    }),
  );
});

test("reasonsFor() has nothing unexplained as long as the seats that are no longer paid go round", () => {
  fc.assert(
    fc.property(anyExcess, (given) => {
      const enough = { ...given, seatsInGrace: Math.max(0, given.active.paid - given.total - given.seatsOnTrial) };
      expect(reasonsFor(enough).map(({ cause }) => cause)).not.toContain("unexplained");
    }),
  );
});

function seats(overrides: Partial<SeatExcess>): SeatExcess {
  return { assigned: 24, sold: 18, inGrace: 0, onTrial: 0, ...overrides };
}

test.each<[string, SeatExcess, Record<string, number>]>([
  ["on seats in grace or suspended", seats({ inGrace: 6 }), { grace: 6 }],
  ["on fewer of them than there are", seats({ inGrace: 60 }), { grace: 6 }],
  ["on trial seats", seats({ onTrial: 25 }), { trial: 6 }],
  ["left over after their seats have lapsed", seats({}), { lapsed: 6 }],
  [
    "on every kind, in the order in which seats run out",
    seats({ inGrace: 3, onTrial: 2 }),
    { grace: 3, trial: 2, lapsed: 1 },
  ],
  ["on seats of which trials are not told apart", seats({ inGrace: 4, onTrial: null }), { grace: 4, unexplained: 2 }],
])("seatReasonsFor() assignments %s", (_, given, causes) => {
  expect(seatReasonsFor(given)).toEqual(
    Object.entries(causes).map(([cause, count]) => ({ cause, seats: count, points: count / 18, evidence: "measured" })),
  );
});

test.each([
  ["of exactly one", seats({ assigned: 18 })],
  ["below one", seats({ assigned: 3, inGrace: 9 })],
  ["of nothing sold, which is no deployment at all", seats({ sold: 0, inGrace: 8 })],
])("seatReasonsFor() a deployment %s are none", (_, given) => {
  expect(seatReasonsFor(given)).toEqual([]);
});

const anySeats: fc.Arbitrary<SeatExcess> = fc.record({
  assigned: counts,
  sold: counts,
  inGrace: counts,
  onTrial: fc.option(counts),
});

test("seatReasonsFor() add up with the sold seats to all assigned ones", () => {
  fc.assert(
    fc.property(anySeats, (given) => {
      const explained = seatReasonsFor(given).reduce((sum, reason) => sum + reason.seats, 0);
      expect(explained).toBe(given.sold === 0 ? 0 : Math.max(0, given.assigned - given.sold));
    }),
  );
});

test("seatReasonsOver() products: assigned = sold − idle + the seats of all reasons", () => {
  fc.assert(
    fc.property(fc.array(anySeats), (products) => {
      const total = (count: (product: SeatExcess) => number) => products.reduce((sum, each) => sum + count(each), 0);
      const [assigned, sold] = [total((each) => each.assigned), total((each) => each.sold)];
      const idle = total((each) => Math.max(0, each.sold - each.assigned));
      const reasons = seatReasonsOver(products);
      const explained = reasons.reduce((sum, reason) => sum + reason.seats, 0);
      expect(explained).toBe(sold === 0 || assigned <= sold ? 0 : assigned - sold + idle);
      expect(reasons.map(({ points }) => points)).toEqual(reasons.map((reason) => reason.seats / sold));
    }),
  );
});

function reported(overrides: Partial<ReportedExcess>): ReportedExcess {
  return { active: 25, qualified: 20, isYammer: false, seatsInGrace: 0, seatsOnTrial: 0, ...overrides };
}

test.each<[string, ReportedExcess, Record<string, number>]>([
  ["seats in grace", reported({ seatsInGrace: 9 }), { grace: 5 }],
  ["seats in grace, then trial seats", reported({ seatsInGrace: 2, seatsOnTrial: 9 }), { grace: 2, trial: 3 }],
  ["Yammer, which lets anybody in", reported({ isYammer: true, seatsInGrace: 1 }), { grace: 1, yammer: 4 }],
  ["nothing that is known", reported({ seatsInGrace: null, seatsOnTrial: null }), { unexplained: 5 }],
])("possibleReasonsFor() totals above one: %s", (_, given, causes) => {
  expect(possibleReasonsFor(given)).toEqual(
    Object.entries(causes).map(([cause, users]) => ({ cause, users, points: users / 20, evidence: "possible" })),
  );
});

test("possibleReasonsFor() add up with the qualified to the active, or are none", () => {
  const anyReported = fc.record({
    active: counts,
    qualified: counts,
    isYammer: fc.boolean(),
    seatsInGrace: fc.option(counts),
    seatsOnTrial: fc.option(counts),
  });
  fc.assert(
    fc.property(anyReported, (given) => {
      const explained = possibleReasonsFor(given).reduce((sum, { users }) => sum + users, 0);
      expect(explained).toBe(given.qualified === 0 ? 0 : Math.max(0, given.active - given.qualified));
    }),
  );
});
