import { appEntries, loadEntries } from "./app-entries.ts";
import { appSettings, findSetting } from "./app-settings.ts";
import { type CoreLog, type CoreModule, installCoreModule } from "./core-module.ts";
import { type IndexedFunction, indexedFunctions, summaryOf } from "./function-index.ts";
import { type HostSettings, readHostSettings } from "./host-settings.ts";
import { httpListener } from "./http-listener.ts";
import { type Invoke, invoker, runHooks, writeThroughHooks } from "./invocation.ts";
import type { FunctionSummary, Log } from "./messages.ts";
import { queueListener } from "./queue-listener.ts";
import { routeTable, shadowWarnings } from "./route-table.ts";
import { messageOf, StartFailure } from "./start-failure.ts";
import { timerListener } from "./timer-listener.ts";
import { hostIdOf, timerMonitor } from "./timer-monitor.ts";
import type { TriggerListener } from "./trigger-listener.ts";

export type Host = Readonly<{ url: string; functions: readonly FunctionSummary[]; stop(): Promise<void> }>;

/** Loads the app into this process, which is therefore good for one start only, and runs its functions until `stop`. */
export async function startHost(
  appDirectory: string,
  port: number,
  environment: NodeJS.ProcessEnv,
  write: Log,
): Promise<Host> {
  const settings = appSettings(environment);
  const hostSettings = readHostSettings(appDirectory, settings);
  const entries = appEntries(appDirectory);
  const http = await httpListener(port, write);
  // Core Tools sets this one too: an app reads from it under which address it is known.
  environment["WEBSITE_HOSTNAME"] = new URL(http.url).host;

  const core = await loadedApp(appDirectory, entries, write);
  const functions = indexedFunctions(core.functions, settings, hostSettings.routePrefix);
  const routes = routeTable(functions.filter((each) => each.kind === "http"));
  for (const message of shadowWarnings(routes)) write({ level: "warning", category: "Host.Startup", message });

  const { invoke, idle } = invoker(core, hostSettings.functionTimeoutMs, write);
  const triggers = functions.flatMap((each) => triggerListener(each, appDirectory, hostSettings, invoke, write) ?? []);
  const hasHomePage = findSetting(settings, "AzureWebJobsDisableHomepage")?.toLowerCase() !== "true";
  http.serve({ routes, triggers, hasHomePage, invoke });
  await Promise.all(triggers.map((trigger) => trigger.start()));

  return {
    url: http.url,
    functions: functions.map(summaryOf),
    async stop() {
      await Promise.all([http.stop(), ...triggers.map((trigger) => trigger.stop())]);
      await idle();
      await runHooks(core, "appTerminate", { ...core.appHooks });
    },
  };
}

async function loadedApp(appDirectory: string, entries: readonly string[], write: Log): Promise<CoreModule> {
  const log: CoreLog = (level, category, message) => {
    writeThroughHooks(core, write, category, { level, category: "Host.Function", message });
  };
  const core = installCoreModule(log);
  await loadEntries(appDirectory, entries);
  if (core.functions.length === 0) {
    throw new StartFailure(`The app registers no function, although it was loaded: ${entries.join(", ")}`);
  }
  await runStartHooks(core);
  core.close();
  const capabilities = await core.model()?.getCapabilities({});
  if (capabilities?.["HttpUri"]) throw new StartFailure("The local host does not know enableHttpStream");
  return core;
}

async function runStartHooks(core: CoreModule): Promise<void> {
  try {
    await runHooks(core, "appStart", { ...core.appHooks });
  } catch (error) {
    throw new StartFailure(messageOf(error), { cause: error });
  }
}

/** Null for a function that is asked over HTTP. */
function triggerListener(
  indexed: IndexedFunction,
  appDirectory: string,
  { queues }: HostSettings,
  invoke: Invoke,
  write: Log,
): TriggerListener | null {
  switch (indexed.kind) {
    case "http":
      return null;
    case "queue":
      return queueListener(indexed, queues, invoke, write);
    case "timer": {
      const { monitorConnection } = indexed;
      const monitor = monitorConnection === null ? null : timerMonitor(monitorConnection, hostIdOf(appDirectory));
      return timerListener(indexed, monitor, invoke, write);
    }
  }
}
