import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { inboxSnapshots } from "../../src/sources/inbox.ts";
import type { InboxFile } from "../../src/sources/inbox-file.ts";
import { fixtureText } from "./fixture.ts";
import { activeUsersText, appsText, bytesOf, type ReportUser } from "./report-text.ts";

const CUSTOMER = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");
const OTHER = CustomerId.parse("77d2a9fe-2a5e-4b0b-8c0e-5c1b7a90e002");

function file(name: string, content: string | Uint8Array, modifiedOn = "2026-11-21"): InboxFile {
  const open = typeof content === "string" ? () => bytesOf(content) : () => piece(content);
  return { name, modifiedOn: Day.parse(modifiedOn), open };
}

async function* piece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const users = (refreshed: string, more = 0) =>
  activeUsersText([
    { refreshed, exchange: refreshed },
    ...Array.from({ length: more }, (): ReportUser => ({ refreshed })),
  ]);
const apps = (refreshed: string, name = "ada@fabrikam.example") =>
  appsText([{ name, refreshed, lastActivity: refreshed }]);

const tickets = (...lines: readonly string[]) => ["customer,opened,count", ...lines].join("\r\n");

const SKUS = fixtureText("graph-skus-locked-out.json");

test("inboxSnapshots() reads a whole folder, whatever its files are called", async () => {
  const found = await inboxSnapshots(
    [
      file("a.txt", '{ "name": "Fabrikam", "domain": "fabrikam.example" }'),
      file("b", SKUS, "2026-11-20"),
      file("c.csv", fixtureText("graph-subscriptions-every-owner.json"), "2026-11-22"),
      file("d.json", `\uFEFF${fixtureText("subscriptions-every-state.json")}`),
      file("e.json", users("2026-11-20")),
      file("f", apps("2026-11-19")),
      file("g", fixtureText("customer-deployment-older.json")),
      file("h.txt", fixtureText("customer-usage-older.json")),
      file("i.dat", tickets(`${CUSTOMER},2026-11-20,3`)),
    ],
    "aaaaaaaa-0000-4000-8000-000000000001",
    CUSTOMER,
  );
  expect(found.customer).toEqual({ name: "Fabrikam", domain: "fabrikam.example" });
  // One sale has a status that nobody knows and matches no product: how many seats match none is then unknown.
  // Trials are told by the tenant's purchases.
  expect(found.licences).toMatchObject({ asOf: "2026-11-22", ownSeatsUnmatched: null });
  expect(found.licences?.products.at(-1)).toMatchObject({ seats: { active: 20, grace: 0 }, trialLapsed: 5 });
  expect(found.activity.map(({ asOf }) => asOf)).toEqual(["2026-11-20"]);
  expect(found.apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(found.reported).toMatchObject({ deployment: { asOf: "2026-11-14" }, usage: { asOf: "2026-11-09" } });
  expect(found.tickets).toEqual({ asOf: "2026-11-21", opened: [{ day: "2026-11-20", count: 3 }] });
  expect(found.refusedFiles).toEqual([]);
});

test("inboxSnapshots() folds activity by the seats in the same folder", async () => {
  const { activity } = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.json", SKUS)], null, CUSTOMER);
  expect(activity[0]?.workloads.exchange?.paidByFlag).toBe(0);
  expect(Object.keys(activity[0]?.products ?? {})).toEqual(["cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"]);
});

test("inboxSnapshots() of an empty folder has nothing, and no zero", async () => {
  expect(await inboxSnapshots([], null, CUSTOMER)).toEqual({
    customer: null,
    licences: null,
    activity: [],
    apps: { kind: "refused", reason: "not_configured", detail: "No report on active users was dropped in" },
    reported: null,
    tickets: null,
    refusedFiles: [],
  });
});

test.each([
  ["the file saved later", ["z.csv", "2026-11-20"], ["a.csv", "2026-11-21"]],
  ["of two saved on one day the later name", ["a.csv", "2026-11-21"], ["b.csv", "2026-11-21"]],
] as const)("inboxSnapshots() takes of two reports for one day %s", async (_, old, later) => {
  const files = [file(old[0], users("2026-11-20"), old[1]), file(later[0], users("2026-11-20", 2), later[1])];
  const forwards = await inboxSnapshots(files, null, CUSTOMER);
  expect(forwards.activity.map(({ reports }) => reports[0]?.rows)).toEqual([3]);
  expect(await inboxSnapshots(files.toReversed(), null, CUSTOMER)).toEqual(forwards);
});

test("inboxSnapshots() takes the older of two reports for one day when the newer cannot be read", async () => {
  const cutOff = users("2026-11-20", 2).slice(0, -60);
  const found = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.csv", cutOff)], null, CUSTOMER);
  expect(found.activity.map(({ reports }) => reports[0]?.rows)).toEqual([1]);
  expect(found.refusedFiles).toEqual([{ file: "b.csv", line: 4, reason: "breaks off: has 10 of 19 fields" }]);
});

test("inboxSnapshots() joins each day with the nearest Apps report, of two equally near the earlier", async () => {
  const found = await inboxSnapshots(
    [
      ...["2026-11-04", "2026-11-12", "2026-11-19", "2026-11-20"].map((day) => file(`users ${day}`, users(day))),
      ...["2026-11-11", "2026-11-13", "2026-11-18"].map((day) => file(`apps ${day}`, apps(day))),
    ],
    null,
    CUSTOMER,
  );
  expect(found.activity.map(({ asOf, workloads }) => [asOf, workloads.officeApps?.asOf])).toEqual([
    ["2026-11-04", "2026-11-11"],
    ["2026-11-12", "2026-11-11"],
    ["2026-11-19", "2026-11-18"],
    ["2026-11-20", "2026-11-18"],
  ]);
  expect(found.apps).toEqual({ kind: "kept", asOf: "2026-11-18" });
  expect(found.refusedFiles).toEqual([]);
});

test("inboxSnapshots() joins no Apps report from another time, and says so", async () => {
  const found = await inboxSnapshots(
    [file("a.csv", users("2026-11-20")), file("b.csv", apps("2026-11-12"))],
    null,
    CUSTOMER,
  );
  expect(Object.keys(found.activity[0]?.workloads ?? {})).not.toContain("officeApps");
  expect(found.apps).toMatchObject({ kind: "refused", reason: "not_configured" });
  expect(found.refusedFiles).toEqual([
    { file: "b.csv", line: null, reason: "has no report on active users within 7 days to be joined to" },
  ]);
});

test("inboxSnapshots() takes the next Apps report when the nearest cannot be read, and refuses it once", async () => {
  const broken = apps("2026-11-20").slice(0, -8);
  const found = await inboxSnapshots(
    [
      file("a.csv", users("2026-11-19")),
      file("b.csv", users("2026-11-20")),
      file("c.csv", broken),
      file("d.csv", apps("2026-11-17")),
    ],
    null,
    CUSTOMER,
  );
  expect(found.activity.map(({ workloads }) => workloads.officeApps?.asOf)).toEqual(["2026-11-17", "2026-11-17"]);
  expect(found.refusedFiles.map(({ file: name }) => name)).toEqual(["c.csv"]);
});

test("inboxSnapshots() says of an Apps report that cannot be read, and of one that cannot be joined, that there is none", async () => {
  const unreadable = await inboxSnapshots(
    [file("a.csv", users("2026-11-20")), file("b.csv", apps("2026-11-20").slice(0, -8))],
    null,
    CUSTOMER,
  );
  expect(unreadable.apps).toMatchObject({ kind: "refused", reason: "unreadable" });
  const concealed = apps("2026-11-20", "0A1B2C3D4E5F60718293A4B5C6D7E8F9");
  const mixed = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.csv", concealed)], null, CUSTOMER);
  expect(mixed.apps).toMatchObject({ kind: "refused", reason: "unreadable" });
  expect(mixed.activity).toHaveLength(1);
});

test("inboxSnapshots() reads a report whose first row has no day", async () => {
  const odd = users("2026-11-20", 2).replace("2026-11-20", "yesterday");
  const oddApps = appsText([
    { name: "bob@fabrikam.example", refreshed: "yesterday", lastActivity: "" },
    { name: "ada@fabrikam.example", refreshed: "2026-11-20", lastActivity: "" },
    { name: "cem@fabrikam.example", refreshed: "2026-11-20", lastActivity: "" },
  ]);
  const found = await inboxSnapshots([file("a.csv", odd), file("b.csv", oddApps)], null, CUSTOMER);
  expect(
    found.activity.map(({ asOf, reports }) => [asOf, reports.map(({ rowsUnreadable }) => rowsUnreadable)]),
  ).toEqual([["2026-11-20", [1, 1]]]);
});

test("inboxSnapshots() has no use for purchases without products", async () => {
  const found = await inboxSnapshots([file("a.json", fixtureText("subscriptions-every-state.json"))], null, CUSTOMER);
  expect(found.licences).toBeNull();
  expect(found.refusedFiles).toEqual([
    { file: "a.json", line: null, reason: "is of no use without the list of the tenant's products" },
  ]);
});

test.each([
  ["a web page", "<html>", null, "is a web page or XML"],
  ["damaged JSON", '{"value": [\n', 1, "is JSON that is cut off or damaged"],
  ["a header only", activeUsersText([]), null, "The active users report has a header and no rows"],
  [
    "products without units",
    '{"value":[{"skuId":"SPB","prepaidUnits":{}}]}',
    null,
    "Microsoft Graph answered something else than expected in skuId",
  ],
])("inboxSnapshots() refuses a file of %s, and goes on", async (_, content, line, reason) => {
  const found = await inboxSnapshots([file("odd", content), file("good.csv", users("2026-11-20"))], null, CUSTOMER);
  expect(found.refusedFiles).toEqual([{ file: "odd", line, reason }]);
  expect(found.activity).toHaveLength(1);
});

test("inboxSnapshots() passes a failure of the storage on: the files are not at fault", async () => {
  const unreachable: InboxFile = {
    name: "a.csv",
    modifiedOn: Day.parse("2026-11-21"),
    open: () => {
      throw new RangeError("the storage");
    },
  };
  await expect(inboxSnapshots([unreachable], null, CUSTOMER)).rejects.toThrow(RangeError);
});

const OLDER = "customer-deployment-older.json";

test.each([
  ["deployment", OLDER, "2026-11-14"],
  ["usage", "customer-usage-older.json", "2026-11-09"],
] as const)(
  "inboxSnapshots() takes the %s that was saved last, and has nothing of the other half",
  async (half, name, day) => {
    const later = fixtureText(name).replaceAll(day, "2026-11-16");
    const files = [file("z.json", fixtureText(name), "2026-11-20"), file("a.json", later, "2026-11-21")];
    const { reported, refusedFiles } = await inboxSnapshots(files, null, CUSTOMER);
    const other = half === "usage" ? "deployment" : "usage";
    expect([reported?.[half]?.asOf, reported?.[other]]).toEqual(["2026-11-16", null]);
    expect(refusedFiles).toEqual([]);
  },
);

test("inboxSnapshots() refuses figures of another customer, and those of another shape", async () => {
  const another = fixtureText(OLDER).replaceAll('"customerName"', '"customerId": "another", "customerName"');
  const odd = fixtureText(OLDER).replaceAll('"licensesSold"', '"licencesSold"');
  const found = await inboxSnapshots([file("a.json", another), file("b.json", odd)], null, CUSTOMER);
  expect(found.reported).toBeNull();
  expect(found.refusedFiles).toEqual([
    { file: "b.json", line: null, reason: "is a list of no known kind" },
    { file: "a.json", line: null, reason: "holds licence insights of other customers than this one" },
  ]);
});

test("inboxSnapshots() takes the list of tickets that was saved last, as of that day, and refuses the others as older", async () => {
  const found = await inboxSnapshots(
    [
      file("a.csv", tickets(`${CUSTOMER},2026-11-19,2`), "2026-11-22"),
      file("b.csv", tickets(`${CUSTOMER},2026-11-20,9`), "2026-11-21"),
      file("c.csv", tickets(`${CUSTOMER},2026-11-20,9`), "2026-11-20"),
    ],
    null,
    CUSTOMER,
  );
  expect(found.tickets).toEqual({ asOf: "2026-11-22", opened: [{ day: "2026-11-19", count: 2 }] });
  const reason = 'is older than "a.csv", which is the list of tickets that counts';
  expect(found.refusedFiles).toEqual([
    { file: "b.csv", line: null, reason },
    { file: "c.csv", line: null, reason },
  ]);
});

test("inboxSnapshots() refuses lines of a list of tickets one by one, and counts the others", async () => {
  const list = tickets(
    "Adatum,2026-11-20,1",
    `${CUSTOMER},2026-11-20,4`,
    `${CUSTOMER},11/20/2026,1`,
    `${OTHER},2026-11-20,1`,
  );
  const found = await inboxSnapshots([file("a.csv", list)], null, CUSTOMER);
  expect(found.tickets?.opened).toEqual([{ day: "2026-11-20", count: 4 }]);
  expect(found.refusedFiles).toEqual([
    { file: "a.csv", line: 2, reason: "has no customer: a tenant id (GUID) is needed" },
    { file: "a.csv", line: 4, reason: "has no day of the calendar, such as 2026-11-20" },
    { file: "a.csv", line: 5, reason: "is of another customer than the folder" },
  ]);
});

test("inboxSnapshots() tells of so many refused lines, and of the others how many they are", async () => {
  const lines = Array.from({ length: 230 }, () => `${OTHER},2026-11-20,1`);
  const { refusedFiles } = await inboxSnapshots(
    [file("a.csv", tickets(...lines, `${CUSTOMER},2026-11-20,1`))],
    null,
    CUSTOMER,
  );
  expect(refusedFiles).toHaveLength(21);
  expect(refusedFiles.at(-1)).toEqual({ file: "a.csv", line: null, reason: "has 210 more lines that were refused" });
});

test.each([
  [
    "breaks off",
    tickets(`${CUSTOMER},2026-11-20,1`, `"${CUSTOMER}`),
    3,
    "opens a quote that never closes, or misplaces one",
  ],
  ["has no line of this customer", tickets(`${OTHER},2026-11-20,1`), 2, "is of another customer than the folder"],
  ["has no line at all", tickets(), null, "has a header and no lines"],
])("inboxSnapshots() takes the older list of tickets where the newer one %s", async (_, newer, line, reason) => {
  const files = [file("a.csv", newer), file("b.csv", tickets(`${CUSTOMER},2026-11-19,2`), "2026-11-20")];
  const found = await inboxSnapshots(files, null, CUSTOMER);
  expect(found.tickets).toEqual({ asOf: "2026-11-20", opened: [{ day: "2026-11-19", count: 2 }] });
  expect(found.refusedFiles).toEqual([{ file: "a.csv", line, reason }]);
});

test("inboxSnapshots() tells of refused files without the addresses in their names, and keeps the files apart", async () => {
  const odd = "Article,Price";
  const found = await inboxSnapshots(
    [
      file("ada@fabrikam.example.csv", odd),
      file("bob@fabrikam.example.csv", odd),
      file("tickets of cem@fabrikam.example", tickets(`${OTHER},2026-11-20,1`, `${CUSTOMER},2026-11-20,1`)),
      file("older.csv", tickets(`${CUSTOMER},2026-11-20,1`), "2026-11-20"),
    ],
    null,
    CUSTOMER,
  );
  const reason = "is not a table of a known kind";
  expect(found.refusedFiles).toEqual([
    { file: "…@…", line: null, reason },
    { file: "…@… (2)", line: null, reason },
    { file: "tickets of …@…", line: 2, reason: "is of another customer than the folder" },
    {
      file: "older.csv",
      line: null,
      reason: 'is older than "tickets of …@… which is the list of tickets that counts',
    },
  ]);
});

test("inboxSnapshots() tells each line of one file under one name", async () => {
  const list = tickets(`${OTHER},2026-11-20,1`, `${OTHER},2026-11-20,1`, `${CUSTOMER},2026-11-20,1`);
  const found = await inboxSnapshots([file("ada@fabrikam.example", list)], null, CUSTOMER);
  expect(found.refusedFiles.map(({ file: name, line }) => [name, line])).toEqual([
    ["…@…", 2],
    ["…@…", 3],
  ]);
});
