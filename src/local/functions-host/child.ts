import { startHost, type Host } from "./host.ts";
import { type HostNews, HostOrder, type Log } from "./messages.ts";
import { isBug, messageOf, stackOf, StartFailure } from "./start-failure.ts";

/**
 * The process in which the app runs. A child, as in Azure: what the app does to its process, such as ending it, happens here
 * only, and a new start is a new process, since a loaded module cannot be unloaded.
 */

/** What still runs after this is cut off: Ctrl-C must end. */
const STOP_MS_MAX = 10_000;

let starting: Promise<Host> | null = null;
let isStopping = false;

const write: Log = (entry) => void tell({ kind: "log", entry });

process.on("message", (message) => {
  const order = HostOrder.parse(message);
  if (order.kind === "stop") void stop();
  else void start(order.appDirectory, order.port);
});
// The channel closes when the parent is gone, however it went.
process.on("disconnect", () => void stop());
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("uncaughtException", (error) => {
  write({
    level: "critical",
    category: "Host.Function",
    message: `The app has failed outside any function: ${stackOf(error)}`,
  });
  void endWith(1);
});

async function start(appDirectory: string, port: number): Promise<void> {
  try {
    process.chdir(appDirectory);
    starting = startHost(appDirectory, port, process.env, write);
    const { url, functions } = await starting;
    await tell({ kind: "ready", url, functions: [...functions] });
  } catch (error) {
    const bug = error instanceof StartFailure ? error.cause : error;
    if (bug !== undefined && isBug(bug)) {
      write({ level: "error", category: "Host.Startup", message: stackOf(bug) });
    }
    await tell({ kind: "failed", message: messageOf(error) });
    await endWith(1);
  }
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => {
    write({
      level: "warning",
      category: "Host.Startup",
      message: `Functions still ran after ${STOP_MS_MAX} ms and were cut off`,
    });
    void endWith(0);
  }, STOP_MS_MAX);
  // A start that fails has been told already.
  const host = await starting?.catch(() => null);
  await host?.stop();
  await endWith(0);
}

async function endWith(exitCode: number): Promise<void> {
  await tell({ kind: "ending" });
  process.exit(exitCode);
}

function tell(news: HostNews): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (process.connected && process.send) process.send(news, () => resolve());
  else resolve();
  return promise;
}
