import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { dailyReport } from "../../src/sources/daily-report.ts";
import { ACTIVE_USER_HEADERS, activeUsersText, bytesOf, type ReportUser } from "./report-text.ts";

const DAY = Day.parse("2026-11-20");

const read = (users: readonly ReportUser[], headers?: readonly string[]) =>
  dailyReport(bytesOf(activeUsersText(users, headers)), DAY);

test("dailyReport() counts those whose last activity is that very day, in each workload and once in any", async () => {
  const daily = await read([
    { exchange: "2026-11-20", teams: "2026-11-20" },
    { name: "", exchange: "2026-11-19", oneDrive: "2026-11-20", sharePoint: "2026-11-01" },
    { name: "0A1B2C3D4E5F60718293A4B5C6D7E8F9", licensed: "False", yammer: "2026-11-20" },
    { deleted: "True", teams: "2026-11-20" },
    { exchange: "2026-11-19", teams: "2026-11-18" },
    { exchange: "" },
  ]);
  expect(daily).toEqual({ day: DAY, any: 4, workloads: { exchange: 1, sharepoint: 1, teams: 2, yammer: 1 } });
});

test("dailyReport() counts no room: a night does not either", async () => {
  const daily = await read([{ teams: "2026-11-20", products: "MICROSOFT TEAMS ROOMS PRO" }]);
  expect(daily).toEqual({ day: DAY, any: 0, workloads: { exchange: 0, sharepoint: 0, teams: 0, yammer: 0 } });
});

test("dailyReport() does not tell a workload that the report lacks: that is not zero", async () => {
  const headers = ACTIVE_USER_HEADERS.filter((header) => !/Teams|Yammer/.test(header));
  expect((await read([{ exchange: "2026-11-20" }], headers)).workloads).toEqual({ exchange: 1, sharepoint: 0 });
});

test.each([
  ["a header only", activeUsersText([]), "source_not_ready", "The active users report has a header and no rows"],
  [
    "a report of another day",
    activeUsersText([{ refreshed: "2026-11-19" }]),
    "unreadable",
    "The active users report of 2026-11-20: speaks for 2026-11-19",
  ],
])("dailyReport() refuses %s", async (_, text, reason, message) => {
  await expect(dailyReport(bytesOf(text), DAY)).rejects.toMatchObject({ name: "SourceRefusal", reason, message });
});
