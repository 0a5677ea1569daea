import { odata, type TableClient } from "@azure/data-tables";
import { z } from "zod";
import { addDays, Day, dayOfMonth, monthOf } from "../domain/day.ts";
import { CustomerId } from "../domain/ids.ts";
import { ReportedDeployment, type ReportedSnapshot, ReportedUsage } from "../domain/reported.ts";
import { SupportSnapshot } from "../domain/support.ts";
import { orNull } from "./absent.ts";
import { PROCESSED_KEY, type Portion, rangeOf, reportedKey, shardOf, shardRangeOf } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";
import { submitAll } from "./transactions.ts";

export type ReportedTable = ReturnType<typeof reportedTable>;

/** What is told of one customer in a call or a file that tells of all of them. */
export type Told = Readonly<{ reported: ReportedSnapshot; tickets: SupportSnapshot | null }>;

/**
 * The days that Partner Center said it had processed when each half was last kept, and the night on which both were
 * last read whole whatever it said.
 */
const ProcessedOn = z.object({ deployment: Day.nullable(), usage: Day.nullable(), readOn: Day.nullable() });
export type ProcessedOn = Readonly<z.infer<typeof ProcessedOn>>;

/** Partner Center processes about weekly; after two months a figure of its own says nothing of today. */
const DAYS_LOADED = 60;

/**
 * What portfolio-wide calls and files tell, one entity a customer and month, one property a kind and day:
 * `deployment_15` and `usage_15` of the day they were processed, `tickets_20` of the day the file was saved. Kept by
 * transactions, read by pages, and replaced by key like every snapshot.
 */
export const reportedTable = (table: TableClient) => {
  async function keepAll(rows: Iterable<Row>): Promise<void> {
    const entities = new Map<string, StoredMonth>();
    for (const { customerId, kind, asOf, value } of rows) {
      const key = reportedKey(customerId, monthOf(asOf));
      const { entity } = entities.get(key.rowKey) ?? { entity: key };
      entities.set(key.rowKey, { customerId, entity: { ...entity, ...packed(named(kind, asOf), value) } });
    }
    const shards = Map.groupBy(entities.values(), ({ customerId }) => shardOf(customerId));
    await Promise.all(
      shards.values().map((inShard) =>
        submitAll(
          table,
          inShard.map(({ entity }) => ["upsert", entity, "Merge"]),
        ),
      ),
    );
  }

  return {
    keepReported: (snapshots: ReadonlyMap<CustomerId, ReportedSnapshot>): Promise<void> =>
      keepAll(reportedRows(snapshots)),

    keepTickets: (snapshots: ReadonlyMap<CustomerId, SupportSnapshot>): Promise<void> =>
      keepAll([...snapshots].map(([customerId, value]) => ({ customerId, kind: "tickets", asOf: value.asOf, value }))),

    /** Null parts where analytics were never kept. */
    async processedOn(): Promise<ProcessedOn> {
      const entity = await orNull(table.getEntity(PROCESSED_KEY.partitionKey, PROCESSED_KEY.rowKey));
      return ProcessedOn.parse({ deployment: null, usage: null, readOn: null, ...entity });
    },

    /** Told last, once everything of these days is kept. */
    async setProcessedOn({ deployment, usage, readOn }: ProcessedOn & Readonly<{ readOn: Day }>): Promise<void> {
      const told = { ...(deployment !== null && { deployment }), ...(usage !== null && { usage }), readOn };
      await table.upsertEntity({ ...PROCESSED_KEY, ...told }, "Replace");
    },

    /**
     * The newest of each kind at or before the night, and not older than `DAYS_LOADED`, of every customer of the
     * portion of whom anything was kept in those months.
     */
    async inPortion(portion: Portion, night: Day): Promise<Map<CustomerId, () => Told>> {
      const months = new Map<CustomerId, { month: string; entity: Entity }[]>();
      const shards = shardRangeOf(portion);
      const first = addDays(night, -DAYS_LOADED);
      const from = `reported|${monthOf(first)}|`;
      const { end } = rangeOf(`reported|${monthOf(night)}|`);
      const filter = odata`PartitionKey ge ${shards.first} and PartitionKey lt ${shards.end} and RowKey ge ${from} and RowKey lt ${end}`;
      for await (const entity of table.listEntities({ queryOptions: { filter } })) {
        const [, month = "", id] = entity.rowKey?.split("|") ?? [];
        const customerId = CustomerId.parse(id);
        months.set(customerId, [...(months.get(customerId) ?? []), { month, entity }]);
      }
      return new Map([...months].map(([customerId, found]) => [customerId, () => newest(found, first, night)]));
    },
  };
};

type Kind = "deployment" | "usage" | "tickets";
type Row = Readonly<{ customerId: CustomerId; kind: Kind; asOf: Day; value: unknown }>;
type StoredMonth = Readonly<{
  customerId: CustomerId;
  entity: Readonly<{ partitionKey: string; rowKey: string } & Record<string, unknown>>;
}>;
type Entity = Readonly<Record<string, unknown>>;

function* reportedRows(snapshots: ReadonlyMap<CustomerId, ReportedSnapshot>): Generator<Row> {
  for (const [customerId, { deployment, usage }] of snapshots) {
    if (deployment !== null) yield { customerId, kind: "deployment", asOf: deployment.asOf, value: deployment };
    if (usage !== null) yield { customerId, kind: "usage", asOf: usage.asOf, value: usage };
  }
}

function named(kind: Kind, day: Day): string {
  return `${kind}_${dayOfMonth(day)}`;
}

// Made once: making a schema costs more than reading by it.
const StoredDeployment = ReportedDeployment.nullable();
const StoredUsage = ReportedUsage.nullable();
const StoredTickets = SupportSnapshot.nullable();

function newest(months: readonly Readonly<{ month: string; entity: Entity }>[], first: Day, night: Day): Told {
  const valueOf = (kind: Kind): unknown => {
    const days = months.flatMap(({ month, entity }) =>
      Object.keys(entity).flatMap((property) => {
        const [, day] = new RegExp(`^${kind}_(\\d\\d)$`).exec(property) ?? [];
        return day === undefined ? [] : [{ asOf: Day.parse(`${month}-${day}`), entity }];
      }),
    );
    const last = days
      .filter(({ asOf }) => asOf >= first && asOf <= night)
      .toSorted((one, other) => (one.asOf < other.asOf ? -1 : 1))
      .at(-1);
    return last === undefined ? null : unpacked(named(kind, last.asOf), last.entity);
  };
  return {
    reported: {
      deployment: StoredDeployment.parse(valueOf("deployment")),
      usage: StoredUsage.parse(valueOf("usage")),
    },
    tickets: StoredTickets.parse(valueOf("tickets")),
  };
}
