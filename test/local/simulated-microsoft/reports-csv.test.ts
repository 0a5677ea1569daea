import { afterAll, expect, test } from "vitest";
import { addDays } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import type { Customer } from "../../../src/local/simulated-microsoft/portfolio.ts";
import { ACTIVE_USERS, APP_USERS, callerOf, rowsOf, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { reportText } = callerOf(microsoft);
const { portfolio } = microsoft;

const textOf = (title: string) => reportText(portfolio.named(title), ACTIVE_USERS);
async function namesIn(title: string, report: string) {
  return rowsOf(await reportText(portfolio.named(title), report)).map((row) => row["User Principal Name"]);
}

const isReadable = ({ oddity: { wire } }: Customer) =>
  wire.consent === "given" && wire.reports === "redirected" && ["whole", "names unknown"].includes(wire.file);

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
  expect((await namesIn("plain", ACTIVE_USERS))[0]).toBe("person0001@customer00001.example");
});

test("names that are shown hold commas and quotes", async () => {
  expect(await textOf("plain")).toContain('"Person 0003 ""Night Shift"", Sales"');
  expect(rowsOf(await textOf("plain"))[2]?.["Display Name"]).toBe('Person 0003 "Night Shift", Sales');
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
