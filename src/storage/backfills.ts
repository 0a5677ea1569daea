import type { TableClient } from "@azure/data-tables";
import { DailyActivity } from "../domain/daily-activity.ts";
import { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import { orNull } from "./absent.ts";
import { backfillKey } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";

export type BackfillsTable = ReturnType<typeof backfillsTable>;

/** A first night's backfill: when it was asked for, null until that is noted, and the days that the source still had. */
export type Backfill = Readonly<{ askedOn: Day | null; days: readonly DailyActivity[] }>;

/** One entity a customer, one property a day: `day_2026_11_02`. A day is kept by a merge of its property alone. */
export const backfillsTable = (table: TableClient) => ({
  /** Null for a customer whose backfill nobody has asked for. */
  async find(customerId: CustomerId): Promise<Backfill | null> {
    const { partitionKey, rowKey } = backfillKey(customerId);
    const entity = await orNull(table.getEntity(partitionKey, rowKey));
    if (entity === null) return null;
    const properties = Object.keys(entity).filter((property) => property.startsWith(PREFIX));
    return {
      askedOn: Day.nullable().parse(entity["askedOn"] ?? null),
      days: properties.toSorted().map((property) => DailyActivity.parse(unpacked(property, entity))),
    };
  },

  /** Notes that a backfill has been asked for. Asking again changes nothing that is kept. */
  async open(customerId: CustomerId, askedOn: Day): Promise<void> {
    await table.upsertEntity({ ...backfillKey(customerId), askedOn }, "Merge");
  },

  async keep(customerId: CustomerId, days: readonly DailyActivity[]): Promise<void> {
    const values = days.map((daily) => packed(`${PREFIX}${daily.day.replaceAll("-", "_")}`, daily));
    await table.upsertEntity({ ...backfillKey(customerId), ...Object.assign({}, ...values) }, "Merge");
  },
});

/** A property's name may not have a hyphen. */
const PREFIX = "day_";
