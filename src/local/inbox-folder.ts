import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { CustomerId } from "../domain/ids.ts";

/**
 * Copies a folder of exported files into the inbox: one folder a customer, named by its tenant id, and beside them
 * tables (CSV) that are of all customers. Answers one remark for each thing that was copied or left out.
 */
export async function dropIn(folder: string, connectionString: string): Promise<string[]> {
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient("inbox");
  await container.createIfNotExists();
  const remarks: string[] = [];
  let customers = 0;

  for (const entry of await entriesOf(folder)) {
    const customerId = CustomerId.safeParse(entry.name);
    if (entry.isFile() && entry.name.toLowerCase().endsWith(".csv")) {
      await container.getBlockBlobClient(entry.name).uploadFile(join(folder, entry.name));
      remarks.push(`${entry.name}: of all customers`);
      continue;
    }
    if (!entry.isDirectory() || !customerId.success) {
      remarks.push(`Left out "${entry.name}": not a folder named by a customer's tenant id (GUID)`);
      continue;
    }
    const found = await readdir(join(folder, entry.name), { withFileTypes: true });
    const files = found.filter((file) => file.isFile());
    for (const other of found.filter((file) => !file.isFile())) {
      remarks.push(`Left out "${join(entry.name, other.name)}": files are looked for in the customer's folder itself`);
    }
    for (const file of files) {
      await container
        .getBlockBlobClient(`${customerId.data}/${file.name}`)
        .uploadFile(join(folder, entry.name, file.name));
    }
    customers += 1;
    remarks.push(`${customerId.data}: ${files.length} ${files.length === 1 ? "file" : "files"}`);
  }
  if (customers === 0) {
    throw new Error(
      `"${folder}" holds no customer: make one folder a customer in it, named by the customer's tenant id (GUID), and put the exported files there`,
    );
  }
  return remarks;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new Error(`Cannot read the inbox folder "${folder}": give the path of a folder`, { cause: error });
  }
}
