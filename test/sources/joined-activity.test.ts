import { expect, test } from "vitest";
import {
  activeUsersReport,
  type Joinable,
  NO_BACKGROUND,
  NOTHING_JOINED,
} from "../../src/sources/active-users-report.ts";
import { type Companions, joinedActivity } from "../../src/sources/joined-activity.ts";
import { sideReport } from "../../src/sources/side-report.ts";
import { SourceRefusal } from "../../src/sources/source-refusal.ts";
import { directoryWith, holding } from "./make-directory.ts";
import { activeUsersText, appsText, bytesOf, copilotText } from "./report-text.ts";

const CLEAR = "ada@fabrikam.example";
const OTHER = "bob@fabrikam.example";
const CONCEALED = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";
const UNKNOWN = "(Unknown)";

const REFUSED = new SourceRefusal("no_access", "no consent");
const NOTHING: Companions = { apps: REFUSED, copilot: REFUSED, directory: REFUSED };
const OUTCOME_REFUSED = { kind: "refused", reason: "no_access", detail: "no consent" };

const activityOf = (name: string) => [{ name, lastActivity: "2026-11-17" }];
const apps = (name: string) => sideReport("apps", bytesOf(appsText(activityOf(name))));
const copilot = (name: string) => sideReport("copilot", bytesOf(copilotText(activityOf(name))));

/** Reads the active users of these names, and remembers what they were joined to. */
function readerOf(...names: readonly string[]) {
  const joined: (keyof Joinable)[][] = [];
  const read = (joinable: Joinable) => {
    const keys = ["apps", "copilot", "directory"] as const;
    joined.push(keys.filter((key) => joinable[key] !== null));
    return activeUsersReport(bytesOf(activeUsersText(names.map((name) => ({ name })))), NO_BACKGROUND, joinable);
  };
  return { joined, read };
}

test.each([CLEAR, CONCEALED, UNKNOWN])(
  "joinedActivity() joins reports that name their users alike: %s",
  async (name) => {
    const { joined, read } = readerOf(name);
    const found = await joinedActivity({ ...NOTHING, apps: await apps(name), copilot: await copilot(name) }, read);
    expect(found.apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
    expect(found.copilot).toEqual({ kind: "kept", asOf: "2026-11-18" });
    expect(found.activity.workloads).toHaveProperty("officeApps");
    expect(found.activity.workloads).toHaveProperty("copilot");
    expect(joined).toEqual([["apps", "copilot"]]);
  },
);

const DIFFERENT = "names are concealed in one report and clear in the other";
const NONE = "one of the two reports names none of its users";

test.each([
  [CONCEALED, CLEAR, DIFFERENT],
  [CLEAR, CONCEALED, DIFFERENT],
  [CLEAR, UNKNOWN, NONE],
  [UNKNOWN, CLEAR, NONE],
])("joinedActivity() does not join %s with %s: everybody would count twice", async (inApps, inUsers, why) => {
  const { joined, read } = readerOf(inUsers);
  const found = await joinedActivity({ ...NOTHING, apps: await apps(inApps) }, read);
  expect(found.apps).toEqual({
    kind: "refused",
    reason: "unreadable",
    detail: `The Microsoft 365 Apps report cannot be joined: ${why}`,
  });
  expect(joined).toEqual([["apps"], []]);
  expect(found.activity).toEqual((await readerOf(inUsers).read(NOTHING_JOINED)).activity);
});

test("joinedActivity() leaves out the one report that names its users otherwise, and keeps the other", async () => {
  const { joined, read } = readerOf(CLEAR);
  const companions = { ...NOTHING, apps: await apps(CLEAR), copilot: await copilot(CONCEALED) };
  const found = await joinedActivity(companions, read);
  expect(found.apps).toEqual({ kind: "kept", asOf: "2026-11-19" });
  expect(found.copilot).toEqual({
    kind: "refused",
    reason: "unreadable",
    detail: `The Microsoft 365 Copilot report cannot be joined: ${DIFFERENT}`,
  });
  expect(joined).toEqual([["apps", "copilot"], ["apps"]]);
});

test("joinedActivity() goes on without what was refused", async () => {
  const { joined, read } = readerOf(CLEAR);
  const found = await joinedActivity(NOTHING, read);
  expect([found.apps, found.copilot, found.directory]).toEqual([OUTCOME_REFUSED, OUTCOME_REFUSED, OUTCOME_REFUSED]);
  expect(Object.keys(found.activity.workloads)).toEqual(["exchange", "sharepoint", "teams", "yammer"]);
  expect(found.activity.directory).toBeNull();
  expect(joined).toEqual([[]]);
});

test.each([
  ["one of two", [CLEAR, OTHER]],
  ["the one", [CLEAR]],
  ["the only one that has a name", [CLEAR, UNKNOWN, UNKNOWN]],
])("joinedActivity() joins a directory that has %s", async (_, names) => {
  const { joined, read } = readerOf(...names);
  const found = await joinedActivity({ ...NOTHING, directory: await directoryWith({ [CLEAR]: holding() }) }, read);
  expect(found.directory).toEqual({ kind: "kept", asOf: "2026-11-20" });
  expect(found.activity.directory).toMatchObject({ users: 1, joined: 1 });
  expect(joined).toEqual([["directory"]]);
});

test.each([
  ["conceals the names of its users after all", [CONCEALED], "the active users report conceals the names of its users"],
  ["names nobody", [UNKNOWN], "the active users report names none of its users"],
  [
    "is of others",
    [CLEAR, OTHER, "cem@fabrikam.example"],
    "it has fewer than half of the names in the active users report",
  ],
])("joinedActivity() trusts no directory where the report %s", async (_, names, why) => {
  const { joined, read } = readerOf(...names);
  const found = await joinedActivity({ ...NOTHING, directory: await directoryWith({ [CLEAR]: holding() }) }, read);
  expect(found.directory).toEqual({
    kind: "refused",
    reason: "unreadable",
    detail: `The directory cannot be joined: ${why}`,
  });
  expect(joined).toEqual([["directory"], []]);
  expect(found.activity).toEqual((await readerOf(...names).read(NOTHING_JOINED)).activity);
});

test("joinedActivity() leaves out all that does not fit at once, and reads a third time where a report has changed", async () => {
  const companions = {
    apps: await apps(CLEAR),
    copilot: await copilot(CONCEALED),
    directory: await directoryWith({ [CLEAR]: holding() }),
  };
  const concealed = readerOf(CONCEALED);
  await joinedActivity(companions, concealed.read);
  expect(concealed.joined).toEqual([["apps", "copilot", "directory"], ["copilot"]]);

  // Somebody reveals the names between the two readings.
  const clear = readerOf(CLEAR);
  const readings = [concealed.read, clear.read, clear.read];
  const found = await joinedActivity(companions, (joinable) => (readings.shift() ?? clear.read)(joinable));
  expect(clear.joined).toEqual([["copilot"], []]);
  expect([found.apps.kind, found.copilot.kind, found.directory.kind]).toEqual(["refused", "refused", "refused"]);
});
