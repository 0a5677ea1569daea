import { z } from "zod";
import { CustomerId } from "./ids.ts";

/** One customer in the partner's portfolio. Name and domain are for people; the id is the key. */
export const Customer = z.object({ customerId: CustomerId, name: z.string(), domain: z.string().nullable() });
export type Customer = Readonly<z.infer<typeof Customer>>;

/** What a person calls the customer: a name may be empty, an id never is. */
export function displayName(customer: Customer): string {
  return customer.name.trim() === "" ? customer.customerId : customer.name;
}
