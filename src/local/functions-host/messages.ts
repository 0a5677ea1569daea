import { z } from "zod";

export const LogLevel = z.enum(["trace", "debug", "information", "warning", "error", "critical", "none"]);
export type LogLevel = z.infer<typeof LogLevel>;

/** One line of the log. Lines of an invocation name it; lines of the host itself do not. */
export const LogEntry = z.object({
  level: LogLevel,
  category: z.string(),
  message: z.string(),
  functionName: z.string().exactOptional(),
  invocationId: z.string().exactOptional(),
});
export type LogEntry = Readonly<z.infer<typeof LogEntry>>;

export type Log = (entry: LogEntry) => void;

/** A log whose category is settled. */
export type Say = (level: LogLevel, message: string) => void;

/** What a person wants to know of a function: `detail` is its methods and route, its schedule, or its queue. */
export const FunctionSummary = z.object({
  name: z.string(),
  kind: z.enum(["http", "timer", "queue"]),
  detail: z.string(),
});
export type FunctionSummary = Readonly<z.infer<typeof FunctionSummary>>;

export const HostOrder = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("start"), appDirectory: z.string(), port: z.number() }),
  z.object({ kind: z.literal("stop") }),
]);
export type HostOrder = Readonly<z.infer<typeof HostOrder>>;

export const HostNews = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("log"), entry: LogEntry }),
  z.object({ kind: z.literal("ready"), url: z.string(), functions: z.array(FunctionSummary) }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
  // Comes last, so that what was told before it has arrived when the process ends.
  z.object({ kind: z.literal("ending") }),
]);
export type HostNews = Readonly<z.infer<typeof HostNews>>;
