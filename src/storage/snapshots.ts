import { odata, type TableClient } from "@azure/data-tables";
import { ActivitySnapshot, Naming, namingOf } from "../domain/activity.ts";
import { Day, dayOfMonth, monthOf } from "../domain/day.ts";
import { CustomerId } from "../domain/ids.ts";
import { LicenceSnapshot } from "../domain/licences.ts";
import type { CustomerSnapshots } from "../domain/customer-snapshots.ts";
import type { ActivityDay } from "../domain/night-coverage.ts";
import { type PulledNight, pulledNight, PullOutcome, RefusalReason } from "../domain/pull-outcome.ts";
import { SupportSnapshot } from "../domain/support.ts";
import { daysOf, WINDOW_DAYS, windowEnding } from "../domain/window.ts";
import { orNull } from "./absent.ts";
import { monthsOf, type Portion, rangeOf, shardRangeOf, snapshotsKey } from "./keys.ts";
import { isPacked, mayContinue, packed, unpacked } from "./packed.ts";

export type SnapshotsTable = ReturnType<typeof snapshotsTable>;

/** What one pull of one customer brought. Several reports may come at once when files are dropped in. */
export type PulledSnapshots = Readonly<{
  activity: readonly ActivitySnapshot[];
  licences: LicenceSnapshot | null;
  requests: SupportSnapshot | null;
  outcome: PullOutcome;
}>;

/** A customer's snapshots as its pulls left them: without its name, and without what is told of all customers at once. */
export type StoredSnapshots = Omit<CustomerSnapshots, "customer" | "reported" | "tickets">;

/** Room before the window: the as-of day may lie some days before the night, and its window ends there. */
const DAYS_LOADED = WINDOW_DAYS + 7;

/** Of so many days a page brings the snapshots themselves; of the others it is enough to know that they are there. */
const DAYS_UNPACKED = 3;

/**
 * One entity a customer and month, one property a kind and day: `activity_20`, `licences_21`, `requests_21`,
 * `outcome_21`, and two small ones that tell of a night without unpacking it: `pulled_21`, the days it brought activity
 * of and how users were named, and `refused_21`, why it brought none. Keeping a day is a merge of its properties alone: no read, pulling a day twice, late or out of order changes
 * nothing else, and a refusal takes nothing away. Of the 252 properties an entity may have, a kind takes 31.
 */
export const snapshotsTable = (table: TableClient) => {
  const entityOf = async (customerId: CustomerId, month: string): Promise<Entity | null> => {
    const { partitionKey, rowKey } = snapshotsKey(customerId, month);
    return orNull(table.getEntity(partitionKey, rowKey));
  };

  return {
    /** The month of the outcome comes last: it must never speak of a snapshot that is not there. */
    async keep(customerId: CustomerId, pulled: PulledSnapshots): Promise<void> {
      const months = Map.groupBy(propertiesOf(pulled), ({ day }) => monthOf(day));
      const last = monthOf(pulled.outcome.night);
      for (const [month, properties] of [...months].toSorted(
        ([one], [other]) => Number(one === last) - Number(other === last),
      )) {
        const entity = Object.fromEntries(properties.flatMap(({ values }) => Object.entries(values)));
        await table.upsertEntity({ ...snapshotsKey(customerId, month), ...entity }, "Merge");
      }
    },

    /** One customer's snapshots at a night: what a pull falls back on when a source fails it. */
    async near(customerId: CustomerId, night: Day): Promise<StoredSnapshots> {
      const months = customerMonths((month) => entityOf(customerId, month));
      for (const month of monthsOf(daysOf(windowEnding(night, DAYS_LOADED)))) await months.loadWhole(month);
      return assembled(months, night, briefsNear(night));
    },

    /**
     * Every customer of the portion that has a snapshot near the night, read by pages of a thousand. Each is put together
     * when asked for, so that one that cannot be read is that customer's own trouble.
     */
    async inPortion(portion: Portion, night: Day): Promise<Map<CustomerId, () => Promise<StoredSnapshots>>> {
      const customers = new Map<CustomerId, CustomerMonths>();
      const { first, last } = windowEnding(night, DAYS_LOADED);
      const from = `${monthOf(first)}|`;
      const { end } = rangeOf(`${monthOf(last)}|`);
      const shards = shardRangeOf(portion);
      const filter = odata`PartitionKey ge ${shards.first} and PartitionKey lt ${shards.end} and RowKey ge ${from} and RowKey lt ${end}`;
      const select = ["PartitionKey", "RowKey", ...columnsNear(night)];
      for await (const entity of table.listEntities({ queryOptions: { filter, select } })) {
        const [month = "", id] = entity.rowKey?.split("|") ?? [];
        const customerId = CustomerId.parse(id);
        const months = customers.get(customerId) ?? customerMonths((whole) => entityOf(customerId, whole));
        months.add(month, entity);
        customers.set(customerId, months);
      }
      const briefs = briefsNear(night);
      return new Map(
        [...customers].map(([customerId, months]) => [customerId, () => assembled(months, night, briefs)]),
      );
    },
  };
};

