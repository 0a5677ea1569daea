import type { TableClient, TransactionAction } from "@azure/data-tables";

/** Azure's limit of one transaction, all in one partition. */
const ACTIONS_MAX = 100;
/** 4 MiB a request in Azure, less room for its envelope. The emulator counts the base64 form. */
const BYTES_MAX = 3 * 1024 * 1024;

/** Writes all actions of one partition in as few transactions as the limits allow. Each must be safe to repeat. */
export async function submitAll(table: TableClient, actions: Iterable<TransactionAction>): Promise<void> {
  let batch: TransactionAction[] = [];
  let bytes = 0;
  for (const action of actions) {
    const size = sizeOf(action);
    if (batch.length === ACTIONS_MAX || (batch.length > 0 && bytes + size > BYTES_MAX)) {
      await table.submitTransaction(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(action);
    bytes += size;
  }
  if (batch.length > 0) await table.submitTransaction(batch);
}

/** Bytes on the wire, a third more for binary values; the names and the envelope are counted roundly. */
function sizeOf([, entity]: TransactionAction): number {
  return Object.values<unknown>(entity).reduce<number>(
    (bytes, value) => bytes + 64 + (value instanceof Uint8Array ? value.length * (4 / 3) : String(value).length),
    512,
  );
}
