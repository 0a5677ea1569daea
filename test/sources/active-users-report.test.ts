import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activityFold, namingOf, type UserActivity } from "../../src/domain/activity.ts";
import { addDays, Day } from "../../src/domain/day.ts";
import type { Holding } from "../../src/domain/holding.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licenceSnapshot } from "../../src/domain/licences.ts";
import { LATER_BIN, MONTHS_AGO_BIN, NEVER_BIN, usersActiveIn, usersIn } from "../../src/domain/recency.ts";
import {
  activeUsersReport,
  type Joinable,
  NO_BACKGROUND,
  NOTHING_JOINED,
} from "../../src/sources/active-users-report.ts";
import { sideReport, type WorkloadActivity } from "../../src/sources/side-report.ts";
import { BUSINESS_PREMIUM, directoryWith, holding, NOTHING_HELD } from "./make-directory.ts";
import {
  ACTIVE_USER_HEADERS,
  activeUsersText,
  type AppsUser,
  appsText,
  bytesOf,
  copilotText,
  type ReportUser,
} from "./report-text.ts";
import { fixtureText } from "./fixture.ts";

const TODAY = Day.parse("2026-11-20");

const COPILOT = SkuId.parse("639dec6b-bb19-468b-871c-c5c441c4b0cb");

/** 20 paid, active seats of the product that the made-up users hold, and of Copilot. */
const LICENCES = licenceSnapshot(
  TODAY,
  [BUSINESS_PREMIUM, COPILOT].map((skuId) => ({
    skuId,
    name: null,
    partNumber: null,
    appliesTo: "user",
    units: { enabled: 20, warning: 0, suspended: 0 },
    assigned: 20,
    planIds: [],
  })),
  null,
  null,
);

const BACKGROUND = { ...NO_BACKGROUND, licences: LICENCES };

const read = (text: string, ...cuts: readonly number[]) =>
  activeUsersReport(bytesOf(text, ...cuts), BACKGROUND, NOTHING_JOINED);

const readJoined = (users: readonly ReportUser[], joinable: Partial<Joinable>) =>
  activeUsersReport(bytesOf(activeUsersText(users)), BACKGROUND, { ...NOTHING_JOINED, ...joinable });

const appsOf = (users: readonly AppsUser[]) => sideReport("apps", bytesOf(appsText(users)));
const copilotOf = (users: readonly AppsUser[]) => sideReport("copilot", bytesOf(copilotText(users)));

const readWithApps = async (users: readonly ReportUser[], apps: readonly AppsUser[]) =>
  readJoined(users, { apps: await appsOf(apps) });

test("activeUsersReport() counts users by standing and by days since their last activity", async () => {
  const { activity } = await read(
    activeUsersText([
      { exchange: "2026-11-20" },
      { exchange: "2026-10-24" },
      { exchange: "2026-11-21" },
      { name: "bob@fabrikam.example" },
      { deleted: "True", exchange: "2026-11-19" },
      { licensed: "False", exchange: "2026-11-18" },
    ]),
  );
  expect(activity.reports).toEqual([
    { report: "activeUsers", refreshedOn: TODAY, rows: 6, rowsUnreadable: 0, naming: "clear" },
  ]);
  const counted = activity.workloads.exchange?.users;
  expect([0, 27, LATER_BIN, NEVER_BIN].map((bin) => counted?.paid?.[bin])).toEqual([1, 1, 1, 1]);
  expect([counted?.departed?.[1], counted?.unlicensed?.[2]]).toEqual([1, 1]);
});

test("activeUsersReport() takes the later day of SharePoint and OneDrive, and a licence for either", async () => {
  const { activity } = await read(
    activeUsersText([
      { sharePoint: "2026-11-10", oneDrive: "2026-11-18" },
      { sharePoint: "2026-11-17", oneDrive: "" },
    ]),
  );
  const bins = activity.workloads.sharepoint?.users.paid;
  expect([bins?.[2], bins?.[3]]).toEqual([1, 1]);
});

