import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
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

test("lint refuses every import that goes round a room", () => {
  const forbidden = [
    ["functions/probe-storage.ts", "../src/storage/keys.ts"],
    ["functions/probe-sources.ts", "../src/sources/graph.ts"],
    ["src/jobs/probe-http.ts", "../http/route.ts"],
    ["src/jobs/probe-azure.ts", "@azure/data-tables"],
    ["src/sources/probe-storage.ts", "../storage/keys.ts"],
    ["src/storage/probe-sources.ts", "../sources/tokens.ts"],
    ["src/exports/probe-storage.ts", "../storage/keys.ts"],
    ["src/http/probe-jobs.ts", "../jobs/messages.ts"],
    ["src/domain/probe-errors.ts", "../errors.ts"],
    ["src/domain/probe-node.ts", "node:fs"],
    ["src/local/probe-jobs.ts", "../jobs/messages.ts"],
    ["src/probe-jobs.ts", "./jobs/messages.ts"],
    ["src/jobs/probe-local.ts", "../local/azurite.ts"],
  ] as const;
  const folder = mkdtempSync(join(tmpdir(), "house-"));
  try {
    copyFileSync(".oxlintrc.json", join(folder, ".oxlintrc.json"));
    for (const [file, imported] of forbidden) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `import { it } from "${imported}";\nexport const probe = it;\n`);
    }
    const { stdout } = spawnSync(process.execPath, [resolve("node_modules/oxlint/bin/oxlint"), "--format=unix", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    const refused = stdout.split("\n").filter((complaint) => complaint.includes("no-restricted-imports"));
    expect(forbidden.filter(([file]) => !refused.some((complaint) => complaint.includes(file)))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
