import { expect, test } from "vitest";
import { CustomerId } from "../../src/domain/ids.ts";
import { customersTable } from "../../src/storage/customers.ts";
import { Portion } from "../../src/storage/keys.ts";
import { freshTable } from "../support/azurite.ts";
import { customer, customerId } from "../support/make.ts";

test("saveAll() and inPortion() round-trip: names of any kind, no domain, beyond one transaction", async () => {
  const customers = customersTable(await freshTable());
  const ours = Array.from({ length: 130 }, (_, index) =>
    customer({
      customerId: customerId(index),
      name: `=O'Brien & שלום 🙂 ${index}`,
      domain: index === 0 ? null : "a.example",
    }),
  );
  const stranger = customer({ customerId: CustomerId.parse("d0000000-0000-4000-8000-000000000001") });
  await customers.saveAll([...ours, stranger]);
  expect(await customers.inPortion(Portion.parse("cc"))).toEqual(ours);
});

test("saveAll() of a known customer changes its name", async () => {
  const customers = customersTable(await freshTable());
  await customers.saveAll([customer({ name: "Contoso" })]);
  await customers.saveAll([customer({ name: "Contoso Ltd" })]);
  expect(await customers.inPortion(Portion.parse("cc"))).toEqual([customer({ name: "Contoso Ltd" })]);
});