test.each([
  ["Has OneDrive License", "sharepoint"],
  ["SharePoint Last Activity Date", "sharepoint"],
  ["Teams Last Activity Date", "teams"],
  ["Has Yammer License", "yammer"],
] as const)(
  "activeUsersReport() without the column %s does not report %s: that is not zero",
  async (column, workload) => {
    const headers = ACTIVE_USER_HEADERS.filter((header) => header !== column);
    const { activity } = await read(activeUsersText([{ exchange: "2026-11-20" }], headers));
    expect(Object.keys(activity.workloads)).not.toContain(workload);
    expect(Object.keys(activity.workloads)).toHaveLength(3);
  },
);

test("activeUsersReport() does without products and names", async () => {
  const headers = ACTIVE_USER_HEADERS.filter((header) => !/Principal|Assigned Products/.test(header));
  const { activity } = await read(activeUsersText([{ exchange: "2026-11-20" }], headers));
  expect(namingOf(activity)).toBe("none");
  expect(activity.workloads.exchange?.paidByFlag).toBe(1);
});

test.each([
  [{ deleted: "maybe" }, "has neither yes nor no in Is Deleted"],
  [{ licensed: "" }, "has neither yes nor no in Has Exchange License"],
  [{ teams: "20/11/2026" }, "has no day in Teams Last Activity Date"],
])("activeUsersReport() cannot read a row with %j", async (odd, why) => {
  const users = [odd, {}, {}];
  const { activity } = await read(activeUsersText(users));
  expect(activity.reports[0]).toMatchObject({ rows: 3, rowsUnreadable: 1 });
  await expect(read(activeUsersText([odd, odd, {}]))).rejects.toThrow(why);
});

test("activeUsersReport() reads flags of either fashion, and days with a time", async () => {
  const { activity } = await read(
    activeUsersText([{ deleted: "no", licensed: "YES", exchange: "2026-11-20T00:00:00" }]),
  );
  expect(activity.workloads.exchange?.users.paid?.[0]).toBe(1);
});

test("activeUsersReport() reads a concealed report whose activity is older than its period", async () => {
  const { activity } = await read(fixtureText("active-users-concealed.csv"));
  expect(namingOf(activity)).toBe("concealed");
  expect(activity.asOf).toBe("2026-03-10");
  expect(activity.workloads.sharepoint?.users.paid?.[8]).toBe(1);
  expect(activity.workloads.exchange?.users.paid?.[MONTHS_AGO_BIN]).toBe(1);
});

test("activeUsersReport() tells users of the Apps report by name, whatever its letters", async () => {
  const { activity } = await readWithApps(
    [{ name: "Ada@Fabrikam.example" }, { name: "bob@fabrikam.example" }, { name: "(Unknown)" }],
    [
      { name: "ada@fabrikam.example", lastActivity: "2026-11-18" },
      { name: "gone@fabrikam.example", lastActivity: "2026-11-17" },
      { name: "(Unknown)", lastActivity: "2026-11-16" },
      { name: "(Unknown)", lastActivity: "2026-11-16" },
    ],
  );
  const apps = activity.workloads.officeApps;
  expect(apps?.asOf).toBe("2026-11-19");
  expect([1, 2, 3].map((bin) => apps?.users.paid?.[bin])).toEqual([1, 1, 2]);
  // Nobody can tell whether a user without a name is one of those of the other report: counted from the Apps report
  // there, from the other one in any workload, and nowhere twice.
  expect(usersIn(apps?.users.paid ?? [])).toBe(5);
  expect(usersIn(activity.any.users.paid ?? [])).toBe(4);
  expect(activity.reports.map(({ report, refreshedOn }) => [report, refreshedOn])).toEqual([
    ["activeUsers", "2026-11-20"],
    ["apps", "2026-11-19"],
  ]);
});

