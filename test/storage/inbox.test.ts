import { expect, test } from "vitest";
import { inboxContainer } from "../../src/storage/inbox.ts";
import { freshContainer } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

test("folders() tells tenant ids, in any case, from other folders", async () => {
  const container = await freshContainer();
  for (const name of [
    `${customerId(1)}/a.csv`,
    `${customerId(1)}/b.json`,
    `${customerId(2).toUpperCase()}/a.csv`,
    "Contoso/a.csv",
    "loose.csv",
  ]) {
    await container.getBlockBlobClient(name).uploadData(Buffer.from("x"));
  }
  expect(await inboxContainer(container).folders()).toEqual({
    customerIds: [customerId(1), customerId(2)],
    foreign: ["Contoso"],
  });
});

test("files() lists one customer's files by name and reads them as they are", async () => {
  const container = await freshContainer();
  await container.getBlockBlobClient(`${customerId(1).toUpperCase()}/b.csv`).uploadData(Buffer.from("\uFEFFb\r\n"));
  await container.getBlockBlobClient(`${customerId(1)}/a.csv`).uploadData(Buffer.from("a"));
  const files = await inboxContainer(container).files(customerId(1));
  expect(files.map(({ name }) => name)).toEqual(["a.csv", "b.csv"]);
  expect(files[0]?.modifiedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  const chunks = await Array.fromAsync(files[1]?.open() ?? []);
  expect(Buffer.concat(chunks).toString("utf8")).toBe("\uFEFFb\r\n");
});
