import { expect, test } from "vitest";
import { CustomerId } from "../../src/domain/ids.ts";
import { inboxContainer } from "../../src/storage/inbox.ts";
import { freshContainer } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

test("folders() tells tenant ids, in lower or in upper case, from other folders", async () => {
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

test("every customer that folders() lists has files, and a folder in mixed case is named as foreign", async () => {
  const container = await freshContainer();
  const id = CustomerId.parse("abcdef00-0000-4000-8000-000000000001");
  const mixed = "Abcdef00-0000-4000-8000-000000000001";
  await container.getBlockBlobClient(`${mixed}/a.csv`).uploadData(Buffer.from("x"));
  const inbox = inboxContainer(container);
  expect(await inbox.folders()).toEqual({ customerIds: [], foreign: [mixed] });
  await container.getBlockBlobClient(`${id.toUpperCase()}/a.csv`).uploadData(Buffer.from("x"));
  expect(await inbox.folders()).toEqual({ customerIds: [id], foreign: [mixed] });
  expect(await inbox.files(id)).toHaveLength(1);
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

test("rootFiles() are the files beside the folders, by name", async () => {
  const container = await freshContainer();
  for (const name of ["tickets.csv", `${customerId(1)}/a.csv`, "b.csv"]) {
    await container.getBlockBlobClient(name).uploadData(Buffer.from(name));
  }
  const files = await inboxContainer(container).rootFiles();
  expect(files.map(({ name }) => name)).toEqual(["b.csv", "tickets.csv"]);
  const [first] = files;
  const chunks = first === undefined ? [] : await Array.fromAsync(first.open());
  expect(Buffer.concat(chunks).toString()).toBe("b.csv");
});