test("activeUsersReport() can be read twice with the same Apps report", async () => {
  const apps = await appsOf([{ name: ADA, lastActivity: "2026-11-18" }]);
  const once = await readJoined([{}], { apps });
  expect(await readJoined([{}], { apps })).toEqual(once);
});

const ADA = "ada@fabrikam.example";
const BOB = "bob@fabrikam.example";

test("activeUsersReport() tells users of the Copilot report by name, each report by its own day", async () => {
  const { activity } = await readJoined([{ name: ADA }, { name: BOB }], {
    apps: await appsOf([{ name: BOB, lastActivity: "2026-11-19" }]),
    copilot: await copilotOf([
      { name: ADA, lastActivity: "2026-11-17" },
      { name: "", lastActivity: "2026-11-16" },
    ]),
  });
  const { copilot } = activity.workloads;
  expect(copilot?.asOf).toBe("2026-11-18");
  // Nobody can tell whether the user without a name is one of the two.
  expect([1, 2].map((bin) => copilot?.users.paid?.[bin])).toEqual([0, 1]);
  expect(usersIn(activity.any.users.paid ?? [])).toBe(2);
  expect(activity.reports.map(({ report, refreshedOn }) => [report, refreshedOn])).toEqual([
    ["activeUsers", "2026-11-20"],
    ["apps", "2026-11-19"],
    ["copilot", "2026-11-18"],
  ]);
});

test("activeUsersReport() takes a user of both other reports for one", async () => {
  const both = [{ name: BOB, lastActivity: "2026-11-17" }];
  const { activity } = await readJoined([{ name: ADA }], {
    apps: await appsOf(both),
    copilot: await copilotOf(both),
  });
  const usersActive = [activity.workloads.officeApps, activity.workloads.copilot, activity.any].map((counts) =>
    usersActiveIn(counts?.users.paid ?? [], 28),
  );
  expect(usersActive).toEqual([1, 1, 1]);
  expect(usersIn(activity.any.users.paid ?? [])).toBe(2);
});

test("activeUsersReport() passes on what the tenant's setting says of names", async () => {
  const background = { ...BACKGROUND, namesSetting: "clear" as const };
  const { activity } = await activeUsersReport(bytesOf(activeUsersText([{}])), background, NOTHING_JOINED);
  expect(activity.namesSetting).toBe("clear");
});

const WORKER = { exchange: "2026-11-20", sharePoint: "2026-11-19", licensed: "True" };
const GUEST = holding({ licences: [], isGuest: true });
const BLOCKED = holding({ isBlocked: true });
const EXCHANGE_OFF = holding({
  licences: [{ skuId: BUSINESS_PREMIUM, disabledPlans: ["9aaf7827-d63c-4b61-89c3-182f06f82e5c"] }],
});

