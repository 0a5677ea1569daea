import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { startFunctionsHost } from "../../../src/local/functions-host.ts";
import { appFolder, appOf, type Files, journal, startApp } from "./fixture-app.ts";

test("a host tells its address and its functions", async () => {
  const { url, functions } = await startApp(
    appOf(`
      app.get("a-page", { route: "pages/{id}", handler: () => {} });
      app.http("any", { methods: [], handler: () => {} });
      app.timer("nightly", { schedule: "%WHEN%", handler: () => {} });
      app.storageQueue("worker", { queueName: "%QUEUE%", connection: "Storage", handler: () => {} });
      app.get("switched-off", { handler: () => {} });`),
    { WHEN: "0 0 3 * * *", QUEUE: "Work-Items", "AzureWebJobs.Switched-Off.Disabled": "true" },
  );

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(functions).toEqual([
    { name: "a-page", kind: "http", detail: "GET /api/pages/{id}" },
    { name: "any", kind: "http", detail: "ANY /api/any" },
    { name: "nightly", kind: "timer", detail: "0 0 3 * * *" },
    { name: "worker", kind: "queue", detail: "work-items" },
  ]);
});

test("CommonJS entries and a file without functions are loaded too", async () => {
  const { functions } = await startApp({
    "package.json": `{ "main": "dist/{a,b}.js" }`,
    "dist/a.js": `require("@azure/functions").app.get("a", { handler: () => {} });`,
    "dist/b.js": `exports.nothing = null;`,
  });
  expect(functions).toMatchObject([{ name: "a" }]);
});

const HANDLER = "{ handler: () => {} }";
const REFUSED: [string, Files, string | RegExp][] = [
  [
    "an entry that throws, which it names",
    { ...appOf(`app.get("a", ${HANDLER});`), "dist/b.js": `throw new Error("no such thing");` },
    "Cannot load dist/b.js: no such thing",
  ],
  [
    "an entry whose import is missing",
    { "dist/app.js": `import "./missing.js";` },
    /^Cannot load dist\/app\.js: Cannot find module .*missing\.js/,
  ],
  ["an app that is not built", {}, /^No file matches "main" of .*package\.json: dist\/\*\.js\. Is the app built\?$/],
  ["no functions", appOf(""), "The app registers no function, although it was loaded: dist/app.js"],
  ["a name twice", appOf(`app.get("a", ${HANDLER}); app.get("A", ${HANDLER});`), /"A" is registered already, as "a"$/],
  ["a bad name", appOf(`app.get("1st", ${HANDLER});`), /"1st" cannot be the name of a function/],
  [
    "a trigger that does not fit",
    appOf(`app.timer("t", { schedule: "0 0 3 * * 7", handler: () => {} });`),
    'Function "t": "7" is not a weekday from 0 to 6',
  ],
  [
    "streaming",
    appOf(`app.setup({ enableHttpStream: true }); app.get("a", ${HANDLER});`),
    "The local host does not know enableHttpStream",
  ],
  ["no host.json", { "host.json": "" }, /^host\.json is not a JSON object/],
  [
    "a start hook that throws",
    appOf(`app.hook.appStart(() => { throw new Error("Set PARTNER_ID"); }); app.get("a", ${HANDLER});`),
    "Set PARTNER_ID",
  ],
];

test.each(REFUSED)("a host does not start with %s", async (_, files, message) => {
  await expect(startApp(files)).rejects.toThrow(typeof message === "string" ? new Error(message) : message);
});

test("a foreseen failure is told without a stack, a bug with it", async () => {
  expect(
    await logOfStart(`app.hook.appStart(() => { throw new Error("Set it"); }); app.get("a", ${HANDLER});`),
  ).toEqual([]);
  expect(await logOfStart(`null.missing;`)).toEqual([expect.stringMatching(/^TypeError: [^]*dist\/app\.js:2/)]);
});

async function logOfStart(source: string): Promise<string[]> {
  const { log, entries } = journal();
  const appDirectory = await appFolder(appOf(source));
  await startFunctionsHost({ appDirectory, port: 0, settings: {}, log }).catch(() => {});
  return entries.map(({ message }) => message);
}

test("a folder that does not exist is named", async () => {
  const start = startFunctionsHost({ appDirectory: "/no/such/folder", port: 0, settings: {}, log: () => {} });
  await expect(start).rejects.toThrow(/no such file or directory.*\/no\/such\/folder/);
});

test("a taken port is named, and how to choose another", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const appDirectory = await appFolder(appOf(`app.get("a", ${HANDLER});`));

  await expect(startFunctionsHost({ appDirectory, port, settings: {}, log: () => {} })).rejects.toThrow(
    `Port ${port} is taken. Set PORT to another one, for example PORT=${port + 1}`,
  );
});

test("a function that is registered after the start ends the host, and says so", async () => {
  const { exited, journal: kept } = await startApp(
    appOf(`
      app.get("a", ${HANDLER});
      app.hook.appStart(() => { setImmediate(() => setTimeout(() => app.get("late", ${HANDLER}), 1)); });`),
  );
  expect(await exited).toBe(1);
  expect(await kept.until(/Function "late" is registered after the app has started/)).toMatchObject([
    { level: "critical" },
  ]);
});