type Kind = "activity" | "licences" | "requests" | "outcome";
type Entity = Readonly<Record<string, unknown>>;

function named(kind: Kind | "pulled" | "refused", day: Day): string {
  return `${kind}_${dayOfMonth(day)}`;
}

function propertiesOf({ activity, licences, requests, outcome }: PulledSnapshots) {
  const { night, refusal } = pulledNight(outcome);
  return [
    ...activity.map((snapshot) => ({
      day: snapshot.asOf,
      values: packed(named("activity", snapshot.asOf), snapshot),
    })),
    ...(licences === null ? [] : [{ day: licences.asOf, values: packed(named("licences", licences.asOf), licences) }]),
    ...(requests === null ? [] : [{ day: requests.asOf, values: packed(named("requests", requests.asOf), requests) }]),
    {
      day: night,
      values: {
        ...packed(named("outcome", night), outcome),
        [named("refused", night)]: refusal ?? "",
        ...(activity.length > 0 && { [named("pulled", night)]: activityText(activity, night) }),
      },
    },
  ];
}

/**
 * The value of `pulled_21`: `2026-11-20:concealed`, several days separated by spaces. Files stay in their folder and are
 * read again each night, so that only the days are listed that anybody reads, and the newest one, however old it is.
 */
function activityText(activity: readonly ActivitySnapshot[], night: Day): string {
  const { first } = windowEnding(night, DAYS_LOADED);
  const newest = activity.reduce<Day | null>(
    (day, { asOf }) => (asOf <= night && (day === null || asOf > day) ? asOf : day),
    null,
  );
  return activity
    .filter(({ asOf }) => asOf >= first || asOf === newest)
    .map((snapshot) => `${snapshot.asOf}:${namingOf(snapshot)}`)
    .join(" ");
}

/** A night says the same of nearly all customers, so each text is read once. */
function activityDaysIn(text: string): readonly ActivityDay[] {
  const days =
    knownDays.get(text) ??
    text.split(" ").map((part) => {
      const [day, naming] = part.split(":");
      return { day: Day.parse(day), naming: Naming.parse(naming) };
    });
  if (knownDays.size < TEXTS_MAX) knownDays.set(text, days);
  return days;
}

const knownDays = new Map<string, readonly ActivityDay[]>();
const TEXTS_MAX = 1_024;

/**
 * What a page brings: every night in brief, and the snapshots of the newest days. A column is named by the day of
 * the month, so it is that of either month; nobody asks for those outside the window.
 */
function columnsNear(night: Day): string[] {
  const briefs = daysOf(windowEnding(night, DAYS_LOADED)).flatMap((day) => [
    named("pulled", day),
    named("refused", day),
  ]);
  const snapshots = daysOf(windowEnding(night, DAYS_UNPACKED)).flatMap((day) => [
    named("activity", day),
    named("licences", day),
    named("requests", day),
    named("outcome", day),
  ]);
  return [...new Set([...briefs, ...snapshots])];
}

/** Where a night is told in brief. */
type Brief = Readonly<{ night: Day; month: string; refusedName: string; pulledName: string }>;

/** Worked out once for all customers of a page. */
function briefsNear(night: Day): Brief[] {
  return daysOf(windowEnding(night, DAYS_LOADED)).map((day) => ({
    night: day,
    month: monthOf(day),
    refusedName: named("refused", day),
    pulledName: named("pulled", day),
  }));
}

type Pulled = Readonly<{ refusal: RefusalReason | null; activityDays: readonly ActivityDay[] }>;

type CustomerMonths = ReturnType<typeof customerMonths>;

