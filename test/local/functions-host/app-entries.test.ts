import { expect, test } from "vitest";
import { appEntries } from "../../../src/local/functions-host/app-entries.ts";
import { appFolder } from "./fixture-app.ts";

test("the entries are the files that main matches, in the order of their names", async () => {
  const folder = await appFolder({ "dist/b.js": "", "dist/a.js": "", "dist/chunks/c.js": "", "dist/d.js.map": "" });
  expect(appEntries(folder)).toEqual(["dist/a.js", "dist/b.js"]);
});

test("an app that does not say where it is, or is not there, is refused", async () => {
  const [unsaid, unbuilt] = await Promise.all([appFolder({ "package.json": "{}" }), appFolder({})]);
  expect(() => appEntries(unsaid)).toThrow(`"main" is missing`);
  expect(() => appEntries(unbuilt)).toThrow(
    /^No file matches "main" of .*package\.json: dist\/\*\.js\. Is the app built\?$/,
  );
});
