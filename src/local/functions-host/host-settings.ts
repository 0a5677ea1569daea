import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { AppSettings } from "./app-settings.ts";
import { messageOf, StartFailure } from "./start-failure.ts";
import { millisecondsOf } from "./time-span.ts";

/** A value of host.json can be overridden by a setting of this prefix, its path divided by `__`. */
const OVERRIDE_PREFIX = "azurefunctionsjobhost:";

const Milliseconds = z.string().transform((text, context) => {
  const milliseconds = millisecondsOf(text);
  if (milliseconds !== null) return milliseconds;
  context.addIssue(`"${text}" is not a time span such as "00:00:05"`);
  return z.NEVER;
});

/** Counts may be text: overrides always are, and .NET reads both. */
const Count = z.union([z.int(), z.string().regex(/^\d+$/, "Expected a whole number").transform(Number)]);

const Queues = z
  .object({
    batchsize: Count.pipe(z.int().min(1).max(32)).default(16),
    newbatchthreshold: Count.optional(),
    maxpollinginterval: Milliseconds.pipe(z.number().min(100)).default(60_000),
    visibilitytimeout: Milliseconds.default(0),
    maxdequeuecount: Count.pipe(z.int().min(1)).default(5),
    messageencoding: z
      .string()
      .toLowerCase()
      .pipe(z.enum(["base64", "none"]))
      .default("base64"),
  })
  .transform((queues) => ({
    batchSize: queues.batchsize,
    newBatchThreshold: queues.newbatchthreshold ?? Math.floor(queues.batchsize / 2) * availableParallelism(),
    maxPollingIntervalMs: queues.maxpollinginterval,
    visibilityTimeoutMs: queues.visibilitytimeout,
    maxDequeueCount: queues.maxdequeuecount,
    messageEncoding: queues.messageencoding,
  }));
export type QueueSettings = Readonly<z.infer<typeof Queues>>;

const HostJson = z
  .object({
    version: z.literal("2.0"),
    functiontimeout: z
      .union([z.literal(["-1", -1]).transform(() => null), Milliseconds])
      .nullable()
      .default(null),
    extensions: z
      .object({
        http: z.object({ routeprefix: z.string().default("api") }).prefault({}),
        queues: Queues.prefault({}),
      })
      .prefault({}),
  })
  .transform((host) => ({
    functionTimeoutMs: host.functiontimeout,
    routePrefix: host.extensions.http.routeprefix,
    queues: host.extensions.queues,
  }));
export type HostSettings = Readonly<z.infer<typeof HostJson>>;

export function readHostSettings(appDirectory: string, settings: AppSettings): HostSettings {
  const file = join(appDirectory, "host.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new StartFailure(`Cannot read ${file}: ${messageOf(error)}`);
  }
  return hostSettings(text, settings);
}

export function hostSettings(hostJson: string, settings: AppSettings): HostSettings {
  let tree: Tree;
  try {
    tree = lowerCased(z.record(z.string(), z.json()).parse(JSON.parse(hostJson)));
  } catch (error) {
    throw new StartFailure(`host.json is not a JSON object: ${messageOf(error)}`);
  }
  for (const [name, value] of settings) {
    if (name.startsWith(OVERRIDE_PREFIX)) override(tree, name.slice(OVERRIDE_PREFIX.length).split(":"), value);
  }
  const parsed = HostJson.safeParse(tree);
  if (!parsed.success) throw new StartFailure(`host.json does not fit:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The names of host.json in lower case, since .NET finds a setting whatever its case. */
type Tree = { [name: string]: z.core.util.JSONType };

function lowerCased(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name.toLowerCase(), isTree(value) ? lowerCased(value) : value]),
  );
}

function override(tree: Tree, path: readonly string[], value: string): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const existing = tree[name];
  const branch = isTree(existing) ? existing : {};
  tree[name] = branch;
  override(branch, rest, value);
}

function isTree(value: z.core.util.JSONType | undefined): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
