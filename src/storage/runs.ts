import { odata, type TableClient } from "@azure/data-tables";
import { z } from "zod";
import { Day } from "../domain/day.ts";
import { type CustomerId, RunId } from "../domain/ids.ts";
import { PullItem, Run } from "../domain/run.ts";
import { orNull, statusOf } from "./absent.ts";
import {
  computeItemKey,
  PUBLISHED_KEY,
  pullItemKey,
  rangeOf,
  RUN_PARTITION,
  runKey,
  Portion,
  shardRangeOf,
} from "./keys.ts";
import { packed, unpacked } from "./packed.ts";
import { submitAll } from "./transactions.ts";

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

const ALL_PULLS = rangeOf("pull|");

export type RunItemsTable = ReturnType<typeof runItemsTable>;

/** The ledger's inner pages: one row for each customer to pull and each portion computed, all in the run's partition. */
export const runItemsTable = (table: TableClient) => {
  const pulls = (runId: RunId, first: string, end: string) => {
    const filter = odata`PartitionKey eq ${runId} and RowKey ge ${first} and RowKey lt ${end}`;
    return Array.fromAsync(table.listEntities({ queryOptions: { filter } }), pullOf);
  };

  return {
    /** Writes the pulls that are not in the ledger yet, and leaves the others as they stand. */
    async plan(runId: RunId, items: readonly PullItem[]): Promise<void> {
      const known = new Set((await pulls(runId, ALL_PULLS.first, ALL_PULLS.end)).map((pull) => pull.customerId));
      await submitAll(
        table,
        items
          .filter(({ customerId }) => !known.has(customerId))
          .map((item) => ["upsert", pullEntity(runId, item), "Merge"]),
      );
    },

    async tickPull(runId: RunId, item: PullItem): Promise<void> {
      await table.upsertEntity(pullEntity(runId, item), "Replace");
    },

    /** Null for a customer that the run does not know. */
    async findPull(runId: RunId, customerId: CustomerId): Promise<PullItem | null> {
      const { partitionKey, rowKey } = pullItemKey(runId, customerId);
      const entity = await orNull(table.getEntity(partitionKey, rowKey));
      return entity === null ? null : pullOf(entity);
    },

    async isComputed(runId: RunId, portion: Portion): Promise<boolean> {
      const { partitionKey, rowKey } = computeItemKey(runId, portion);
      return (await orNull(table.getEntity(partitionKey, rowKey))) !== null;
    },

    async tickComputed(runId: RunId, portion: Portion): Promise<void> {
      await table.upsertEntity({ ...computeItemKey(runId, portion), state: "done" }, "Replace");
    },

    pullsIn(runId: RunId, portion: Portion): Promise<PullItem[]> {
      const { first, end } = shardRangeOf(portion);
      return pulls(runId, `pull|${first}`, `pull|${end}`);
    },

    pulls: (runId: RunId) => pulls(runId, ALL_PULLS.first, ALL_PULLS.end),

    /** In the order of their shards. */
    async portionsComputed(runId: RunId): Promise<Portion[]> {
      const { first, end } = rangeOf("compute|");
      const filter = odata`PartitionKey eq ${runId} and RowKey ge ${first} and RowKey lt ${end}`;
      const items = await Array.fromAsync(table.listEntities({ queryOptions: { filter } }));
      return items.map((item) => Portion.parse(item.rowKey?.slice(first.length)));
    },
  };
};

function pullEntity(runId: RunId, { customerId, state, reason, detail }: PullItem) {
  const told = { ...(reason === null ? {} : { reason }), ...(detail === null ? {} : { detail }) };
  return { ...pullItemKey(runId, customerId), state, ...told };
}

function pullOf(entity: Readonly<{ rowKey?: string }>): PullItem {
  return PullItem.parse({ reason: null, detail: null, ...entity, customerId: entity.rowKey?.slice("pull|".length) });
}
