import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Comparable,
  customerChange,
  type EarlierNight,
  rateChange,
  type RateChange,
} from "../../src/domain/change.ts";
import { addDays } from "../../src/domain/day.ts";
import { DEFINITION } from "../../src/domain/definition.ts";
import { missing, rateOf } from "../../src/domain/rate.ts";
import { AS_OF, NIGHT, RUN_ID } from "../support/make.ts";

const rate = (part: number, whole: number) => rateOf(part, whole, "nobody_entitled");

test.each([
  ["people came, seats stayed", rate(10, 20), rate(15, 20), 0.25, 0.25, 0],
  ["people stayed, seats were added", rate(10, 20), rate(10, 40), -0.25, 0, -0.25],
  ["people and seats doubled alike", rate(10, 16), rate(20, 32), 0, 0.46875, -0.46875],
  ["nothing moved", rate(7, 9), rate(7, 9), 0, 0, 0],
])("rateChange(): %s", (_, then, now, points, peoplePoints, seatsPoints) => {
  expect(rateChange(then, now)).toMatchObject({ kind: "measured", points, peoplePoints, seatsPoints });
});

const measured = fc.tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 500 }));

test("rateChange() is split into people and seats without a rest, whatever they did", () => {
  fc.assert(
    fc.property(measured, measured, ([part, whole], [partNow, wholeNow]) => {
      const change = rateChange(rate(part, whole), rate(partNow, wholeNow));
      if (change.kind === "missing") throw new Error("Both are measured");
      expect(change.peoplePoints + change.seatsPoints).toBeCloseTo(change.points, 9);
      expect(change.points).toBeCloseTo(partNow / wholeNow - part / whole, 9);
      // More people raise a rate, more seats lower it; who stands still does neither.
      expect(change.peoplePoints * (partNow - part)).toBeGreaterThanOrEqual(0);
      expect(change.seatsPoints * (whole - wholeNow)).toBeGreaterThanOrEqual(0);
      expect(partNow === part ? Math.abs(change.peoplePoints) : 0).toBe(0);
      expect(wholeNow === whole ? Math.abs(change.seatsPoints) : 0).toBe(0);
    }),
  );
});

test("rateChange() back is the change there with the sign turned", () => {
  fc.assert(
    fc.property(measured, measured, ([part, whole], [partNow, wholeNow]) => {
      const there = rateChange(rate(part, whole), rate(partNow, wholeNow));
      const back = rateChange(rate(partNow, wholeNow), rate(part, whole));
      if (there.kind === "missing" || back.kind === "missing") throw new Error("Both are measured");
      expect(back.peoplePoints).toBeCloseTo(-there.peoplePoints, 9);
      expect(back.seatsPoints).toBeCloseTo(-there.seatsPoints, 9);
    }),
  );
});

function night(overrides: Partial<Comparable> = {}): Comparable {
  return {
    definition: DEFINITION,
    restsOn: { usage: ["users", "activeUsers"], deployment: ["seats", "subscriptions"] },
    usageAsOf: AS_OF,
    deploymentAsOf: AS_OF,
    naming: "concealed",
    deployment: rate(18, 20),
    usage: rate(12, 18),
    likeForLike: rate(11, 18),
    ...overrides,
  };
}

const EARLIER = addDays(NIGHT, -28);
/** What the builders' night was 28 days before, but for what is said otherwise. */
const before = (overrides: Partial<Comparable> = {}): Comparable =>
  night({ usageAsOf: addDays(AS_OF, -28), deploymentAsOf: addDays(AS_OF, -28), ...overrides });
const earlier = (figures: Comparable | null): EarlierNight => ({ night: EARLIER, runId: RUN_ID, figures });
const isAcrossBreak = (then: string | null) => customerChange(night(), earlier(before({ naming: then }))).isAcrossBreak;

test("customerChange() compares each figure with that of the earlier night, and names the night", () => {
  const change = customerChange(night(), earlier(before({ usage: rate(9, 18) })));
  expect(change).toMatchObject({
    since: { night: EARLIER, runId: RUN_ID },
    isAcrossBreak: false,
    deployment: { kind: "measured", points: 0 },
    usage: { kind: "measured", from: { part: 9, whole: 18 } },
  });
});

const said = (change: RateChange) => (change.kind === "missing" ? change.reason : change.kind);
const all = (reason: string) => ({ deployment: reason, usage: reason, likeForLike: reason });

test.each([
  ["no night was published then", null, all("no_earlier_night")],
  ["the customer was not there", earlier(null), all("new_customer")],
  [
    "another definition was in force",
    earlier(before({ definition: { ...DEFINITION, version: DEFINITION.version + 1 } })),
    all("other_definition"),
  ],
  [
    "usage was missing then",
    earlier(before({ usage: missing("no_access"), likeForLike: missing("no_access") })),
    { deployment: "measured", usage: "missing_then", likeForLike: "missing_then" },
  ],
  [
    "usage was only reported then",
    earlier(before({ restsOn: { usage: ["reported"], deployment: ["seats", "subscriptions"] } })),
    { deployment: "measured", usage: "other_basis", likeForLike: "other_basis" },
  ],
  [
    "seats were only reported then",
    earlier(before({ restsOn: { usage: ["users", "activeUsers"], deployment: ["reported"] } })),
    { deployment: "other_basis", usage: "measured", likeForLike: "measured" },
  ],
  [
    "the Apps report was among what usage rests on",
    earlier(before({ restsOn: { usage: ["users", "activeUsers", "apps"], deployment: ["seats", "subscriptions"] } })),
    { deployment: "measured", usage: "other_basis", likeForLike: "other_basis" },
  ],
  [
    "the report speaks for nearly the same day as then",
    earlier(before({ usageAsOf: addDays(AS_OF, -20) })),
    { deployment: "measured", usage: "source_silent", likeForLike: "source_silent" },
  ],
  [
    "sources ran a few days further behind than now",
    earlier(before({ usageAsOf: addDays(AS_OF, -21), deploymentAsOf: addDays(AS_OF, -35) })),
    { deployment: "measured", usage: "measured", likeForLike: "measured" },
  ],
])("customerChange() tells what can be compared, where %s", (_, then, expected) => {
  const { deployment, usage, likeForLike } = customerChange(night(), then);
  expect({ deployment: said(deployment), usage: said(usage), likeForLike: said(likeForLike) }).toEqual(expected);
});

test("customerChange() of a figure that is missing now is missing", () => {
  const change = customerChange(night({ deployment: missing("nothing_sold") }), earlier(before()));
  expect(change.deployment).toEqual({ kind: "missing", reason: "missing_now" });
});

test("customerChange() says where names were concealed on one of the nights only", () => {
  expect([isAcrossBreak("clear"), isAcrossBreak("concealed"), isAcrossBreak(null)]).toEqual([true, false, false]);
});
