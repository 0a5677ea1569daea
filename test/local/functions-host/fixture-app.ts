import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type FunctionsHost, startFunctionsHost } from "../../../src/local/functions-host.ts";
import type { LogEntry } from "../../../src/local/functions-host/messages.ts";
import { azuriteConnectionString } from "../../support/azurite.ts";

const NODE_MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** A fast pace for tests; what a test is about it sets itself. */
const HOST_JSON = { version: "2.0", extensions: { queues: { maxPollingInterval: "00:00:00.100" } } };

export type Files = Readonly<Record<string, string>>;

/** The folder of an app with these files; package.json and host.json are there unless a file takes their place. */
export async function appFolder(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "functions-app-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const all = {
    "package.json": JSON.stringify({ type: "module", main: "dist/*.js" }),
    "host.json": JSON.stringify(HOST_JSON),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(NODE_MODULES, join(folder, "node_modules"), "junction");
  return folder;
}

/** An app of one file that has `app` at hand. */
export function appOf(source: string): Files {
  return { "dist/app.js": `import { app } from "@azure/functions";\n${source}` };
}

export type Journal = Readonly<{
  entries: readonly LogEntry[];
  log(entry: LogEntry): void;
  /** Ends when this has been logged so often, at once if it has been already. */
  until(pattern: RegExp, times?: number): Promise<LogEntry[]>;
}>;

export function journal(): Journal {
  const entries: LogEntry[] = [];
  const waiting = new Set<() => void>();
  return {
    entries,
    log(entry) {
      entries.push(entry);
      for (const look of waiting) look();
    },
    until(pattern, times = 1) {
      const { promise, resolve } = Promise.withResolvers<LogEntry[]>();
      const look = (): void => {
        const found = entries.filter(({ message }) => pattern.test(message));
        if (found.length >= times) resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}

export type RunningApp = FunctionsHost & Readonly<{ journal: Journal }>;

/** Starts the app in a host of its own, which ends with the test. */
export async function startApp(files: Files, settings: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  return startFolder(await appFolder(files), settings);
}

export async function startFolder(
  appDirectory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const kept = journal();
  const host = await startFunctionsHost({
    appDirectory,
    port: 0,
    settings: { AzureWebJobsStorage: azuriteConnectionString(), ...settings },
    log: kept.log,
  });
  onTestFinished(host.stop);
  return { ...host, journal: kept };
}
