import { odata, type TableClient } from "@azure/data-tables";
import { z } from "zod";
import { Day } from "../domain/day.ts";
import { RunId } from "../domain/ids.ts";
import { Run } from "../domain/run.ts";
import { orNull, statusOf } from "./absent.ts";
import { PUBLISHED_KEY, RUN_PARTITION, runKey } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";

/** What readers follow: the run whose portfolio is published, and what tells newer data from older. */
const Pointer = z.object({ runId: RunId, night: Day, dataOf: z.iso.datetime() });
export type Pointer = Readonly<z.infer<typeof Pointer>>;

export type RunsTable = ReturnType<typeof runsTable>;

/** The ledger's first page: one row a run, and the one pointer to the published one. */
export const runsTable = (table: TableClient) => ({
  /** False when the run is known already: a timer may fire twice, a queue may deliver twice. */
  async create(run: Run): Promise<boolean> {
    try {
      await table.createEntity({ ...runKey(run.runId), ...row(run) });
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  },

  async update(runId: RunId, change: Partial<Omit<Run, "runId">>): Promise<void> {
    await table.updateEntity({ ...runKey(runId), ...row(change) }, "Merge");
  },

  async find(runId: RunId): Promise<Run | null> {
    const { partitionKey, rowKey } = runKey(runId);
    const entity = await orNull(table.getEntity(partitionKey, rowKey));
    return entity === null ? null : runOf(entity);
  },

  /** Newest first. */
  async all(): Promise<Run[]> {
    const filter = odata`PartitionKey eq ${RUN_PARTITION}`;
    const runs = await Array.fromAsync(table.listEntities({ queryOptions: { filter } }), runOf);
    return runs.toSorted((one, other) => (one.requestedOn < other.requestedOn ? 1 : -1));
  },

  async published(): Promise<Pointer | null> {
    const entity = await orNull(table.getEntity(PUBLISHED_KEY.partitionKey, PUBLISHED_KEY.rowKey));
    return entity === null ? null : Pointer.parse(entity);
  },

  /**
   * Moves the pointer to this run unless it stands on a newer one: an older computation never replaces a newer. True
   * when the pointer stands on this run afterwards, also when it did before.
   */
  async publish(next: Pointer): Promise<boolean> {
    for (let tries = 0; tries < POINTER_TRIES_MAX; tries += 1) {
      const entity = await orNull(table.getEntity(PUBLISHED_KEY.partitionKey, PUBLISHED_KEY.rowKey));
      const current = entity === null ? null : Pointer.parse(entity);
      if (current?.runId === next.runId) return true;
      if (current !== null && isNewer(current, next)) return false;
      try {
        if (entity === null) await table.createEntity({ ...PUBLISHED_KEY, ...next });
        else await table.updateEntity({ ...PUBLISHED_KEY, ...next }, "Replace", { etag: entity.etag });
        return true;
      } catch (error) {
        // Somebody was faster, or our own write was applied and its answer lost: look again.
        if (statusOf(error) !== 409 && statusOf(error) !== 412) throw error;
      }
    }
    throw new Error("The published pointer kept changing under us");
  },
});

/** More runs than this never end at the same moment. */
const POINTER_TRIES_MAX = 10;

function isNewer(one: Pointer, other: Pointer): boolean {
  return one.night === other.night ? one.dataOf > other.dataOf : one.night > other.night;
}

/** A null property is not stored at all, and reads as null again; lists are packed. */
function row({ refusedFiles, exclusions, ...plain }: Partial<Run>): Record<string, string | number | Buffer> {
  const told = Object.entries(plain).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return {
    ...Object.fromEntries(told),
    ...(refusedFiles !== undefined && packed("refusedFiles", refusedFiles)),
    ...(exclusions !== undefined && packed("exclusions", exclusions)),
  };
}

function runOf(entity: Readonly<Record<string, unknown>>): Run {
  return Run.parse({
    plannedOn: null,
    publishedOn: null,
    customers: null,
    failure: null,
    analyticsRefusal: null,
    ...entity,
    refusedFiles: unpacked("refusedFiles", entity) ?? [],
    exclusions: unpacked("exclusions", entity) ?? [],
  });
}
