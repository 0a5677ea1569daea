import { expect, test } from "vitest";
import { displayName } from "../../src/domain/customer.ts";
import { customer, customerId } from "../support/make.ts";

test.each([
  ["its name", "Contoso", "Contoso"],
  ["its id, where the name is empty", "", customerId(1)],
  ["its id, where the name is blanks", "  ", customerId(1)],
])("displayName() is %s", (_, name, shown) => {
  expect(displayName(customer({ name }))).toBe(shown);
});
