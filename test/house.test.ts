import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { Settings } from "../src/config.ts";
import { QUEUES } from "../src/storage/keys.ts";

/** Rules of the house that lint cannot say. */

const triggers = globSync("functions/*.ts").filter((file) => basename(file) !== "app-start.ts");
const nameOf = (file: string) => basename(file, ".ts");
const textOf = (file: string) => readFileSync(file, "utf8");

test("a function is registered under its file's name, once", () => {
  const misnamed = triggers.filter(
    (file) => textOf(file).match(/(?:route|app\.\w+)\(\s*"([^"]+)"/)?.[1] !== nameOf(file),
  );
  expect(misnamed).toEqual([]);
});

test("a queue has the name of the function that empties it", () => {
  const emptied = triggers.filter((file) => textOf(file).includes("app.storageQueue(")).map(nameOf);
  expect(emptied.toSorted()).toEqual([...QUEUES].toSorted());
});

test("every HTTP function is made by route(), which asks for a permission", () => {
  expect(triggers.filter((file) => /app\.(http|get|post|put|deleteRequest)\(/.test(textOf(file)))).toEqual([]);
});

test("only triggers, what runs on the laptop, and what must see a token expire read the clock", () => {
  const readers = globSync("src/**/*.ts")
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !file.startsWith("src/local/"))
    .filter((file) => /new Date\(\)|Date\.now\b/.test(textOf(file)));
  expect(readers.toSorted()).toEqual(["src/sources/http-client.ts", "src/sources/tokens.ts"]);
});

test("the README names every function and every setting, with its words", () => {
  const readme = textOf("README.md");
  for (const file of triggers) expect(readme).toContain(`\`${nameOf(file)}\``);
  for (const [name, schema] of Object.entries(Settings.shape)) {
    expect(readme).toContain(`| \`${name}\` | ${schema.description} |`);
  }
});

test("exceljs is loaded when a workbook is written, and not when the app starts", () => {
  const importers = globSync("{src,functions}/**/*.ts").filter((file) => /from "exceljs"/.test(textOf(file)));
  for (const file of importers) expect(textOf(file)).toMatch(/import type .* from "exceljs"/);
});
