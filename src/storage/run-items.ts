import { odata, type TableClient } from "@azure/data-tables";
import type { CustomerId, RunId } from "../domain/ids.ts";
import { PullItem } from "../domain/run.ts";
import { orNull } from "./absent.ts";
import { computeItemKey, Portion, pullItemKey, rangeOf, shardRangeOf } from "./keys.ts";
import { submitAll } from "./transactions.ts";

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
