import { TableServiceClient, TableClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { backfillsTable } from "./backfills.ts";
import { customersTable } from "./customers.ts";
import { exclusionsTable } from "./exclusions.ts";
import { exportFiles, exportsTable } from "./exports.ts";
import { inboxContainer } from "./inbox.ts";
import { CONTAINERS, QUEUES, TABLES } from "./keys.ts";
import { metricsTable } from "./metrics.ts";
import { portfoliosContainer } from "./portfolios.ts";
import { queues } from "./queues.ts";
import { reportedTable } from "./reported.ts";
import { runItemsTable } from "./run-items.ts";
import { runsTable } from "./runs.ts";
import { snapshotsTable } from "./snapshots.ts";

export type Storage = ReturnType<typeof storageOf>;

/** Every table, container and queue of one storage account. Clients are built once and keep their connections. */
export function storageOf(connectionString: string) {
  // Only the emulator speaks plain HTTP; a real account's connection string says https.
  const options = { allowInsecureConnection: true };
  const table = (name: string) => TableClient.fromConnectionString(connectionString, name, options);
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const queueService = QueueServiceClient.fromConnectionString(connectionString);

  return {
    customers: customersTable(table(TABLES.customers)),
    snapshots: snapshotsTable(table(TABLES.snapshots)),
    reported: reportedTable(table(TABLES.snapshots)),
    backfills: backfillsTable(table(TABLES.snapshots)),
    metrics: metricsTable(table(TABLES.metrics)),
    runs: runsTable(table(TABLES.runs)),
    runItems: runItemsTable(table(TABLES.runItems)),
    exclusions: exclusionsTable(table(TABLES.exclusions)),
    exports: exportsTable(table(TABLES.exports)),
    exportFiles: exportFiles(blobs.getContainerClient(CONTAINERS.exports)),
    portfolios: portfoliosContainer(blobs.getContainerClient(CONTAINERS.portfolios)),
    inbox: inboxContainer(blobs.getContainerClient(CONTAINERS.inbox)),
    queues: queues(queueService),

    /** Makes what is not there yet. Safe to repeat, by several instances at once. */
    async prepare(): Promise<void> {
      const tables = TableServiceClient.fromConnectionString(connectionString, options);
      await Promise.all([
        ...Object.values(TABLES).map((name) => tables.createTable(name)),
        ...Object.values(CONTAINERS).map((name) => blobs.getContainerClient(name).createIfNotExists()),
        ...QUEUES.map((name) => queueService.getQueueClient(name).createIfNotExists()),
      ]);
    },
  };
}
