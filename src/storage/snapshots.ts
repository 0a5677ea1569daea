import { odata, type TableClient } from "@azure/data-tables";
import { ActivitySnapshot } from "../domain/activity.ts";
import { addDays, Day, dayOfMonth, monthOf } from "../domain/day.ts";
import { CustomerId } from "../domain/ids.ts";
import { LicenceSnapshot } from "../domain/licences.ts";
import type { CustomerSnapshots } from "../domain/metrics.ts";
import { PullOutcome } from "../domain/pull-outcome.ts";
import { daysOf, isWithin, WINDOW_DAYS, windowEnding } from "../domain/window.ts";
import { orNull } from "./absent.ts";
import { monthsOf, rangeOf, type Shard, snapshotsKey } from "./keys.ts";
import { packed, unpacked } from "./packed.ts";

export type SnapshotsTable = ReturnType<typeof snapshotsTable>;

/** What one pull of one customer brought. Several reports may come at once when files are dropped in. */
export type PulledSnapshots = Readonly<{
  activity: readonly ActivitySnapshot[];
  licences: LicenceSnapshot | null;
  outcome: PullOutcome;
}>;

/** A customer's snapshots as stored, without its name. */
export type StoredSnapshots = Omit<CustomerSnapshots, "customer">;

type Entity = Readonly<Record<string, unknown>>;

/** Room before the window: the as-of day may lie some days before the night, and its window ends there. */
const DAYS_LOADED = WINDOW_DAYS + 7;

/**
 * One entity a customer and month, one property a kind and day: `activity_21`, `licences_21`, `outcome_21`. Keeping a
 * day is a merge of that property alone: no read, and pulling a day twice, late or out of order changes nothing else.
 */
export const snapshotsTable = (table: TableClient) => ({
  /** The outcome comes last: it must never speak of a snapshot that is not there. */
  async keep(customerId: CustomerId, { activity, licences, outcome }: PulledSnapshots): Promise<void> {
    const kept = [
      ...activity.map((snapshot) => property("activity", snapshot.asOf, snapshot)),
      ...(licences === null ? [] : [property("licences", licences.asOf, licences)]),
      property("outcome", outcome.night, outcome),
    ];
    for (const [month, properties] of Map.groupBy(kept, ({ day }) => monthOf(day))) {
      const entity = Object.fromEntries(properties.flatMap(({ values }) => Object.entries(values)));
      await table.upsertEntity({ ...snapshotsKey(customerId, month), ...entity }, "Merge");
    }
  },

  /** One customer's snapshots at a night: what a pull falls back on when a source fails it. */
  async near(customerId: CustomerId, night: Day): Promise<StoredSnapshots> {
    const months = new Map<string, Entity>();
    for (const month of monthsOf(daysOf(windowEnding(night, DAYS_LOADED)))) {
      const entity = await orNull(table.getEntity(...keyPair(customerId, month)));
      if (entity !== null) months.set(month, entity);
    }
    return this.assembled(customerId, months, night);
  },

  /** Every customer of the shard that has a snapshot near the night, in one range a month, read by pages. */
  async inShard(shard: Shard, night: Day): Promise<Map<CustomerId, StoredSnapshots>> {
    const entities = new Map<CustomerId, Map<string, Entity>>();
    for (const month of monthsOf(daysOf(windowEnding(night, DAYS_LOADED)))) {
      const { first, end } = rangeOf(`${month}|`);
      const filter = odata`PartitionKey eq ${shard} and RowKey ge ${first} and RowKey lt ${end}`;
      for await (const entity of table.listEntities({ queryOptions: { filter } })) {
        const customerId = CustomerId.parse(entity.rowKey?.slice(first.length));
        const months = entities.get(customerId) ?? new Map<string, Entity>();
        entities.set(customerId, months.set(month, entity));
      }
    }
    const snapshots = new Map<CustomerId, StoredSnapshots>();
    for (const [customerId, months] of entities) {
      snapshots.set(customerId, await this.assembled(customerId, months, night));
    }
    return snapshots;
  },

  /** The newest snapshots at or before the night; a last good one of long ago is fetched by the day its pull named. */
  async assembled(customerId: CustomerId, loaded: Map<string, Entity>, night: Day): Promise<StoredSnapshots> {
    const window = windowEnding(night, DAYS_LOADED);
    const outcomes = daysIn(loaded, "outcome")
      .filter((day) => isWithin(window, day))
      .map((day) => outcomeWhenRead(day, () => PullOutcome.parse(valueOf(loaded, "outcome", day))));
    const activityDay = newestDay("activity", loaded, outcomes, night);
    const licencesDay = newestDay("licences", loaded, outcomes, night);
    const months = new Map(loaded);
    const wanted = [
      ...(activityDay === null ? [] : daysOf(windowEnding(activityDay))),
      ...(licencesDay === null ? [] : [licencesDay]),
    ];
    for (const month of monthsOf(wanted)) {
      if (months.has(month) || month >= monthOf(addDays(night, 1 - DAYS_LOADED))) continue;
      const entity = await orNull(table.getEntity(...keyPair(customerId, month)));
      if (entity !== null) months.set(month, entity);
    }

    return {
      // A day that a pull named may have been purged since: then there is no last good snapshot any more.
      activity: ActivitySnapshot.nullable().parse(valueOf(months, "activity", activityDay)),
      licences: LicenceSnapshot.nullable().parse(valueOf(months, "licences", licencesDay)),
      activityDays: daysIn(months, "activity").filter((day) => day <= night),
      outcomes,
    };
  },
});