/** Users of Exchange by standing, those without any left out. */
test.each<[string, readonly ReportUser[], Record<string, Holding>, object, object]>([
  [
    "a user whom both know holds what the directory says",
    [{ name: ADA, ...WORKER }],
    { [ADA]: holding() },
    { paid: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "the directory decides against flag and products of the report",
    [{ name: ADA, ...WORKER }],
    { [ADA]: NOTHING_HELD },
    { unlicensed: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "a plan that is switched off entitles nobody",
    [{ name: ADA, ...WORKER }],
    { [ADA]: EXCHANGE_OFF },
    { unlicensed: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "a guest is known as one",
    [{ name: ADA, ...WORKER, licensed: "False", products: "" }],
    { [ADA]: GUEST },
    { guest: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "a blocked account holds its seat",
    [{ name: ADA, ...WORKER }],
    { [ADA]: BLOCKED },
    { paid: 1 },
    { users: 1, joined: 1, blockedPaid: 1 },
  ],
  [
    "a living user whom the directory lacks has left",
    [{ name: ADA, ...WORKER }],
    { [BOB]: NOTHING_HELD },
    { departed: 1 },
    { users: 1, joined: 0 },
  ],
  [
    "a deleted user whom the directory has is alive",
    [{ name: ADA, ...WORKER, deleted: "True" }],
    { [ADA]: holding() },
    { paid: 1 },
    { users: 1, joined: 1, deletedContradicted: 1 },
  ],
  [
    "a deleted user whose name a living one has is deleted",
    [
      { name: ADA, ...WORKER, deleted: "True" },
      { name: ADA, ...WORKER },
    ],
    { [ADA]: holding() },
    { paid: 1, departed: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "of two living users of one name one has left",
    [
      { name: ADA, ...WORKER },
      { name: ADA, ...WORKER },
    ],
    { [ADA]: holding() },
    { paid: 1, departed: 1 },
    { users: 1, joined: 1 },
  ],
  [
    "users without a name are told by the report alone",
    [
      { name: "(Unknown)", ...WORKER },
      { name: "", ...WORKER },
      { name: "", ...WORKER, deleted: "True" },
    ],
    { [ADA]: holding() },
    { paid: 2, departed: 1 },
    { users: 1, joined: 0, unlisted: 1 },
  ],
  [
    "a licensed user whom the report does not list yet is in no figure",
    [{ name: ADA, ...WORKER }],
    { [ADA]: holding(), [BOB]: holding(), "cem@fabrikam.example": NOTHING_HELD },
    { paid: 1 },
    { users: 3, joined: 1, unlisted: 1 },
  ],
])("activeUsersReport() with a directory: %s", async (_, users, held, standings, facts) => {
  const { activity } = await readJoined(users, { directory: await directoryWith(held) });
  const counted = Object.entries(activity.workloads.exchange?.users ?? {}).map(([standing, bins]) => [
    standing,
    usersIn(bins),
  ]);
  expect(Object.fromEntries(counted)).toEqual(standings);
  expect(activity.directory).toMatchObject({ unlisted: 0, deletedContradicted: 0, blockedPaid: 0, ...facts });
});

test("activeUsersReport() tells how many of its named rows the directory has", async () => {
  const users = [
    { name: ADA },
    { name: ADA },
    { name: BOB, deleted: "True" },
    { name: "cem@x" },
    { name: "(Unknown)" },
  ];
  const directory = await directoryWith({ [ADA]: holding(), [BOB]: holding() });
  expect((await readJoined(users, { directory })).rowsInDirectory).toEqual({ named: 4, found: 3 });
  expect((await readJoined(users, {})).rowsInDirectory).toBeNull();
});

test("activeUsersReport() looks users up in the directory whom only other reports list", async () => {
  const copilotHeld = holding({ licences: [{ skuId: COPILOT, disabledPlans: [] }] });
  const elsewhere = [
    { name: BOB, lastActivity: "2026-11-17" },
    { name: "gone@fabrikam.example", lastActivity: "2026-11-17" },
  ];
  const { activity } = await readJoined([{ name: ADA }], {
    apps: await appsOf(elsewhere),
    copilot: await copilotOf(elsewhere),
    directory: await directoryWith({ [ADA]: holding(), [BOB]: copilotHeld }),
  });
  const countsOf = (workload: "officeApps" | "copilot") =>
    Object.entries(activity.workloads[workload]?.users ?? {}).map(([standing, bins]) => [standing, usersIn(bins)]);
  expect(Object.fromEntries(countsOf("copilot"))).toEqual({ paid: 1, departed: 1 });
  expect(Object.fromEntries(countsOf("officeApps"))).toEqual({ paid: 1, departed: 1 });
  expect(activity.directory).toMatchObject({ users: 2, joined: 1, unlisted: 1 });
});

test("activeUsersReport() gives what other reports say of a name to the one who has it, and to no namesake", async () => {
  const users = [
    { name: ADA, deleted: "True", exchange: "2026-11-10" },
    { name: ADA, exchange: "2026-11-20" },
  ];
  const { activity } = await readJoined(users, {
    apps: await appsOf([{ name: ADA, lastActivity: "2026-11-18" }]),
    directory: await directoryWith({ [ADA]: holding() }),
  });
  expect(Object.keys(activity.workloads.officeApps?.users ?? {})).toEqual(["paid"]);
  expect(Object.keys(activity.workloads.exchange?.users ?? {}).toSorted()).toEqual(["departed", "paid"]);
});

test("activeUsersReport() refuses a report without the column Is Deleted", async () => {
  const headers = ACTIVE_USER_HEADERS.filter((header) => header !== "Is Deleted");
  await expect(read(activeUsersText([{}], headers))).rejects.toMatchObject({
    reason: "unreadable",
    why: 'has no column "Is Deleted"',
  });
});

const dayOrNone = fc.oneof(
  fc.constant(""),
  fc.integer({ min: -2, max: 120 }).map((days) => String(addDays(TODAY, -days))),
);
const users = fc.uniqueArray(
  fc.record({
    name: fc.integer({ min: 0, max: 50 }).map((number) => `user${number}@fabrikam.example`),
    deleted: fc.constantFrom("True", "False"),
    licensed: fc.constantFrom("True", "False"),
    exchange: dayOrNone,
    sharePoint: dayOrNone,
    oneDrive: dayOrNone,
    yammer: dayOrNone,
    products: fc.constantFrom("", "MICROSOFT 365 BUSINESS PREMIUM", "A NAME NOBODY KNOWS"),
  }),
  { minLength: 1, maxLength: 12, selector: ({ name }) => name },
);
const appsUsers = fc.uniqueArray(
  fc.record({
    name: fc.integer({ min: 0, max: 50 }).map((number) => `user${number}@fabrikam.example`),
    lastActivity: dayOrNone,
  }),
  { minLength: 1, maxLength: 12, selector: ({ name }) => name },
);

test("the order of rows changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(users, appsUsers, async (some, apps) => {
      const one = await readWithApps(some, apps);
      expect(await readWithApps(some.toReversed(), apps.toReversed())).toEqual(one);
    }),
  );
});

test("the order of columns changes nothing", async () => {
  const headers = fc.shuffledSubarray([...ACTIVE_USER_HEADERS], { minLength: ACTIVE_USER_HEADERS.length });
  await fc.assert(
    fc.asyncProperty(users, headers, async (some, shuffled) => {
      expect(await read(activeUsersText(some, shuffled))).toEqual(await read(activeUsersText(some)));
    }),
  );
});

test("where the stream is cut changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(users, fc.array(fc.nat({ max: 3_000 }), { maxLength: 8 }), async (some, cuts) => {
      const text = activeUsersText(some);
      expect(await read(text, ...cuts)).toEqual(await read(text));
    }),
  );
});

