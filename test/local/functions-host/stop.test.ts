import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test, vi } from "vitest";
import { appFolder, appOf, startApp } from "./fixture-app.ts";

test("stop() lets a running function end, runs the hooks of the end, and closes the port", async () => {
  const { url, stop, exited, journal } = await startApp(
    appOf(`
      const waiting = Promise.withResolvers();
      app.get("slow", { handler: async (request, context) => {
        context.log("waits");
        await waiting.promise;
        return { body: "done" };
      } });
      app.get("other", { handler: () => {} });
      setInterval(() => {}, 1000);
      app.hook.appTerminate(() => { console.log("terminated"); });
      process.on("message", (order) => { if (order.kind === "stop") waiting.resolve(); });`),
  );
  const answer = fetch(`${url}/api/slow`);
  await journal.until(/^waits$/);

  await stop();

  expect(await (await answer).text()).toBe("done");
  expect(await exited).toBe(0);
  expect(await journal.until(/^terminated$/)).toMatchObject([{ category: "Host.Function.Console" }]);
  await expect(fetch(`${url}/api/other`)).rejects.toThrow("fetch failed");
  await stop();
});

test("stop() lets a run end that was started by hand", async () => {
  const { url, stop, journal } = await startApp(
    appOf(`
      const waiting = Promise.withResolvers();
      app.timer("nightly", { schedule: "0 0 3 1 1 *", handler: async (timer, context) => {
        context.log("waits");
        await waiting.promise;
        context.log("done");
      } });
      process.on("message", (order) => { if (order.kind === "stop") setImmediate(waiting.resolve); });`),
  );
  await fetch(`${url}/admin/functions/nightly`, { method: "POST", body: "{}" });
  await journal.until(/^waits$/);
  await stop();
  expect(await journal.until(/^done$/)).toHaveLength(1);
});

test("a failure outside any function ends the host, as it ends the worker in Azure", async () => {
  const { url, exited, journal } = await startApp(
    appOf(`app.get("leak", { handler: () => { Promise.reject(new Error("nobody waits")); return {}; } });`),
  );
  await fetch(`${url}/api/leak`).catch(() => {});

  expect(await exited).toBe(1);
  expect(await journal.until(/nobody waits/)).toMatchObject([{ level: "critical" }]);
});

test("what the app writes to the console is logged, with the level that its words suggest", async () => {
  const { journal } = await startApp(
    appOf(`
      console.log("plain"); console.error("a warning"); console.error("has failed");
      app.get("a", { handler: () => {} });`),
  );
  await Promise.all([journal.until(/plain/), journal.until(/a warning/), journal.until(/has failed/)]);
  expect(journal.entries.map(({ level }) => level).toSorted()).toEqual(["error", "information", "warning"]);
});

test("a signal ends the host in order", async () => {
  const { url, exited } = await startApp(appOf(`app.get("pid", { handler: () => ({ jsonBody: process.pid }) });`));
  process.kill(Number(await (await fetch(`${url}/api/pid`)).text()), "SIGTERM");
  expect(await exited).toBe(0);
});

test("the host ends with a parent that is killed", async () => {
  const appDirectory = await appFolder(appOf(`app.get("a", { handler: () => {} });`));
  const options = `{ appDirectory: ${JSON.stringify(appDirectory)}, port: 0, settings: {}, log: () => {} }`;
  const source = `
    import { startFunctionsHost } from ${JSON.stringify(new URL("../../../src/local/functions-host.ts", import.meta.url).href)};
    const { url } = await startFunctionsHost(${options});
    process.stdout.write(url + "\\n");`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
  const url = String((await lines.next()).value);
  await fetch(url);

  parent.kill("SIGKILL");

  await vi.waitFor(() => expect(fetch(url)).rejects.toThrow("fetch failed"), { timeout: 10_000 });
});
