import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Holding } from "../../src/domain/holding.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { directoryOf } from "../../src/sources/directory.ts";
import { nameKey } from "../../src/sources/user-name.ts";
import { BUSINESS_PREMIUM, directoryWith, holding, NOTHING_HELD, pagesOf } from "./make-directory.ts";

const ADA = "ada@fabrikam.example";
const BOB = "bob@fabrikam.example";
const CEM = "cem@fabrikam.example";
const OFFICE_365_E3 = SkuId.parse("6fd2c87f-b296-42f0-b197-1e91e994b900");

test("directoryOf() finds what a user holds by the key of the name, however it is written", async () => {
  const guest = holding({ isGuest: true });
  const directory = await directoryWith({ [ADA]: holding(), [BOB]: guest });
  expect(directory.users).toBe(2);
  expect(directory.holdingOf(nameKey("Ada@Fabrikam.example "))).toEqual(holding());
  expect(directory.holdingOf(nameKey(BOB))).toEqual(guest);
  expect(directory.holdingOf(nameKey(CEM))).toBeNull();
});

test("directoryOf() counts users without a name, who can be joined to nobody", async () => {
  const directory = await directoryWith({ "": holding(), [ADA]: holding() });
  expect(directory.users).toBe(2);
  expect(directory.joining().join()).toEqual({ users: 2, joined: 0, unlisted: 1, deletedContradicted: 0 });
});

test("directoryOf() takes somebody who moves between pages for one, as the later page has it", async () => {
  const directory = await directoryOf(
    pagesOf([{ name: ADA, holding: holding() }], [{ name: ADA, holding: NOTHING_HELD }]),
  );
  expect(directory.users).toBe(1);
  expect(directory.holdingOf(nameKey(ADA))).toEqual(NOTHING_HELD);
});

test("directoryOf() keeps one Holding for all users who hold the same", async () => {
  const plans = ["a", "b", "c"];
  const combination = (number: number): Holding => ({
    licences: [BUSINESS_PREMIUM, OFFICE_365_E3]
      .slice(0, (number % 2) + 1)
      .map((skuId) => ({ skuId, disabledPlans: plans.slice(0, number % 3) })),
    isGuest: number % 5 === 0,
    isBlocked: number % 7 === 0,
  });
  async function* pages() {
    for (let page = 0; page < 10; page += 1) {
      yield Array.from({ length: 1_000 }, (_, index) => {
        const { licences, ...account } = combination(index);
        // Microsoft promises no order of licences or plans, and the same content is the same holding.
        const ordered = page % 2 === 0 ? licences : licences.toReversed();
        const held = ordered.map(({ skuId, disabledPlans }) => ({
          skuId,
          disabledPlans: page % 2 === 0 ? disabledPlans : disabledPlans.toReversed(),
        }));
        return { name: `user${page}-${index}@fabrikam.example`, holding: { licences: held, ...account } };
      });
    }
  }
  const directory = await directoryOf(pages());
  const held = new Set<Holding | null>();
  for (let page = 0; page < 10; page += 1) {
    for (let index = 0; index < 1_000; index += 1) {
      held.add(directory.holdingOf(nameKey(`user${page}-${index}@fabrikam.example`)));
    }
  }
  expect(directory.users).toBe(10_000);
  expect(held.size).toBe(2 * 3 * 2 * 2);
});

const alive = { isDeleted: false, holding: holding(), isNamesake: false };
const gone = { isDeleted: true, holding: null, isNamesake: false };
const namesake = { isDeleted: true, holding: null, isNamesake: true };

test.each([
  ["living, and in the directory", [[ADA, false]], [alive], { joined: 1, unlisted: 0, deletedContradicted: 0 }],
  ["living, and not in it: it has left", [[CEM, false]], [gone], { joined: 0, unlisted: 1, deletedContradicted: 0 }],
  ["deleted, and not in it", [[CEM, true]], [gone], { joined: 0, unlisted: 1, deletedContradicted: 0 }],
  ["deleted, and in it: alive", [[ADA, true]], [alive], { joined: 1, unlisted: 0, deletedContradicted: 1 }],
  [
    "deleted, and made again",
    [
      [ADA, true],
      [ADA, false],
    ],
    [namesake, alive],
    { joined: 1, unlisted: 0, deletedContradicted: 0 },
  ],
  [
    "made again, and the deleted one after it",
    [
      [ADA, false],
      [ADA, true],
    ],
    [alive, namesake],
    { joined: 1, unlisted: 0, deletedContradicted: 0 },
  ],
  [
    "twice deleted, and in it: one of them is alive",
    [
      [ADA, true],
      [ADA, true],
    ],
    [alive, namesake],
    { joined: 1, unlisted: 0, deletedContradicted: 1 },
  ],
  [
    "living twice: the first has the name",
    [
      [ADA, false],
      [ADA, false],
    ],
    [alive, namesake],
    { joined: 1, unlisted: 0, deletedContradicted: 0 },
  ],
] as const)("a row that is %s", async (_, rows, owners, facts) => {
  const directory = await directoryWith({ [ADA]: holding(), [BOB]: NOTHING_HELD });
  const joining = directory.joining();
  const passed = rows.map(([name, isDeleted]) => joining.ownerOf(nameKey(name), isDeleted));
  expect(passed.map((owner) => (typeof owner === "function" ? owner() : owner))).toEqual(owners);
  expect(joining.join()).toEqual({ users: 2, ...facts });
  const found = rows.filter(([name]) => name === ADA).length;
  expect(joining.rows()).toEqual({ named: rows.length, found });
});

test("users whom only other reports list are looked up, and are in the active users report no more than before", async () => {
  const joining = (await directoryWith({ [ADA]: holding() })).joining();
  expect(joining.ownerElsewhere(nameKey(ADA))).toEqual(alive);
  expect(joining.ownerElsewhere(nameKey(CEM))).toEqual(gone);
  expect(joining.join()).toMatchObject({ joined: 0, unlisted: 1 });
  expect(joining.rows()).toEqual({ named: 0, found: 0 });
});

test("each pass over a directory begins anew", async () => {
  const directory = await directoryWith({ [ADA]: holding() });
  directory.joining().ownerOf(nameKey(ADA), false);
  expect(directory.joining().ownerOf(nameKey(ADA), false)).toEqual(alive);
});

test("every user of the directory is joined, unlisted, or holds nothing", async () => {
  const name = fc.integer({ min: 0, max: 20 }).map((number) => `user${number}@fabrikam.example`);
  const people = fc.dictionary(name, fc.constantFrom(holding(), NOTHING_HELD));
  const rows = fc.array(fc.tuple(name, fc.boolean()), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(people, rows, async (held, reported) => {
      const joining = (await directoryWith(held)).joining();
      const passed = reported.map(([who, isDeleted]) => joining.ownerOf(nameKey(who), isDeleted));
      for (const owner of passed) if (typeof owner === "function") owner();
      const listed = new Set(reported.map(([who]) => who));
      const names = Object.keys(held);
      expect(joining.join()).toMatchObject({
        users: names.length,
        joined: names.filter((who) => listed.has(who)).length,
        unlisted: names.filter((who) => !listed.has(who) && held[who]?.licences.length === 1).length,
      });
    }),
  );
});