test("concealed names give the same counts as clear ones", async () => {
  await fc.assert(
    fc.asyncProperty(users, appsUsers, async (some, apps) => {
      const clear = await readWithApps(some, apps);
      const hidden = await readWithApps(some.map(concealed), apps.map(concealed));
      expect(namingOf(hidden.activity)).toBe("concealed");
      expect({ ...hidden.activity, reports: [] }).toEqual({ ...clear.activity, reports: [] });
    }),
  );
});

const held = fc.dictionary(
  fc.integer({ min: 0, max: 50 }).map((number) => `user${number}@fabrikam.example`),
  fc.constantFrom(
    holding(),
    NOTHING_HELD,
    GUEST,
    BLOCKED,
    EXCHANGE_OFF,
    holding({ licences: [BUSINESS_PREMIUM, COPILOT].map((skuId) => ({ skuId, disabledPlans: [] })) }),
  ),
);

const dayIn = (text: string | undefined) => (text === undefined || text === "" ? null : Day.parse(text));
/** A day that the report cannot know of is no activity, unless there is no other. */
const latest = (...texts: (string | undefined)[]) => {
  const days = texts
    .map(dayIn)
    .filter((day) => day !== null)
    .toSorted();
  return days.findLast((day) => day <= TODAY) ?? days[0] ?? null;
};

