import { odata, type TableClient } from "@azure/data-tables";
import { addDays, Day } from "../domain/day.ts";
import type { CustomerId, RunId } from "../domain/ids.ts";
import { CustomerInsight } from "../domain/insight.ts";
import { orNull } from "./absent.ts";
import { metricsKey, rangeOf, shardOf } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";
import { submitAll } from "./transactions.ts";

export type MetricsTable = ReturnType<typeof metricsTable>;

/**
 * One row a customer, night and run: its metrics as they were told, with the definition they were computed by. Written 100
 * a transaction. A run's rows are its own: readers of another never see them.
 */
export const metricsTable = (table: TableClient) => ({
  /** Each shard in its own transactions, side by side. Saving a run's rows again replaces them by the same ones. */
  async saveAll(insights: Iterable<CustomerInsight>): Promise<void> {
    const shards = Map.groupBy(insights, ({ customerId }) => shardOf(customerId));
    await Promise.all(
      shards.values().map((inShard) =>
        submitAll(
          table,
          inShard
            .values()
            .map((insight) => [
              "upsert",
              { ...metricsKey(insight.customerId, insight.night, insight.runId), ...packed("insight", insight) },
              "Replace",
            ]),
        ),
      ),
    );
  },

  /** Null means that the run knew no such customer. */
  async find(customerId: CustomerId, night: Day, runId: RunId): Promise<CustomerInsight | null> {
    const { partitionKey, rowKey } = metricsKey(customerId, night, runId);
    const entity = await orNull(table.getEntity(partitionKey, rowKey));
    return entity === null ? null : CustomerInsight.parse(unpacked("insight", entity));
  },

  /**
   * Everything that runs computed of a customer from one night to another, both included: one range. A row of an older
   * shape is left out, and its night is a gap.
   */
  async between(customerId: CustomerId, first: Day, last: Day): Promise<CustomerInsight[]> {
    const partition = shardOf(customerId);
    const [from, end] = [`${customerId}|${first}`, `${customerId}|${addDays(last, 1)}`];
    const filter = odata`PartitionKey eq ${partition} and RowKey ge ${from} and RowKey lt ${end}`;
    const insights: CustomerInsight[] = [];
    for await (const entity of table.listEntities({ queryOptions: { filter } })) {
      const insight = CustomerInsight.safeParse(unpacked("insight", entity));
      if (insight.success) insights.push(insight.data);
    }
    return insights;
  },

  /** The first night that any run computed of a customer: one row, by its key alone. Null where none ever did. */
  async firstNight(customerId: CustomerId): Promise<Day | null> {
    const partition = shardOf(customerId);
    const { first, end } = rangeOf(`${customerId}|`);
    const filter = odata`PartitionKey eq ${partition} and RowKey ge ${first} and RowKey lt ${end}`;
    const rows = table.listEntities({ queryOptions: { filter, select: ["RowKey"] } });
    // A page may come empty, with more behind it.
    for await (const [row] of rows.byPage({ maxPageSize: 1 })) {
      if (row !== undefined) return Day.parse(row.rowKey?.split("|")[1]);
    }
    return null;
  },
});