type Kind = "activity" | "licences" | "outcome";

function property(kind: Kind, day: Day, value: unknown): { day: Day; values: Record<string, Buffer> } {
  return { day, values: packed(`${kind}_${dayOfMonth(day)}`, value) };
}

function valueOf(months: ReadonlyMap<string, Entity>, kind: Kind, day: Day | null): unknown {
  return day === null ? null : (unpacked(`${kind}_${dayOfMonth(day)}`, months.get(monthOf(day)) ?? {}) ?? null);
}

/** The days of which the entities hold a snapshot of this kind, oldest first. Told by names alone, nothing is unpacked. */
function daysIn(months: ReadonlyMap<string, Entity>, kind: Kind): Day[] {
  return [...months]
    .flatMap(([month, entity]) =>
      Object.keys(entity).flatMap((name) => {
        const [, dayInMonth] = new RegExp(`^${kind}_(\\d\\d)$`).exec(name) ?? [];
        return dayInMonth === undefined ? [] : [Day.parse(`${month}-${dayInMonth}`)];
      }),
    )
    .toSorted();
}

/** The newest day stored near the night; else the one that the newest successful pull named, however long ago. */
function newestDay(
  kind: "activity" | "licences",
  loaded: ReadonlyMap<string, Entity>,
  outcomes: readonly PullOutcome[],
  night: Day,
): Day | null {
  const stored = daysIn(loaded, kind).findLast((day) => day <= night);
  if (stored !== undefined) return stored;
  const kept = outcomes.findLast((outcome) => outcome[kind].kind === "kept")?.[kind];
  return kept?.kind === "kept" ? kept.asOf : null;
}

/** Read when looked at: of a window's outcomes a computation needs the newest, and those beside a missing day. */
function outcomeWhenRead(night: Day, read: () => PullOutcome): PullOutcome {
  let outcome: PullOutcome | null = null;
  const known = () => (outcome ??= read());
  return {
    night,
    get activity() {
      return known().activity;
    },
    get apps() {
      return known().apps;
    },
    get licences() {
      return known().licences;
    },
    get sales() {
      return known().sales;
    },
    get refusedFiles() {
      return known().refusedFiles;
    },
  };
}

function keyPair(customerId: CustomerId, month: string): [string, string] {
  const { partitionKey, rowKey } = snapshotsKey(customerId, month);
  return [partitionKey, rowKey];
}
