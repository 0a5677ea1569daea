import { expect, test } from "vitest";
import { sideReport } from "../../src/sources/side-report.ts";
import { nameKey } from "../../src/sources/user-name.ts";
import { appsText, type AppsUser, bytesOf, copilotText } from "./report-text.ts";

const read = (...users: readonly AppsUser[]) => sideReport("apps", bytesOf(appsText(users)));
const key = nameKey;

test("sideReport() finds a user by the key of the name, and tells those whom nobody asked for", async () => {
  const report = await read(
    { name: "ada@fabrikam.example", lastActivity: "2026-11-18" },
    { name: "bob@fabrikam.example", lastActivity: "" },
    { name: "", lastActivity: "2026-11-01" },
    { name: "(Unknown)", lastActivity: "2026-11-02" },
    { name: "(Unknown)", lastActivity: "2026-11-02" },
  );
  expect(report).toMatchObject({
    title: "The Microsoft 365 Apps report",
    workload: "officeApps",
    facts: { report: "apps", refreshedOn: "2026-11-19", rows: 5, rowsUnreadable: 0, naming: "clear" },
  });
  const joining = report.joining();
  expect(joining.activityOf(key("ADA@fabrikam.example"))).toEqual({ evidence: "listed", lastActivity: "2026-11-18" });
  expect(joining.activityOf(key("cem@fabrikam.example"))).toEqual({ evidence: "unlisted", lastActivity: null });
  expect([...joining.others()]).toEqual([key("bob@fabrikam.example")]);
  expect(joining.activityOf(key("bob@fabrikam.example"))).toEqual({ evidence: "listed", lastActivity: null });
  expect([...joining.others()]).toEqual([]);
  expect([...report.joining().others()]).toHaveLength(2);
  expect(joining.unnamed).toEqual(
    ["2026-11-01", "2026-11-02", "2026-11-02"].map((lastActivity) => ({ evidence: "listed", lastActivity })),
  );
});

test("sideReport() lets go of a user who is asked for while the others are told", async () => {
  const joining = (
    await read(
      { name: "ada@fabrikam.example", lastActivity: "" },
      { name: "bob@fabrikam.example", lastActivity: "" },
      { name: "cem@fabrikam.example", lastActivity: "" },
    )
  ).joining();
  const told: number[] = [];
  for (const each of joining.others()) {
    told.push(each);
    joining.activityOf(key("bob@fabrikam.example"));
  }
  expect(told).toEqual([key("ada@fabrikam.example"), key("cem@fabrikam.example")]);
});

test("sideReport() takes the later day of a name that comes twice", async () => {
  const report = await read(
    { name: "ada@fabrikam.example", lastActivity: "" },
    { name: "ada@fabrikam.example", lastActivity: "2026-11-19" },
    { name: "ada@fabrikam.example", lastActivity: "2026-11-18" },
  );
  expect(report.joining().activityOf(key("ada@fabrikam.example")).lastActivity).toBe("2026-11-19");
});

test("sideReport() reads the last activity in any app of a Copilot report, whatever else its version has", async () => {
  const report = await sideReport(
    "copilot",
    bytesOf(copilotText([{ name: "ada@fabrikam.example", lastActivity: "2026-11-17" }])),
  );
  expect(report).toMatchObject({
    title: "The Microsoft 365 Copilot report",
    workload: "copilot",
    facts: { report: "copilot", refreshedOn: "2026-11-18", rows: 1, rowsUnreadable: 0, naming: "clear" },
  });
  expect(report.joining().activityOf(key("ada@fabrikam.example"))).toEqual({
    evidence: "listed",
    lastActivity: "2026-11-17",
  });
});

test("sideReport() takes a Copilot report with a header and no rows for one that is not ready: that is not zero", async () => {
  await expect(sideReport("copilot", bytesOf(copilotText([])))).rejects.toMatchObject({
    reason: "source_not_ready",
    message: "The Microsoft 365 Copilot report has a header and no rows",
  });
});

test("sideReport() cannot read a row whose activity is no day", async () => {
  await expect(read({ name: "ada@fabrikam.example", lastActivity: "often" })).rejects.toMatchObject({
    reason: "unreadable",
    line: 2,
  });
});

test("sideReport() refuses a report that has no names to join by", async () => {
  const text = "Report Refresh Date,Last Activity Date\r\n2026-11-19,2026-11-18\r\n";
  await expect(sideReport("apps", bytesOf(text))).rejects.toMatchObject({
    why: 'has no column "User Principal Name"',
  });
});
