import { afterAll, expect, test } from "vitest";
import { addDays, Day } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { copilotReport as copilotCsv } from "../../../src/local/simulated-microsoft/copilot-csv.ts";
import type { Customer } from "../../../src/local/simulated-microsoft/portfolio.ts";
import { lastActivityBy, type User } from "../../../src/local/simulated-microsoft/users.ts";
import { ACTIVE_USERS, APP_USERS, callerOf, copilotReport, dayReport, rowsOf, textLike, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY, reportCallsPerTenMinutes: 100 });
afterAll(() => microsoft.stop());
const { graph, reportText } = callerOf(microsoft);
const { portfolio } = microsoft;

const textOf = (title: string) => reportText(portfolio.named(title), ACTIVE_USERS);
async function namesIn(title: string, report: string) {
  return rowsOf(await reportText(portfolio.named(title), report)).map((row) => row["User Principal Name"]);
}

const isReadable = ({ oddity: { wire } }: Customer) =>
  wire.consent === "given" && wire.reports === "answered" && ["whole", "names unknown"].includes(wire.file);

test("a report begins with a byte order mark, ends its lines as Windows does, and has 24 columns", async () => {
  const text = await textOf("plain");
  expect(text.startsWith("\uFEFFReport Refresh Date,User Principal Name,")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(Object.keys(rowsOf(text)[0] ?? {})).toHaveLength(24);
});

test("every user of every customer is on the wire as the portfolio has it", async () => {
  for (const customer of [...portfolio.customers()].filter(isReadable)) {
    const tenant = portfolio.tenantOf(customer);
    const rows = rowsOf(await reportText(customer, ACTIVE_USERS));
    expect(
      rows.map((row) => [
        row["Report Refresh Date"],
        row["Is Deleted"],
        row["Deleted Date"],
        row["Exchange Last Activity Date"],
        row["OneDrive Last Activity Date"],
        row["SharePoint Last Activity Date"],
        row["Yammer Last Activity Date"],
        row["Teams Last Activity Date"],
        row["Assigned Products"],
      ]),
    ).toEqual(
      tenant
        .users()
        .map(({ isDeleted, deletedOn, lastActivity, products }) => [
          tenant.refreshedOn,
          isDeleted ? "True" : "False",
          deletedOn ?? "",
          lastActivity.exchange ?? "",
          lastActivity.oneDrive ?? "",
          lastActivity.sharePoint ?? "",
          lastActivity.yammer ?? "",
          lastActivity.teams ?? "",
          products.map(({ reportName }) => reportName).join("+"),
        ]),
    );
  }
});

test("the apps report lists those licensed for the apps, under the same names, on its own day", async () => {
  const customer = portfolio.named("turnover");
  const rows = rowsOf(await reportText(customer, APP_USERS));
  const users = portfolio.tenantOf(customer).users();
  expect(Object.keys(rows[0] ?? {})).toHaveLength(39);
  expect(rows.map((row) => [row["User Principal Name"], row["Last Activity Date"]])).toEqual(
    users.filter((user) => user.products.length > 0).map((user) => [user.principalName, user.lastActivity.apps]),
  );
  expect(rows[0]?.["Report Refresh Date"]).toBe(addDays(TODAY, -2));
  expect(rowsOf(await textOf("turnover"))[0]?.["Report Refresh Date"]).toBe(addDays(TODAY, -1));
  expect(new Set(rows.map((row) => row["Windows"]))).toEqual(new Set(["Yes", "No"]));
});

test("names are concealed by default, alike in both reports, and shown where the customer decided so", async () => {
  const concealed = await namesIn("overdrawn", ACTIVE_USERS);
  expect(concealed.every((name) => /^[0-9A-F]{32}$/.test(name ?? ""))).toBe(true);
  expect(new Set(concealed).size).toBe(24);
  expect(await namesIn("overdrawn", APP_USERS)).toEqual(concealed);
  expect((await namesIn("plain", ACTIVE_USERS))[0]).toBe("canary0001@customer00001.example");
});

test("names that are shown hold commas and quotes", async () => {
  expect(await textOf("plain")).toContain('"Canary 0003 ""Night Shift"", Sales"');
  expect(rowsOf(await textOf("plain"))[2]?.["Display Name"]).toBe('Canary 0003 "Night Shift", Sales');
});

test("a product's own plus stands beside the joining one", async () => {
  expect(rowsOf(await textOf("plain"))[0]?.["Assigned Products"]).toBe(
    "MICROSOFT 365 BUSINESS PREMIUM+ENTERPRISE MOBILITY + SECURITY E5",
  );
});

test("deleted users stay in the list, one of them without a date", async () => {
  const deleted = rowsOf(await textOf("turnover")).filter((row) => row["Is Deleted"] === "True");
  expect(deleted.map((row) => row["Deleted Date"])).toEqual([addDays(TODAY, -3), addDays(TODAY, -9), ""]);
});

test("Yammer lets people in without a licence", async () => {
  const guests = rowsOf(await textOf("yammer")).filter((row) => row["Has Yammer License"] === "False");
  expect(guests).toHaveLength(9);
  expect(guests.every((row) => row["Yammer Last Activity Date"] !== "")).toBe(true);
});

test("unknown names are no names, and not one person", async () => {
  const unknown = rowsOf(await textOf("names-unknown")).filter((row) => row["User Principal Name"] === "(Unknown)");
  expect(unknown.length).toBeGreaterThan(1);
  expect(new Set(unknown.map((row) => row["Display Name"]))).toEqual(new Set([""]));
});

test("columns are missing at one customer and elsewhere at another", async () => {
  const missing = Object.keys(rowsOf(await textOf("columns-missing"))[0] ?? {});
  expect(missing).toHaveLength(18);
  expect(missing.filter((header) => /Yammer|Teams/.test(header))).toEqual([]);

  const elsewhere = Object.keys(rowsOf(await textOf("columns-elsewhere"))[0] ?? {});
  expect(elsewhere).toHaveLength(27);
  expect(elsewhere.slice(0, 2)).toEqual(["Tenant Display Name", "Assigned Products"]);
});

test("rows are ragged where the portfolio says so", async () => {
  const lines = (await textOf("rows-ragged")).split("\r\n");
  expect(lines.slice(1, 9).map((line) => line.split(",").length)).toEqual([24, 24, 19, 24, 26, 24, 1, 24]);
});

test("one report has a header only", async () => {
  const text = await textOf("header-only");
  expect(rowsOf(text)).toEqual([]);
  expect(text.split("\r\n")).toHaveLength(2);
});

test("one report ends inside quotes", async () => {
  const text = await textOf("cut-in-quotes");
  expect(() => rowsOf(text)).toThrow(/quote/i);
});

test("one report is stale", async () => {
  expect(rowsOf(await textOf("stale"))[0]?.["Report Refresh Date"]).toBe(addDays(TODAY, -9));
});

test("a plan that is switched off is not licensed in its own column, and in no other", async () => {
  const rows = rowsOf(await textOf("plain")).filter((row) => row["Assigned Products"] !== "");
  const without = rows.filter((row) => row["Has Yammer License"] === "False");
  expect(without).toHaveLength(2);
  for (const row of without) {
    expect(["Exchange", "OneDrive", "SharePoint", "Teams"].map((label) => row[`Has ${label} License`])).toEqual(
      Array(4).fill("True"),
    );
    expect([row["Yammer Last Activity Date"], row["Yammer License Assign Date"]]).toEqual(["", ""]);
  }
});

test("guests stand in the report, without a licence and with a name that tells", async () => {
  const guests = rowsOf(await textOf("plain")).filter((row) => row["User Principal Name"]?.includes("#EXT#"));
  expect(guests).toHaveLength(2);
  for (const row of guests) {
    expect([row["Has Teams License"], row["Assigned Products"], row["Is Deleted"]]).toEqual(["False", "", "False"]);
    expect((row["Teams Last Activity Date"] ?? "") >= addDays(TODAY, -28)).toBe(true);
    expect(row["SharePoint Last Activity Date"]).toBe(row["Teams Last Activity Date"]);
  }
});

const COLUMNS = ["Exchange", "OneDrive", "SharePoint", "Yammer", "Teams"] as const;
const lastDays = (row: Record<string, string>) => COLUMNS.map((label) => row[`${label} Last Activity Date`] ?? "");

test("the report of a day lists those who were active on it, and what else they had done by then", async () => {
  for (const title of ["plain", "turnover", "yammer", "beside-office"]) {
    const customer = portfolio.named(title);
    const users = portfolio.tenantOf(customer).users();
    const everybody = rowsOf(await reportText(customer, ACTIVE_USERS));
    for (const daysAgo of [3, 4, 5, 13, 21, 27]) {
      const day = addDays(TODAY, -daysAgo);
      const rows = rowsOf(await reportText(customer, dayReport(day)));
      const expected = users
        .map((user) => ({ user, activity: lastActivityBy(user, day) }))
        .map(({ user, activity: { exchange, oneDrive, sharePoint, yammer, teams } }) => ({
          name: everybody[users.indexOf(user)]?.["User Principal Name"],
          days: [exchange, oneDrive, sharePoint, yammer, teams].map((last) => last ?? ""),
        }))
        .filter(({ days }) => days.includes(day));
      expect(rows.map((row) => ({ name: row["User Principal Name"], days: lastDays(row) }))).toEqual(expected);
      expect(new Set(rows.map((row) => row["Report Refresh Date"])).size).toBeLessThanOrEqual(1);
      expect(rows[0]?.["Report Refresh Date"] ?? day).toBe(day);
    }
  }
});

test("the newest two days have a header alone, though people have worked on them", async () => {
  const own = await startSimulatedMicrosoft({ today: Day.parse("2026-11-26") });
  const { reportText: ask } = callerOf(own);
  const overdrawn = own.portfolio.named("overdrawn");
  const haveRows = [];
  for (const day of ["2026-11-25", "2026-11-24", "2026-11-23"]) {
    haveRows.push(rowsOf(await ask(overdrawn, dayReport(Day.parse(day)))).length > 0);
  }
  const known = rowsOf(await ask(overdrawn, ACTIVE_USERS)).flatMap((row) => lastDays(row));
  await own.stop();
  expect(haveRows).toEqual([false, false, true]);
  expect(known).toContain("2026-11-24");
});

test("a day that a late back end has not come to has a header alone", async () => {
  const stale = portfolio.named("stale");
  const rowCount = async (day: string) => rowsOf(await reportText(stale, dayReport(Day.parse(day)))).length;
  // The report of periods speaks for 2026-11-15, a Sunday.
  expect([await rowCount("2026-11-16"), await rowCount("2026-11-17")]).toEqual([0, 0]);
  expect(await rowCount("2026-11-13")).toBeGreaterThan(0);
});

test("one customer's Wednesday is lost, between days that are there", async () => {
  const counts = [];
  for (const day of ["2026-11-04", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-18"]) {
    const text = await reportText(portfolio.named("columns-elsewhere"), dayReport(Day.parse(day)));
    counts.push([day, rowsOf(text).length > 0]);
  }
  expect(counts).toEqual([
    ["2026-11-04", true],
    ["2026-11-10", true],
    ["2026-11-11", false],
    ["2026-11-12", true],
    ["2026-11-18", true],
  ]);
});

test("a day without quotes is whole where reports end inside quotes", async () => {
  const text = await reportText(portfolio.named("cut-in-quotes"), dayReport(addDays(TODAY, -1)));
  expect(text.endsWith("Assigned Products\r\n")).toBe(true);
});

async function copilotText(title: string, period = "D28", version?: string): Promise<string> {
  const response = await graph(portfolio.named(title), `copilot/reports/${copilotReport(period, version)}`);
  return Buffer.from(await response.arrayBuffer()).toString("utf8");
}

const COPILOT_COLUMNS =
  "Report Refresh Date,User Principal Name,Display Name,Last Activity Date,Copilot Chat Last Activity Date,Microsoft Teams Copilot Last Activity Date,Word Copilot Last Activity Date,Excel Copilot Last Activity Date,PowerPoint Copilot Last Activity Date,Outlook Copilot Last Activity Date,OneNote Copilot Last Activity Date,Loop Copilot Last Activity Date";

test("Copilot's report lists its holders, under the same names as the others, on a day of its own", async () => {
  const rows = rowsOf(await copilotText("beside-office", "D28", "v2"));
  const tenant = portfolio.tenantOf(portfolio.named("beside-office"));
  const holders = tenant.users().slice(0, 9);
  expect(rows.map((row) => [row["User Principal Name"], row["Last Activity Date"]])).toEqual(
    holders.map(({ lastActivity }) => [textLike(/^[0-9A-F]{32}$/), lastActivity.copilot]),
  );
  const names = rowsOf(await textOf("beside-office")).map((row) => row["User Principal Name"]);
  expect(rows.map((row) => row["User Principal Name"])).toEqual(names.slice(0, 9));
  expect(rows[0]?.["Report Refresh Date"]).toBe(addDays(TODAY, -3));
  expect(rows[0]?.["Report Period"]).toBe("28");
  for (const row of rows) {
    const byApp = Object.entries(row).filter(([header]) => header.endsWith(" Copilot Last Activity Date"));
    expect(byApp.every(([, day]) => day === "" || day === row["Last Activity Date"])).toBe(true);
  }
  expect(new Set(rows.map((row) => row["Loop Copilot Last Activity Date"] === "")).size).toBe(2);
});

test("the second version has further columns before the last one, and counts within its period", async () => {
  const [first, second] = [
    await copilotText("beside-office", "D7", "v1"),
    await copilotText("beside-office", "D7", "v2"),
  ];
  expect(first.split("\r\n")[0]).toBe(`\uFEFF${COPILOT_COLUMNS},Report Period`);
  expect(second.startsWith(`\uFEFF${COPILOT_COLUMNS},Copilot Chat (Work) Last Activity Date,`)).toBe(true);
  expect(second.split("\r\n")[0]).toMatch(/,Prompts Submitted For All Apps,.*,Report Period$/);
  const from = addDays(TODAY, -9);
  for (const row of rowsOf(second)) {
    const isWithin = (row["Last Activity Date"] ?? "") >= from;
    expect(Number(row["Prompts Submitted For All Apps"]) > 0).toBe(isWithin);
  }
  const all = rowsOf(await copilotText("beside-office", "ALL", "v2"));
  expect(all[0]?.["Report Period"]).toBe("ALL");
  expect(all.every((row) => Number(row["Prompts Submitted For All Apps"]) > 0)).toBe(true);
});

test("a period of Copilot's report begins on its first day, and who was deleted is not in it", () => {
  const customer = portfolio.named("beside-office");
  const tenant = portfolio.tenantOf(customer);
  const lastActive = (user: User, daysAgo: number) =>
    Object.assign({}, user, {
      lastActivity: { ...user.lastActivity, copilot: addDays(tenant.copilotRefreshedOn, -daysAgo) },
    });
  const [first, second, third] = tenant.users();
  if (!first || !second || !third) throw new Error("There are three holders");
  const users = () => [lastActive(first, 6), lastActive(second, 7), Object.assign({}, third, { isDeleted: true })];
  const text = copilotCsv(customer, { ...tenant, users }, { version: "v2", periodDays: 7 });
  expect(rowsOf(text).map((row) => Number(row["Active Usage Days For All Apps"]) > 0)).toEqual([true, false]);
});

test("where nobody holds Copilot its report has a header and no row", async () => {
  const text = await copilotText("single", "D28", "v2");
  expect(rowsOf(text)).toEqual([]);
  expect(text.split("\r\n")).toHaveLength(2);
});
