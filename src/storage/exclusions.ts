import type { TableClient } from "@azure/data-tables";
import { type Excludable, Exclusion } from "../domain/exclusion.ts";
import { orNull } from "./absent.ts";
import { exclusionKey } from "./keys.ts";

export type ExclusionsTable = ReturnType<typeof exclusionsTable>;

/** One row an exclusion. They are typed in by people, so that all of them are a handful. */
export const exclusionsTable = (table: TableClient) => ({
  /** Takes the place of an earlier one of the same customer or product, with its reason and its last night. */
  async save(exclusion: Exclusion): Promise<void> {
    // The SDK leaves a property that is null out; being absent, it reads as null again.
    await table.upsertEntity({ ...exclusionKey(exclusion), ...exclusion }, "Replace");
  },

  /** False when there is none. */
  async remove(excluded: Excludable): Promise<boolean> {
    const { partitionKey, rowKey } = exclusionKey(excluded);
    return (await orNull(table.deleteEntity(partitionKey, rowKey))) !== null;
  },

  /** Customers first, each kind by id: the order in which the table itself tells its rows. */
  all: (): Promise<Exclusion[]> => Array.fromAsync(table.listEntities(), (entity) => Exclusion.parse(entity)),
});
