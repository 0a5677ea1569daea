import { randomUUID } from "node:crypto";
import { TableClient } from "@azure/data-tables";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { inject } from "vitest";

export function azuriteConnectionString(): string {
  return inject("azurite");
}

export async function freshTable(): Promise<TableClient> {
  // Table names take letters and digits only, and start with a letter.
  const table = TableClient.fromConnectionString(azuriteConnectionString(), `Test${randomUUID().replaceAll("-", "")}`, {
    allowInsecureConnection: true,
  });
  await table.createTable();
  return table;
}

export async function freshContainer(): Promise<ContainerClient> {
  const blobs = BlobServiceClient.fromConnectionString(azuriteConnectionString());
  const container = blobs.getContainerClient(`test-${randomUUID()}`);
  await container.create();
  return container;
}

export async function freshQueue(): Promise<QueueClient> {
  const queues = QueueServiceClient.fromConnectionString(azuriteConnectionString());
  const queue = queues.getQueueClient(`test-${randomUUID()}`);
  await queue.create();
  return queue;
}
