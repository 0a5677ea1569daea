import type { TransactionAction } from "@azure/data-tables";
import { expect, test } from "vitest";
import { submitAll } from "../../src/storage/transactions.ts";
import { freshTable } from "../support/azurite.ts";

const upsert = (rowKey: string, bytes: number): TransactionAction => [
  "upsert",
  { partitionKey: "p", rowKey, value: Buffer.alloc(bytes, 1) },
  "Replace",
];

test.each([
  ["none", 0, 1],
  ["as many as one transaction takes", 100, 1],
  ["one more", 101, 1],
  ["more bytes than one request takes", 90, 60_000],
])("submitAll() writes every entity: %s", async (_name, count, bytes) => {
  const table = await freshTable();
  const actions = Array.from({ length: count }, (_, index) => upsert(String(index).padStart(4, "0"), bytes));
  await submitAll(table, actions);
  const stored = await Array.fromAsync(table.listEntities());
  expect(stored).toHaveLength(count);
});
