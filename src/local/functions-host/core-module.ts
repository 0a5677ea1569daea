import { Module } from "node:module";
import { z } from "zod";
import type { LogLevel } from "./messages.ts";

/**
 * The module `@azure/functions-core` exists at run time only: in Azure the worker answers when the library requires it, and
 * here we do. The library uses four members; version, hostVersion, getProgrammingModel and Disposable are for telemetry packages.
 */
export const CORE_MODULE = "@azure/functions-core";

/** What the library tells of a function: its bindings by name, one of which is the trigger. */
export const FunctionMetadata = z.looseObject({
  name: z.string(),
  bindings: z.record(z.string(), z.looseObject({ type: z.string(), direction: z.string() })),
  retryOptions: z.unknown(),
});
export type FunctionMetadata = Readonly<z.infer<typeof FunctionMetadata>>;

export type FunctionCallback = (...inputs: unknown[]) => unknown;
export type RegisteredFunction = Readonly<{ metadata: FunctionMetadata; callback: FunctionCallback }>;

const HookName = z.enum(["appStart", "appTerminate", "preInvocation", "postInvocation", "log"]);
export type HookName = z.infer<typeof HookName>;
export type HookCallback = (context: object) => unknown;

/** A value on its way between host and library, under the name of its type. */
export type TypedData = Readonly<Record<string, unknown>>;

/** The library's model of one call: it makes the handler's arguments, runs it, and turns its answer into typed data. */
export type InvocationModel = Readonly<{
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<Readonly<{ returnValue?: unknown }>>;
}>;

export type CoreInvocationContext = {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: Readonly<{
    inputData: readonly Readonly<{ name: string; data: TypedData }>[];
    triggerMetadata: Readonly<Record<string, TypedData>> | null;
  }>;
  readonly log: CoreLog;
  state: "preInvocationHooks" | "invocation" | "postInvocationHooks";
};

export type ProgrammingModel = Readonly<{
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
}>;

export type LogCategory = "user" | "system" | "customMetric";
export type CoreLog = (level: LogLevel, category: LogCategory, message: string) => void;

/** What the app has said of itself while it was loaded. */
export type CoreModule = Readonly<{
  functions: readonly RegisteredFunction[];
  hooks(name: HookName): readonly HookCallback[];
  /** What the hooks of start, end and log hand on to each other; those around a call share the second one only. */
  appHooks: Readonly<{ hookData: object; appHookData: object }>;
  model(): ProgrammingModel | null;
  /** From here on the list of functions is final, and registering one more throws, as it does in Azure. */
  close(): void;
}>;

/** Answers the library's `require` from now on, in this process. */
export function installCoreModule(log: CoreLog): CoreModule {
  const functions: RegisteredFunction[] = [];
  const hooks: { name: HookName; callback: HookCallback }[] = [];
  let model: ProgrammingModel | null = null;
  let isClosed = false;

  const core = {
    // Of the worker and the host whose ways are followed here.
    version: "3.12.0",
    hostVersion: "4.1052.200",
    Disposable,
    log,
    getProgrammingModel: () => model,
    setProgrammingModel(given: ProgrammingModel): void {
      model = given;
    },
    registerFunction(given: unknown, callback: FunctionCallback) {
      const metadata = FunctionMetadata.parse(given);
      refuseName(metadata.name, functions);
      if (isClosed) throw new Error(`Function "${metadata.name}" is registered after the app has started`);
      const registered = { metadata, callback };
      functions.push(registered);
      return Disposable(() => {
        if (isClosed) throw new Error(`Function "${metadata.name}" is disposed of after the app has started`);
        functions.splice(functions.indexOf(registered), 1);
      });
    },
    registerHook(given: string, callback: HookCallback) {
      const name = HookName.safeParse(given);
      if (!name.success) throw unknownHook(given);
      const hook = { name: name.data, callback };
      hooks.push(hook);
      return Disposable(() => void hooks.splice(hooks.indexOf(hook), 1));
    },
  };

  const load = Reflect.get(Module.prototype, "require");
  Module.prototype.require = function (this: Module, id: string): unknown {
    return id === CORE_MODULE ? core : load.call(this, id);
  };
  return {
    functions,
    hooks: (name) => hooks.filter((hook) => hook.name === name).map((hook) => hook.callback),
    appHooks: { hookData: {}, appHookData: {} },
    model: () => model,
    close() {
      isClosed = true;
    },
  };
}

/** Azure finds functions whatever the case of their names, so two that differ in nothing else are one to it. */
function refuseName(name: string, functions: readonly RegisteredFunction[]): void {
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name) || name.toLowerCase() === "host") {
    throw new Error(
      `"${name}" cannot be the name of a function: it takes up to 128 letters, digits, "_" and "-", begins with a letter, and is not "host"`,
    );
  }
  const twin = functions.find(({ metadata }) => metadata.name.toLowerCase() === name.toLowerCase());
  if (twin) throw new Error(`Function "${name}" is registered already, as "${twin.metadata.name}"`);
}

/** The library tells this error by its mark, and then says which version of the host a hook needs. */
function unknownHook(name: string): RangeError {
  return Object.assign(new RangeError(`"${name}" is not a hook`), { isAzureFunctionsSystemError: true });
}

/** Telemetry packages call it with `new`, which a function that returns an object allows. */
function Disposable(dispose: () => void): Readonly<{ dispose(): void }> {
  let isDisposed = false;
  return {
    dispose() {
      if (!isDisposed) dispose();
      isDisposed = true;
    },
  };
}
