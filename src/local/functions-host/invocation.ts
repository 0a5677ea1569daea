import { randomUUID } from "node:crypto";
import type {
  CoreInvocationContext,
  CoreModule,
  HookName,
  ProgrammingModel,
  LogCategory,
  TypedData,
} from "./core-module.ts";
import type { IndexedFunction } from "./function-index.ts";
import type { Log, LogEntry, LogLevel, Say } from "./messages.ts";
import { stackOf } from "./start-failure.ts";

/** How a call ended. `returned` is what the library made of the handler's answer: typed data, or nothing. */
export type Outcome = Readonly<{ kind: "succeeded"; returned: unknown }> | Readonly<{ kind: "failed"; error: unknown }>;

export type TriggerValue = Readonly<{
  data: TypedData;
  metadata: Readonly<Record<string, TypedData>> | null;
  /** Why it runs, for the log. */
  reason: string;
}>;

export type Invoke = (indexed: IndexedFunction, trigger: TriggerValue) => Promise<Outcome>;

export type Invoker = Readonly<{
  invoke: Invoke;
  /** Ends when everything that runs now has ended. */
  idle(): Promise<void>;
}>;

const OUTCOMES = {
  succeeded: ["information", "Succeeded"],
  failed: ["error", "Failed"],
} as const satisfies Record<Outcome["kind"], [LogLevel, string]>;

/**
 * Runs functions as the Node.js worker of Azure does: the library converts what goes in and out, the app's hooks run around
 * the handler one after the other. A failure is logged and told to the caller; it is never thrown.
 */
export function invoker(core: CoreModule, timeoutMs: number | null, write: Log): Invoker {
  const model = core.model();
  if (!model) throw new Error("The app has registered functions without a programming model");

  const running = new Set<Promise<Outcome>>();

  const invokeOnce: Invoke = async (indexed, { data, metadata, reason }) => {
    const invocationId = randomUUID();
    const about = { functionName: indexed.name, invocationId };
    const category = `Function.${indexed.name}`;
    const say: Say = (level, message) => write({ level, category, message, ...about });

    const coreContext: CoreInvocationContext = {
      invocationId,
      metadata: indexed.metadata,
      request: { inputData: [{ name: indexed.triggerName, data }], triggerMetadata: metadata },
      state: "preInvocationHooks",
      log: (level, logCategory, message) => {
        const suffix = logCategory === "user" ? ".User" : "";
        writeThroughHooks(core, write, logCategory, { level, category: `${category}${suffix}`, message, ...about });
      },
    };

    say("information", `Executing 'Functions.${indexed.name}' (Reason='${reason}', Id=${invocationId})`);
    const startedMs = performance.now();
    const settled = run(core, model, coreContext, indexed);
    const outcome = await withTimeout(settled, timeoutMs, indexed.name).catch(failed);
    if (outcome.kind === "failed") say("error", stackOf(outcome.error));
    const [level, how] = OUTCOMES[outcome.kind];
    const durationMs = Math.round(performance.now() - startedMs);
    say(level, `Executed 'Functions.${indexed.name}' (${how}, Id=${invocationId}, Duration=${durationMs}ms)`);
    return outcome;
  };

  return {
    invoke(indexed, trigger) {
      const invocation = invokeOnce(indexed, trigger).finally(() => running.delete(invocation));
      running.add(invocation);
      return invocation;
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

/** A hook may rewrite what the app itself logs, and may only read the rest. */
export function writeThroughHooks(core: CoreModule, write: Log, category: LogCategory, entry: LogEntry): void {
  const hookContext = { level: entry.level, message: entry.message, category, ...core.appHooks };
  for (const hook of core.hooks("log")) hook(hookContext);
  write(category === "user" ? { ...entry, level: hookContext.level, message: hookContext.message } : entry);
}

export async function runHooks(core: CoreModule, name: HookName, context: object): Promise<void> {
  for (const hook of core.hooks(name)) await hook(context);
}

async function run(
  core: CoreModule,
  programmingModel: ProgrammingModel,
  coreContext: CoreInvocationContext,
  { callback }: IndexedFunction,
): Promise<Outcome> {
  const model = programmingModel.getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  const shared = { hookData: {}, appHookData: core.appHooks.appHookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: callback };
  await runHooks(core, "preInvocation", before);

  coreContext.state = "invocation";
  const after: typeof shared & { inputs: unknown[]; result: unknown; error: unknown } = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    // A handler may throw nothing at all, which must not pass for success.
    after.error = error ?? new Error("The function threw no error, but nothing");
  }

  coreContext.state = "postInvocationHooks";
  await runHooks(core, "postInvocation", after);
  if (after.error !== null && after.error !== undefined) return failed(after.error);
  return { kind: "succeeded", returned: (await model.getResponse(context, after.result)).returnValue };
}

/** Azure restarts the whole worker when a function takes too long; here the call fails, and its code runs on unheard. */
async function withTimeout(running: Promise<Outcome>, timeoutMs: number | null, name: string): Promise<Outcome> {
  if (timeoutMs === null) return running;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`Function "${name}" took longer than functionTimeout of host.json allows: ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown): Outcome {
  return { kind: "failed", error };
}
