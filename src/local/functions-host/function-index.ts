import { z } from "zod";
import { type AppSettings, connectionString, expanded, findSetting, isDisabled } from "./app-settings.ts";
import type { FunctionCallback, FunctionMetadata, RegisteredFunction } from "./core-module.ts";
import type { FunctionSummary } from "./messages.ts";
import { type RouteTemplate, routeTemplate } from "./route-template.ts";
import { firesTooOftenToMiss, type Schedule, schedule } from "./schedule.ts";
import { StartFailure } from "./start-failure.ts";

type Common = Readonly<{
  name: string;
  metadata: FunctionMetadata;
  callback: FunctionCallback;
  /** Under which the trigger's value goes to the library. */
  triggerName: string;
}>;
export type HttpFunction = Common &
  Readonly<{
    kind: "http";
    /** With the prefix of all routes. */
    template: RouteTemplate;
    /** Upper case; none means every method. */
    methods: readonly string[];
  }>;
export type TimerFunction = Common &
  Readonly<{
    kind: "timer";
    expression: string;
    schedule: Schedule;
    runsOnStartup: boolean;
    /** To the storage in which the timer's status is kept; null where none is. */
    monitorConnection: string | null;
  }>;
export type QueueFunction = Common &
  Readonly<{ kind: "queue"; queueName: string; connectionString: string; isBinary: boolean }>;
export type IndexedFunction = HttpFunction | TimerFunction | QueueFunction;

const HttpTrigger = z.looseObject({ route: z.string().optional(), methods: z.array(z.string()).default([]) });
const TimerTrigger = z.looseObject({
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});
const QueueTrigger = z.looseObject({
  queueName: z.string().min(1),
  connection: z.string().default(""),
  dataType: z.string().optional(),
});

/** Lower case, digits and single dashes: https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata */
const QUEUE_NAME = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** Prefixes of the host's own addresses. */
const RESERVED_ROUTES = /^(admin|runtime)/i;

/** What the app registered, understood and checked as Azure would at its start. Disabled functions are left out. */
export function indexedFunctions(
  registered: readonly RegisteredFunction[],
  settings: AppSettings,
  routePrefix: string,
): IndexedFunction[] {
  return registered
    .filter(({ metadata }) => !isDisabled(settings, metadata.name))
    .map((each) => {
      try {
        return indexedFunction(each, settings, routePrefix);
      } catch (error) {
        const { name } = each.metadata;
        if (error instanceof StartFailure) throw new StartFailure(`Function "${name}": ${error.message}`);
        if (error instanceof z.ZodError) throw new StartFailure(`Function "${name}": ${z.prettifyError(error)}`);
        throw error;
      }
    });
}

export function summaryOf(indexed: IndexedFunction): FunctionSummary {
  const { name, kind } = indexed;
  switch (indexed.kind) {
    case "http":
      return { name, kind, detail: `${indexed.methods.join(",") || "ANY"} /${indexed.template.text}` };
    case "timer":
      return { name, kind, detail: indexed.expression };
    case "queue":
      return { name, kind, detail: indexed.queueName };
  }
}

function indexedFunction(
  { metadata, callback }: RegisteredFunction,
  settings: AppSettings,
  routePrefix: string,
): IndexedFunction {
  const [triggerName, trigger] = triggerOf(metadata);
  const common = { name: metadata.name, metadata, callback, triggerName };
  switch (trigger.type.toLowerCase()) {
    case "httptrigger":
      return { ...common, kind: "http", ...httpTrigger(metadata.name, trigger, settings, routePrefix) };
    case "timertrigger":
      return { ...common, kind: "timer", ...timerTrigger(trigger, settings) };
    case "queuetrigger":
      return { ...common, kind: "queue", ...queueTrigger(trigger, settings) };
    default:
      throw new StartFailure(`the local host knows no ${trigger.type}`);
  }
}

/** Whatever the local host would leave undone is refused: an output that is silently not written is worse than no start. */
function triggerOf(metadata: FunctionMetadata): [string, FunctionMetadata["bindings"][string]] {
  if (metadata.retryOptions !== undefined) throw new StartFailure("the local host knows no retry policy");
  let trigger: [string, FunctionMetadata["bindings"][string]] | null = null;
  for (const [name, binding] of Object.entries(metadata.bindings)) {
    if (binding.type.toLowerCase().endsWith("trigger")) trigger = [name, binding];
    else if (binding.type.toLowerCase() !== "http") {
      throw new StartFailure(`the local host knows no ${binding.type} binding (direction "${binding.direction}")`);
    }
  }
  if (!trigger) throw new StartFailure("it has no trigger");
  return trigger;
}

function httpTrigger(functionName: string, binding: unknown, settings: AppSettings, routePrefix: string) {
  const trigger = HttpTrigger.parse(binding);
  const route = expanded(settings, trigger.route || functionName).replace(/^\/+|\/+$/g, "");
  if (RESERVED_ROUTES.test(route)) {
    throw new StartFailure(`the route "${route}" is the host's own: it begins with "admin" or "runtime"`);
  }
  return {
    template: routeTemplate(`${routePrefix}/${route}`),
    methods: trigger.methods.map((method) => method.toUpperCase()),
  };
}

function timerTrigger(binding: unknown, settings: AppSettings) {
  if (findSetting(settings, "WEBSITE_TIME_ZONE") !== null) {
    throw new StartFailure("the local host keeps UTC, and does not follow WEBSITE_TIME_ZONE");
  }
  const trigger = TimerTrigger.parse(binding);
  const expression = expanded(settings, trigger.schedule);
  const times = schedule(expression);
  const isMonitored = trigger.useMonitor && !firesTooOftenToMiss(times, new Date());
  return {
    expression,
    schedule: times,
    runsOnStartup: trigger.runOnStartup,
    monitorConnection: isMonitored ? connectionString(settings, "") : null,
  };
}

function queueTrigger(binding: unknown, settings: AppSettings) {
  const trigger = QueueTrigger.parse(binding);
  const queueName = expanded(settings, trigger.queueName).toLowerCase();
  if (!QUEUE_NAME.test(queueName)) throw new StartFailure(`"${queueName}" is not the name of a queue`);
  return {
    queueName,
    connectionString: connectionString(settings, expanded(settings, trigger.connection)),
    isBinary: trigger.dataType?.toLowerCase() === "binary",
  };
}
