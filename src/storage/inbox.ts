import type { ContainerClient } from "@azure/storage-blob";
import { type Day, dayOf } from "../domain/day.ts";
import { CustomerId } from "../domain/ids.ts";

/** One file that a partner dropped in for a customer. */
export type InboxFile = Readonly<{ name: string; modifiedOn: Day; open(): AsyncIterable<Uint8Array> }>;

export type InboxContainer = ReturnType<typeof inboxContainer>;

/** Files dropped in by hand, one folder a customer, named by the customer's tenant id. Read only: nothing is moved or deleted. */
export const inboxContainer = (container: ContainerClient) => ({
  /** The customers that have a folder, and the folders that nobody's files are read from: see `namesOf`. */
  async folders(): Promise<{ customerIds: CustomerId[]; foreign: string[] }> {
    const customerIds = new Set<CustomerId>();
    const foreign: string[] = [];
    for await (const item of container.listBlobsByHierarchy("/")) {
      if (item.kind !== "prefix") continue;
      const folder = item.name.replace(/\/$/, "");
      const customerId = CustomerId.safeParse(folder);
      if (customerId.success && namesOf(customerId.data).has(folder)) customerIds.add(customerId.data);
      else foreign.push(folder);
    }
    return { customerIds: [...customerIds].toSorted(), foreign };
  },

  /** The files beside the folders, by name: they are of all customers. */
  async rootFiles(): Promise<InboxFile[]> {
    const files: InboxFile[] = [];
    for await (const item of container.listBlobsByHierarchy("/")) {
      if (item.kind === "prefix") continue;
      files.push({
        name: item.name,
        modifiedOn: dayOf(item.properties.lastModified),
        open: () => contentOf(container, item.name),
      });
    }
    return files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  },

  /** All files of one customer, by name. */
  async files(customerId: CustomerId): Promise<InboxFile[]> {
    const files: InboxFile[] = [];
    for (const prefix of namesOf(customerId)) {
      for await (const blob of container.listBlobsFlat({ prefix: `${prefix}/` })) {
        files.push({
          name: blob.name.slice(prefix.length + 1),
          modifiedOn: dayOf(blob.properties.lastModified),
          open: () => contentOf(container, blob.name),
        });
      }
    }
    return files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  },
});

/** A customer's folder is named by its tenant id in lower or in upper case: storage finds a name only as it is written. */
function namesOf(customerId: CustomerId): ReadonlySet<string> {
  return new Set([customerId, customerId.toUpperCase()]);
}

async function* contentOf(container: ContainerClient, name: string): AsyncGenerator<Uint8Array> {
  const { readableStreamBody } = await container.getBlobClient(name).download();
  if (readableStreamBody === undefined) throw new Error("The storage service answered without a body");
  for await (const chunk of readableStreamBody) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
