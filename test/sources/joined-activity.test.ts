import { expect, test } from "vitest";
import { activeUsersReport } from "../../src/sources/active-users-report.ts";
import { type AppsReport, appsReport } from "../../src/sources/apps-report.ts";
import { joinedActivity } from "../../src/sources/joined-activity.ts";
import { SourceRefusal } from "../../src/sources/source-refusal.ts";
import { activeUsersText, appsText, bytesOf } from "./report-text.ts";

const CLEAR = "ada@fabrikam.example";
const CONCEALED = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";

const apps = (name: string) => appsReport(bytesOf(appsText([{ name, lastActivity: "2026-11-18" }])));
const readerOf = (name: string) => (joinable: AppsReport | null) =>
  activeUsersReport(bytesOf(activeUsersText([{ name }])), null, joinable);

test.each([CLEAR, CONCEALED])("joinedActivity() joins reports that name their users alike: %s", async (name) => {
  const joined = await joinedActivity(await apps(name), readerOf(name));
  expect(joined.apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(Object.keys(joined.activity.workloads)).toContain("officeApps");
});

test.each([
  [CONCEALED, CLEAR, "names are concealed in one report and clear in the other"],
  [CLEAR, CONCEALED, "names are concealed in one report and clear in the other"],
  [CLEAR, "(Unknown)", "one of the two reports names none of its users"],
  ["(Unknown)", CLEAR, "one of the two reports names none of its users"],
])("joinedActivity() does not join %s with %s: everybody would count twice", async (inApps, inUsers, why) => {
  const joined = await joinedActivity(await apps(inApps), readerOf(inUsers));
  expect(joined.apps).toEqual({
    kind: "refused",
    reason: "unreadable",
    detail: `The Apps report cannot be joined: ${why}`,
  });
  expect(joined.activity).toEqual((await readerOf(inUsers)(null)).activity);
});

test("joinedActivity() goes on without an Apps report that was refused", async () => {
  const joined = await joinedActivity(new SourceRefusal("no_access", "no consent"), readerOf(CLEAR));
  expect(joined.apps).toEqual({ kind: "refused", reason: "no_access", detail: "no consent" });
  expect(Object.keys(joined.activity.workloads)).not.toContain("officeApps");
});
