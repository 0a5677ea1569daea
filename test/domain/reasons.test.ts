import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CAUSES, type Excess, reasonsFor } from "../../src/domain/reasons.ts";
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
  .record({ paid: counts, grace: counts, trial: counts, unlicensed: counts, departed: counts })
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
