import { z } from "zod";
import { type Day, monthOf } from "../domain/day.ts";
import type { Excludable } from "../domain/exclusion.ts";
import type { CustomerId, RunId } from "../domain/ids.ts";

/** Every table, container, queue and key of the app, on one page. */

export const TABLES = {
  customers: "Customers",
  snapshots: "Snapshots",
  metrics: "Metrics",
  runs: "Runs",
  runItems: "RunItems",
  exports: "Exports",
  exclusions: "Exclusions",
} as const;

export const CONTAINERS = { portfolios: "portfolios", exports: "exports", inbox: "inbox" } as const;

/** Each queue has the name of the function that empties it. */
export const QUEUES = [
  "plan-run",
  "pull-customer",
  "backfill-customer",
  "compute-metrics",
  "publish-run",
  "export-portfolio",
] as const;
export type QueueName = (typeof QUEUES)[number];

/**
 * Customers are spread over 16 partitions by the first digit of their id: enough for the 20,000 entities a second that
 * an account serves (2,000 a partition), and few enough that a night writes in full transactions of 100.
 */
export const SHARDS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"] as const;
export const Shard = z.enum(SHARDS);
export type Shard = z.infer<typeof Shard>;

export function shardOf(customerId: CustomerId): Shard {
  return Shard.parse(customerId.slice(0, 1));
}

/**
 * Neighbouring shards that are computed by one message, as their first and last: `0f` is the whole portfolio, `cc` one
 * shard. A small portfolio is one portion, read and written in a handful of requests; a large one is up to 16.
 */
export const Portion = z
  .string()
  .regex(/^[0-9a-f]{2}$/)
  .refine((portion) => portion.charAt(0) <= portion.charAt(1), "must run from a shard to the same or a later one")
  .brand<"Portion">();
export type Portion = z.infer<typeof Portion>;

/** So many come in one page of each table, and storage serves one portion while another is computed. */
const CUSTOMERS_A_PORTION = 250;

/** The portions of a portfolio of so many customers: 1, 2, 4, 8 or 16, each of as many shards. */
export function portionsFor(customers: number): Portion[] {
  const wanted = Math.min(SHARDS.length, Math.max(1, customers / CUSTOMERS_A_PORTION));
  const shardsEach = SHARDS.length / 2 ** Math.ceil(Math.log2(wanted));
  return SHARDS.filter((_, index) => index % shardsEach === 0).map((first, index) =>
    Portion.parse(`${first}${SHARDS[(index + 1) * shardsEach - 1]}`),
  );
}

/** The keys that begin with one of the portion's shards: from the first on, to just before `end`. */
export function shardRangeOf(portion: Portion): { first: string; end: string } {
  return { first: portion.charAt(0), end: rangeOf(portion.charAt(1)).end };
}

type Key = Readonly<{ partitionKey: string; rowKey: string }>;

export const CUSTOMER_PARTITION = "customer";
export function customerKey(customerId: CustomerId): Key {
  return { partitionKey: CUSTOMER_PARTITION, rowKey: customerId };
}

/** One entity a customer and month. The month leads: a shard's month is one range, read by pages. */
export function snapshotsKey(customerId: CustomerId, month: string): Key {
  return { partitionKey: shardOf(customerId), rowKey: `${month}|${customerId}` };
}

/** What is told of all customers at once, a customer and month: the prefix keeps it out of a month's page of snapshots. */
export function reportedKey(customerId: CustomerId, month: string): Key {
  return { partitionKey: shardOf(customerId), rowKey: `reported|${month}|${customerId}` };
}

/** How far Partner Center's analytics have been kept. */
export const PROCESSED_KEY: Key = { partitionKey: "processed", rowKey: "analytics" };

/** The days before a customer's first night: one entity, one property a day. */
export function backfillKey(customerId: CustomerId): Key {
  return { partitionKey: shardOf(customerId), rowKey: `backfill|${customerId}` };
}

/** One row a customer, night and run. A customer's history is one range; no run ever overwrites another's row. */
export function metricsKey(customerId: CustomerId, night: Day, runId: RunId): Key {
  return { partitionKey: shardOf(customerId), rowKey: `${customerId}|${night}|${runId}` };
}

export const RUN_PARTITION = "run";
export function runKey(runId: RunId): Key {
  return { partitionKey: RUN_PARTITION, rowKey: runId };
}

/** The one pointer that readers follow. */
export const PUBLISHED_KEY: Key = { partitionKey: "published", rowKey: "portfolio" };

/** The ledger of one run: one row a pull, one row a computed portion. */
export function pullItemKey(runId: RunId, customerId: CustomerId): Key {
  return { partitionKey: runId, rowKey: `pull|${customerId}` };
}
export function computeItemKey(runId: RunId, portion: Portion): Key {
  return { partitionKey: runId, rowKey: `compute|${portion}` };
}

export const EXPORT_PARTITION = "export";

/** One row an exclusion, by what it is of: what is excluded twice is one row, and rows come customers first, by id. */
export function exclusionKey(excluded: Excludable): Key {
  return { partitionKey: excluded.kind, rowKey: excluded.kind === "customer" ? excluded.customerId : excluded.skuId };
}

export function publishedBlob(runId: RunId): string {
  return `${runId}.json.gz`;
}
export function partBlob(runId: RunId, portion: Portion): string {
  return `${runId}/${portion}.ndjson.gz`;
}

/** The months that a stretch of days touches, oldest first. */
export function monthsOf(days: readonly Day[]): string[] {
  return [...new Set(days.map(monthOf))].toSorted();
}

/** All keys that begin with `prefix`: from itself to just before the next text of the same length. */
export function rangeOf(prefix: string): { first: string; end: string } {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { first: prefix, end: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}