const flagged = (flag: string | undefined, lastActivity: Day | null): WorkloadActivity => ({
  evidence: flag === "True" ? "licensed" : "unlicensed",
  lastActivity,
});
const listed = (row: AppsUser | null): WorkloadActivity => ({
  evidence: row === null ? "unlisted" : "listed",
  lastActivity: dayIn(row?.lastActivity),
});

/** One user with all that three reports and the directory say, as it ought to be folded. */
function userOf(
  { user, apps, copilot }: Readonly<{ user: ReportUser | null; apps: AppsUser | null; copilot: AppsUser | null }>,
  inDirectory: Holding | null,
): UserActivity {
  return {
    isDeleted: inDirectory === null,
    holding: inDirectory,
    assignedProducts: user?.products ?? null,
    workloads: {
      ...(user !== null && {
        exchange: flagged(user.licensed, dayIn(user.exchange)),
        sharepoint: flagged(user.licensed, latest(user.sharePoint, user.oneDrive)),
        teams: flagged(user.licensed, null),
        yammer: flagged("False", dayIn(user.yammer)),
      }),
      officeApps: listed(apps),
      copilot: listed(copilot),
    },
  };
}

const rowOf = <Row extends { name: string }>(rows: readonly Row[], name: string) =>
  rows.find((row) => row.name === name) ?? null;

test("a report of clear names with a directory is the fold of the same users, given directly", async () => {
  await fc.assert(
    fc.asyncProperty(users, appsUsers, appsUsers, held, async (some, inApps, inCopilot, inDirectory) => {
      const { activity } = await readJoined(some, {
        apps: await appsOf(inApps),
        copilot: await copilotOf(inCopilot),
        directory: await directoryWith(inDirectory),
      });

      const [apps, copilot] = [Day.parse("2026-11-19"), Day.parse("2026-11-18")];
      const main = { exchange: TODAY, sharepoint: TODAY, teams: TODAY, yammer: TODAY };
      const fold = activityFold(TODAY, { ...main, officeApps: apps, copilot }, LICENCES);
      const names = new Set([...some, ...inApps, ...inCopilot].map(({ name }) => name));
      for (const name of names) {
        const rows = { user: rowOf(some, name), apps: rowOf(inApps, name), copilot: rowOf(inCopilot, name) };
        fold.add(userOf(rows, inDirectory[name] ?? null));
      }
      const joined = some.filter(({ name }) => inDirectory[name] !== undefined);
      const directory = {
        users: Object.keys(inDirectory).length,
        joined: joined.length,
        unlisted: Object.entries(inDirectory).filter(
          ([name, { licences }]) => licences.length > 0 && !joined.some((row) => row.name === name),
        ).length,
        deletedContradicted: joined.filter(({ deleted }) => deleted === "True").length,
      };
      const { reports } = activity;
      expect(activity).toEqual(fold.snapshot({ reports, directory, namesSetting: null }));
    }),
  );
});

test("the order of a deleted user and a living one of the same name changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(users, users, held, async (some, others, inDirectory) => {
      const directory = await directoryWith(inDirectory);
      const rows = [
        ...some.map((user) => ({ ...user, deleted: "False" })),
        ...others.map((user) => ({ ...user, deleted: "True" })),
      ];
      const one = await readJoined(rows, { directory });
      expect(await readJoined(rows.toReversed(), { directory })).toEqual(one);
    }),
  );
});

function concealed<User extends { name: string }>(user: User): User {
  return { ...user, name: concealedName(user.name) };
}

/** Each name as 32 hexadecimal digits of its own, as Microsoft conceals them. */
function concealedName(name: string): string {
  return Buffer.from(name).toString("hex").padEnd(32, "0").slice(0, 32).toUpperCase();
}
