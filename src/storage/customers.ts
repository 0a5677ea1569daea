import { odata, type TableClient } from "@azure/data-tables";
import { Customer } from "../domain/customer.ts";
import { CUSTOMER_PARTITION, customerKey, type Portion, shardRangeOf } from "./keys.ts";
import { submitAll } from "./transactions.ts";

export type CustomersTable = ReturnType<typeof customersTable>;

/** One row a customer that was ever in the portfolio. Which of them a run is about is in its ledger. */
export const customersTable = (table: TableClient) => ({
  async saveAll(customers: readonly Customer[]): Promise<void> {
    const entities = customers.map(({ customerId, name, domain }) => ({
      ...customerKey(customerId),
      name,
      domain: domain ?? "",
    }));
    await submitAll(
      table,
      entities.map((entity) => ["upsert", entity, "Merge"]),
    );
  },

  async inPortion(portion: Portion): Promise<Customer[]> {
    const { first, end } = shardRangeOf(portion);
    const filter = odata`PartitionKey eq ${CUSTOMER_PARTITION} and RowKey ge ${first} and RowKey lt ${end}`;
    const rows = table.listEntities({ queryOptions: { filter } });
    return Array.fromAsync(rows, (row) =>
      Customer.parse({
        customerId: row.rowKey,
        name: row["name"],
        domain: row["domain"] === "" ? null : row["domain"],
      }),
    );
  },
});
