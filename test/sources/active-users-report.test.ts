import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licenceSnapshot } from "../../src/domain/licences.ts";
import { LATER_BIN, MONTHS_AGO_BIN, NEVER_BIN, usersIn } from "../../src/domain/recency.ts";
import { activeUsersReport } from "../../src/sources/active-users-report.ts";
import { appsReport } from "../../src/sources/apps-report.ts";
import {
  ACTIVE_USER_HEADERS,
  activeUsersText,
  type AppsUser,
  appsText,
  bytesOf,
  type ReportUser,
} from "./report-text.ts";
import { fixtureText } from "./fixture.ts";

const TODAY = Day.parse("2026-11-20");

/** 20 paid, active seats of the product that the made-up users hold. */
const LICENCES = licenceSnapshot(
  TODAY,
  [
    {
      skuId: SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"),
      name: null,
      partNumber: "SPB",
      appliesTo: "user",
      units: { enabled: 20, warning: 0, suspended: 0 },
      assigned: 20,
      planIds: [],
    },
  ],
  null,
  null,
);

const read = (text: string, ...cuts: readonly number[]) => activeUsersReport(bytesOf(text, ...cuts), LICENCES, null);

const readWithApps = async (users: readonly ReportUser[], apps: readonly AppsUser[]) =>
  activeUsersReport(bytesOf(activeUsersText(users)), LICENCES, await appsReport(bytesOf(appsText(apps))));

test("activeUsersReport() counts users by standing and by days since their last activity", async () => {
  const { activity, naming } = await read(
    activeUsersText([
      { exchange: "2026-11-20" },
      { exchange: "2026-10-24" },
      { exchange: "2026-11-21" },
      { name: "bob@fabrikam.example" },
      { deleted: "True", exchange: "2026-11-19" },
      { licensed: "False", exchange: "2026-11-18" },
    ]),
  );
  expect(naming).toBe("clear");
  expect(activity.reports).toEqual([
    { report: "activeUsers", refreshedOn: TODAY, rows: 6, rowsUnreadable: 0, namesConcealed: false },
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
  const { activity, naming } = await read(activeUsersText([{ exchange: "2026-11-20" }], headers));
  expect(naming).toBe("none");
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
  const { activity, naming } = await read(fixtureText("active-users-concealed.csv"));
  expect(naming).toBe("concealed");
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
  const apps = await appsReport(bytesOf(appsText([{ name: "ada@fabrikam.example", lastActivity: "2026-11-18" }])));
  const text = activeUsersText([{}]);
  const once = await activeUsersReport(bytesOf(text), LICENCES, apps);
  expect(await activeUsersReport(bytesOf(text), LICENCES, apps)).toEqual(once);
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
      expect(hidden.naming).toBe("concealed");
      expect({ ...hidden.activity, reports: [] }).toEqual({ ...clear.activity, reports: [] });
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
