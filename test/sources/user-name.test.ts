import { expect, test } from "vitest";
import { isNamed, nameKey, namingTally } from "../../src/sources/user-name.ts";

test("nameKey() is one for a name however it is written, and tells nothing of it", () => {
  expect(nameKey(" Ada@Fabrikam.example ")).toBe(nameKey("ada@fabrikam.example"));
  expect(nameKey("ada@fabrikam.example")).not.toBe(nameKey("bob@fabrikam.example"));
  expect(Number.isSafeInteger(nameKey("ada@fabrikam.example"))).toBe(true);
});

test.each(["", "  ", "(Unknown)", "(UNKNOWN)"])("%j names nobody", (name) => {
  expect(isNamed(name)).toBe(false);
});

const CONCEALED = "77E5979DD60BA6EAA53E814DBEEEFA5F";
const CLEAR = "ada@fabrikam.example";

test.each([
  ["none", []],
  ["clear", [CLEAR]],
  ["concealed", [CONCEALED]],
  ["concealed", [CONCEALED, CONCEALED.toLowerCase(), CLEAR]],
  ["clear", [CONCEALED, CLEAR]],
])("a report is %s when it has %j", (naming, names) => {
  const tally = namingTally();
  for (const name of names) tally.add(name);
  expect(tally.naming()).toBe(naming);
});
