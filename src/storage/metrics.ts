import type { TableClient } from "@azure/data-tables";
import type { Day } from "../domain/day.ts";
import type { CustomerId, RunId } from "../domain/ids.ts";
import { CustomerMetrics } from "../domain/metrics.ts";
import { orNull } from "./absent.ts";
import { metricsKey, shardOf } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";
import { submitAll } from "./transactions.ts";

export type MetricsTable = ReturnType<typeof metricsTable>;

/** One row a customer, night and run, written 100 a transaction. A run's rows are its own: readers of another never see them. */
export const metricsTable = (table: TableClient) => ({
  /** Each shard in its own transactions, side by side. Computing a run again replaces its rows by the same ones. */
  async saveAll(runId: RunId, rows: Iterable<CustomerMetrics>): Promise<void> {
    const shards = Map.groupBy(rows, ({ customer }) => shardOf(customer.customerId));
    await Promise.all(
      shards.values().map((inShard) =>
        submitAll(
          table,
          inShard
            .values()
            .map((metrics) => [
              "upsert",
              { ...metricsKey(metrics.customer.customerId, metrics.night, runId), ...packed("metrics", metrics) },
              "Replace",
            ]),
        ),
      ),
    );
  },

  /** Null means that the run knew no such customer. */
  async find(customerId: CustomerId, night: Day, runId: RunId): Promise<CustomerMetrics | null> {
    const { partitionKey, rowKey } = metricsKey(customerId, night, runId);
    const entity = await orNull(table.getEntity(partitionKey, rowKey));
    return entity === null ? null : CustomerMetrics.parse(unpacked("metrics", entity));
  },
});
