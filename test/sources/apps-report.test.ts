import { expect, test } from "vitest";
import { appsReport } from "../../src/sources/apps-report.ts";
import { appsText, type AppsUser, bytesOf } from "./report-text.ts";

const read = (...users: readonly AppsUser[]) => appsReport(bytesOf(appsText(users)));

test("appsReport() finds a user by name, and tells those whom nobody asked for", async () => {
  const report = await read(
    { name: "ada@fabrikam.example", lastActivity: "2026-11-18" },
    { name: "bob@fabrikam.example", lastActivity: "" },
    { name: "", lastActivity: "2026-11-01" },
    { name: "(Unknown)", lastActivity: "2026-11-02" },
    { name: "(Unknown)", lastActivity: "2026-11-02" },
  );
  expect(report.facts).toEqual({
    report: "apps",
    refreshedOn: "2026-11-19",
    rows: 5,
    rowsUnreadable: 0,
    namesConcealed: false,
  });
  const joining = report.joining();
  expect(joining.lastActivity("ADA@fabrikam.example")).toBe("2026-11-18");
  expect(joining.lastActivity("cem@fabrikam.example")).toBe("unlisted");
  expect([...joining.others()]).toEqual([null]);
  expect([...report.joining().others()]).toHaveLength(2);
  expect(joining.unnamed).toEqual(["2026-11-01", "2026-11-02", "2026-11-02"]);
});

test("appsReport() takes the later day of a name that comes twice", async () => {
  const report = await read(
    { name: "ada@fabrikam.example", lastActivity: "2026-11-18" },
    { name: "ada@fabrikam.example", lastActivity: "" },
    { name: "ada@fabrikam.example", lastActivity: "2026-11-19" },
  );
  expect([...report.joining().others()]).toEqual(["2026-11-19"]);
});

test("appsReport() cannot read a row whose activity is no day", async () => {
  await expect(read({ name: "ada@fabrikam.example", lastActivity: "often" })).rejects.toMatchObject({
    reason: "unreadable",
    line: 2,
  });
});

test("appsReport() refuses a report that has no names to join by", async () => {
  const text = "Report Refresh Date,Last Activity Date\r\n2026-11-19,2026-11-18\r\n";
  await expect(appsReport(bytesOf(text))).rejects.toMatchObject({ why: 'has no column "User Principal Name"' });
});
