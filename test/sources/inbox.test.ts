import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { inboxSnapshots } from "../../src/sources/inbox.ts";
import type { InboxFile } from "../../src/sources/inbox-file.ts";
import { fixtureText } from "./fixture.ts";
import { activeUsersText, appsText, bytesOf, type ReportUser } from "./report-text.ts";

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
    ],
    "aaaaaaaa-0000-4000-8000-000000000001",
  );
  expect(found.customer).toEqual({ name: "Fabrikam", domain: "fabrikam.example" });
  // One sale has a status that nobody knows and matches no product: how many seats match none is then unknown.
  // Trials are told by the tenant's purchases.
  expect(found.licences).toMatchObject({ asOf: "2026-11-22", ownSeatsUnmatched: null });
  expect(found.licences?.products.at(-1)).toMatchObject({ seats: { active: 20, grace: 0 }, trialLapsed: 5 });
  expect(found.activity.map(({ asOf }) => asOf)).toEqual(["2026-11-20"]);
  expect(found.apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(found.refusedFiles).toEqual([]);
});

test("inboxSnapshots() folds activity by the seats in the same folder", async () => {
  const { activity } = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.json", SKUS)], null);
  expect(activity[0]?.workloads.exchange?.paidByFlag).toBe(0);
  expect(Object.keys(activity[0]?.products ?? {})).toEqual(["cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"]);
});

test("inboxSnapshots() of an empty folder has nothing, and no zero", async () => {
  expect(await inboxSnapshots([], null)).toEqual({
    customer: null,
    licences: null,
    activity: [],
    apps: { kind: "refused", reason: "not_configured", detail: "No report on active users was dropped in" },
    refusedFiles: [],
  });
});

test.each([
  ["the file saved later", ["z.csv", "2026-11-20"], ["a.csv", "2026-11-21"]],
  ["of two saved on one day the later name", ["a.csv", "2026-11-21"], ["b.csv", "2026-11-21"]],
] as const)("inboxSnapshots() takes of two reports for one day %s", async (_, old, later) => {
  const files = [file(old[0], users("2026-11-20"), old[1]), file(later[0], users("2026-11-20", 2), later[1])];
  const forwards = await inboxSnapshots(files, null);
  expect(forwards.activity.map(({ reports }) => reports[0]?.rows)).toEqual([3]);
  expect(await inboxSnapshots(files.toReversed(), null)).toEqual(forwards);
});

test("inboxSnapshots() takes the older of two reports for one day when the newer cannot be read", async () => {
  const cutOff = users("2026-11-20", 2).slice(0, -60);
  const found = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.csv", cutOff)], null);
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
  const found = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.csv", apps("2026-11-12"))], null);
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
  );
  expect(found.activity.map(({ workloads }) => workloads.officeApps?.asOf)).toEqual(["2026-11-17", "2026-11-17"]);
  expect(found.refusedFiles.map(({ file: name }) => name)).toEqual(["c.csv"]);
});

test("inboxSnapshots() says of an Apps report that cannot be read, and of one that cannot be joined, that there is none", async () => {
  const unreadable = await inboxSnapshots(
    [file("a.csv", users("2026-11-20")), file("b.csv", apps("2026-11-20").slice(0, -8))],
    null,
  );
  expect(unreadable.apps).toMatchObject({ kind: "refused", reason: "unreadable" });
  const concealed = apps("2026-11-20", "0A1B2C3D4E5F60718293A4B5C6D7E8F9");
  const mixed = await inboxSnapshots([file("a.csv", users("2026-11-20")), file("b.csv", concealed)], null);
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
  const found = await inboxSnapshots([file("a.csv", odd), file("b.csv", oddApps)], null);
  expect(
    found.activity.map(({ asOf, reports }) => [asOf, reports.map(({ rowsUnreadable }) => rowsUnreadable)]),
  ).toEqual([["2026-11-20", [1, 1]]]);
});

test("inboxSnapshots() has no use for purchases without products", async () => {
  const found = await inboxSnapshots([file("a.json", fixtureText("subscriptions-every-state.json"))], null);
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
  const found = await inboxSnapshots([file("odd", content), file("good.csv", users("2026-11-20"))], null);
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
  await expect(inboxSnapshots([unreachable], null)).rejects.toThrow(RangeError);
});
