import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type FunctionSummary, HostNews, type HostOrder, type Log, type LogLevel } from "./functions-host/messages.ts";

export type FunctionsHost = Readonly<{
  url: string;
  functions: readonly FunctionSummary[];
  /** The exit code, as soon as the host has ended, by `stop` or by itself; null when it was killed. */
  exited: Promise<number | null>;
  /** Ends when the host has. */
  stop(): Promise<void>;
}>;

export type FunctionsHostOptions = Readonly<{
  /** Where package.json and host.json are; the app in it must be built. */
  appDirectory: string;
  /** 0 takes a free one. */
  port: number;
  /** Added to the environment of the app, before what is there. */
  settings: Readonly<Record<string, string>>;
  log: Log;
}>;

const CHILD = fileURLToPath(new URL("functions-host/child.ts", import.meta.url));

/** More than the host allows its functions to end. */
const STOP_MS_MAX = 15_000;

/** Runs a built Functions app as Azure would, in a process of its own. Rejects with one clear sentence where it cannot start. */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { appDirectory, port, settings, log } = options;
  const child = fork(CHILD, {
    env: { ...process.env, AZURE_FUNCTIONS_ENVIRONMENT: "Development", ...settings },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A process group of its own: Ctrl-C reaches the parent only, which then asks for an orderly end.
    detached: true,
  });
  const { promise: exited, resolve: endExited } = Promise.withResolvers<number | null>();
  // Not "exit", which can come before the last of what the host has told.
  child.once("close", (code) => endExited(code));
  forwardConsole(child, log);

  const ready = started(child, log);
  give(child, { kind: "start", appDirectory, port });
  return { ...(await ready), exited, stop: () => stopChild(child, exited) };
}

function started(child: ChildProcess, log: Log): Promise<Pick<FunctionsHost, "url" | "functions">> {
  const { promise, resolve, reject } = Promise.withResolvers<Pick<FunctionsHost, "url" | "functions">>();
  child.on("message", (message) => {
    const news = HostNews.parse(message);
    if (news.kind === "log") log(news.entry);
    else if (news.kind === "ready") resolve({ url: news.url, functions: news.functions });
    else if (news.kind === "failed") reject(new Error(news.message));
  });
  child.once("error", reject);
  child.once("close", (code, signal) => {
    reject(new Error(`The Functions host ended before it was ready (${signal ?? `exit code ${code}`})`));
  });
  return promise;
}

async function stopChild(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  give(child, { kind: "stop" });
  const cutOff = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await exited;
  clearTimeout(cutOff);
}

function give(child: ChildProcess, order: HostOrder): void {
  // An order that no longer arrives is one to a host that has ended by itself.
  if (child.connected) child.send(order, () => {});
}

/** What the app writes past its context, with the level that Azure would guess from the words. */
function forwardConsole(child: ChildProcess, log: Log): void {
  const category = "Host.Function.Console";
  const forward = (stream: ChildProcess["stdout"], levelOf: (line: string) => LogLevel): void => {
    if (stream) createInterface(stream).on("line", (message) => log({ level: levelOf(message), category, message }));
  };
  forward(child.stdout, () => "information");
  forward(child.stderr, (line) => {
    if (/error|fail|severe|unhandled exception/i.test(line)) return "error";
    return /warn/i.test(line) ? "warning" : "information";
  });
}
