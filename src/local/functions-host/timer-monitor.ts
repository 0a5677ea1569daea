import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { BlobServiceClient, RestError } from "@azure/storage-blob";
import { z } from "zod";
import { messageOf } from "./start-failure.ts";

/** When a timer last fired and fires next, kept so that a start can tell what was missed. */
export type TimerStatus = Readonly<{ last: Date | null; next: Date; lastUpdated: Date }>;

export type TimerMonitor = ReturnType<typeof timerMonitor>;

const CONTAINER = "azure-webjobs-hosts";

/** How .NET writes an instant that never was. */
const NEVER = "0001-01-01T00:00:00";

const Instant = z.string().transform((text) => new Date(text));
const StatusJson = z.object({
  Last: z.string().transform((text) => (text.startsWith(NEVER) ? null : new Date(text))),
  Next: Instant,
  LastUpdated: Instant,
});

/** One blob for each timer, where Azure keeps it too. */
export function timerMonitor(connectionString: string, hostId: string) {
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(CONTAINER);
  const blobOf = (functionName: string) => container.getBlockBlobClient(`timers/${hostId}/${functionName}/status`);

  return {
    async find(functionName: string): Promise<TimerStatus | null> {
      try {
        const bytes = await blobOf(functionName).downloadToBuffer();
        const { Last, Next, LastUpdated } = StatusJson.parse(JSON.parse(bytes.toString("utf8")));
        return { last: Last, next: Next, lastUpdated: LastUpdated };
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return null;
        throw new Error(`Cannot read the status of timer "${functionName}": ${messageOf(error)}`, { cause: error });
      }
    },

    async save(functionName: string, status: TimerStatus): Promise<void> {
      const text = JSON.stringify(statusJson(status));
      await container.createIfNotExists();
      await blobOf(functionName).upload(text, Buffer.byteLength(text));
    },
  };
}

/** The status in .NET's names, as it is kept and as the library expects it. */
export function statusJson({ last, next, lastUpdated }: TimerStatus): Readonly<Record<string, string>> {
  return { Last: last?.toISOString() ?? NEVER, Next: next.toISOString(), LastUpdated: lastUpdated.toISOString() };
}

/** The same app on the same machine is the same host; another one has timers of its own. */
export function hostIdOf(appDirectory: string): string {
  const digest = createHash("sha256").update(appDirectory).digest("hex").slice(0, 10);
  return `${hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "")}-${digest}`;
}
