import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packed, unpacked } from "../../src/storage/packed.ts";
import { freshTable } from "../support/azurite.ts";

test("unpacked() gives back what packed() took", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(unpacked("it", packed("it", value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("packed() spreads a value that is too long for one property over several, and the table keeps it whole", async () => {
  const table = await freshTable();
  const value = { noise: randomBytes(150_000).toString("base64") };
  const properties = packed("it", value);
  expect(Object.keys(properties)).toEqual(["it", "it_1", "it_2"]);

  await table.createEntity({ partitionKey: "p", rowKey: "r", ...properties });
  expect(unpacked("it", await table.getEntity("p", "r"))).toEqual(value);
});

test("packed() gives the table SDK memory of its own: a view would be written as the whole memory behind it", () => {
  for (const bytes of Object.values(packed("it", { noise: randomBytes(100_000).toString("hex") }))) {
    expect(Buffer.isBuffer(bytes)).toBe(true);
  }
});

test("unpacked() is undefined, not an error, where the entity has no such property", () => {
  expect(unpacked("it", { other: Buffer.from("x") })).toBeUndefined();
});