/** One customer's months: parts that a page brought, and whole ones, fetched when a part does not hold what is asked. */
function customerMonths(fetchWhole: (month: string) => Promise<Entity | null>) {
  const months = new Map<string, Entity>();
  const wholes = new Set<string>();

  async function loadWhole(month: string): Promise<void> {
    if (wholes.has(month)) return;
    wholes.add(month);
    const entity = await fetchWhole(month);
    if (entity !== null) months.set(month, entity);
  }
  const property = (name: string, day: Day) => months.get(monthOf(day))?.[name];

  return {
    add: (month: string, part: Entity) => months.set(month, part),
    loadWhole,

    /** Null for a night without a pull. */
    pulledOn({ month, refusedName, pulledName }: Brief): Pulled | null {
      const part = months.get(month);
      const refusal = part?.[refusedName];
      const pulled = part?.[pulledName];
      if (typeof refusal !== "string") return null;
      return {
        refusal: refusal === "" ? null : RefusalReason.parse(refusal),
        activityDays: typeof pulled === "string" ? activityDaysIn(pulled) : [],
      };
    },

    isAtHand: (kind: Kind, day: Day) => isPacked(property(named(kind, day), day)),

    /** The value of a day; null where there is none (any more). */
    async value(kind: Kind, day: Day): Promise<unknown> {
      const month = monthOf(day);
      const name = named(kind, day);
      const part = months.get(month) ?? {};
      if (!isPacked(part[name]) || mayContinue(name, part)) await loadWhole(month);
      return unpacked(name, months.get(month) ?? {}) ?? null;
    },
  };
}

// Made once: making a schema costs more than reading by it.
const StoredActivity = ActivitySnapshot.nullable();
const StoredOutcome = PullOutcome.nullable();
const StoredRequests = SupportSnapshot.nullable();

/** The newest snapshots at or before the night. A last good one of long ago is fetched by the day its pull named. */
async function assembled(months: CustomerMonths, night: Day, briefs: readonly Brief[]): Promise<StoredSnapshots> {
  const loaded = new Set(briefs.map((brief) => brief.night));
  const pulls = pullsOn(months, briefs);
  const activityDay = pulls.activityDays.findLast(({ day }) => day <= night)?.day ?? null;
  const newestNight = pulls.nights.at(-1)?.night;

  // The window of an old report begins before what was loaded.
  const window = activityDay === null ? [] : daysOf(windowEnding(activityDay));
  const isLoaded = window.every((day) => loaded.has(day));
  if (!isLoaded) for (const month of monthsOf(window)) await months.loadWhole(month);
  const inWindow = pulls.activityDays.filter(({ day }) => window.includes(day));
  const activityDays = isLoaded ? inWindow : await unpackedDays(months, window);
  const requestsDay = daysOf(windowEnding(night, DAYS_UNPACKED)).findLast((day) => months.isAtHand("requests", day));

  return {
    activity: activityDay === null ? null : StoredActivity.parse(await months.value("activity", activityDay)),
    licences: await newestLicences(months, night),
    requests: requestsDay === undefined ? null : StoredRequests.parse(await months.value("requests", requestsDay)),
    activityDays,
    nights: pulls.nights,
    newest: newestNight === undefined ? null : StoredOutcome.parse(await months.value("outcome", newestNight)),
  };
}

/** The days of a window of which there is a snapshot, where the nights that brought them lie too far back to be loaded. */
async function unpackedDays(months: CustomerMonths, window: readonly Day[]): Promise<ActivityDay[]> {
  const days: ActivityDay[] = [];
  for (const day of window.filter((each) => months.isAtHand("activity", each))) {
    days.push({ day, naming: namingOf(ActivitySnapshot.parse(await months.value("activity", day))) });
  }
  return days;
}

/** The nights on which there was a pull, and the days of which they brought activity, oldest first. */
function pullsOn(
  months: CustomerMonths,
  briefs: readonly Brief[],
): { nights: PulledNight[]; activityDays: ActivityDay[] } {
  const nights: PulledNight[] = [];
  const namings = new Map<Day, Naming>();
  for (const brief of briefs) {
    const pulled = months.pulledOn(brief);
    if (pulled === null) continue;
    nights.push({ night: brief.night, refusal: pulled.refusal });
    for (const { day, naming } of pulled.activityDays) namings.set(day, naming);
  }
  const activityDays = [...namings].map(([day, naming]) => ({ day, naming }));
  return { nights, activityDays: activityDays.toSorted((one, other) => (one.day < other.day ? -1 : 1)) };
}

/**
 * At hand on nearly every night; else somewhere in the loaded months, which are read whole first: a page's column of
 * another month's day says nothing of the days between.
 */
async function newestLicences(months: CustomerMonths, night: Day): Promise<LicenceSnapshot | null> {
  const newestIn = (days: readonly Day[]) => days.findLast((day) => months.isAtHand("licences", day));
  let day = newestIn(daysOf(windowEnding(night, DAYS_UNPACKED)));
  if (day === undefined) {
    const loaded = daysOf(windowEnding(night, DAYS_LOADED));
    for (const month of monthsOf(loaded)) await months.loadWhole(month);
    day = newestIn(loaded);
  }
  return day === undefined ? null : LicenceSnapshot.parse(await months.value("licences", day));
}
