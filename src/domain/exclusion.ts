import { z } from "zod";
import { Day } from "./day.ts";
import { CustomerId, SkuId } from "./ids.ts";

/** One line, which stands beside the figures that something is missing from: whoever sees them reads it. */
const Reason = z
  .string("must be a text that says why")
  .trim()
  // Some letters and signs are blank: fillers of Hangul, and the empty cell of Braille.
  .regex(/(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u, "must say why")
  .max(500, "must have 500 characters at most")
  // A lone half of a character cannot be stored, a line break tears a list and a cell apart, and what is invisible or
  // turns the direction of writing makes a reader see another text than there is; what joins letters and signs is part of them.
  .regex(/^(?:[\u200C\u200D]|[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}])*$/u, "must be one line of visible text");

/** Why something is left out of the totals on purpose, and up to which night, included; null: until it is taken back. */
export const ExclusionTerms = z.strictObject({
  reason: Reason,
  until: Day.nullable().default(null),
});
export type ExclusionTerms = Readonly<z.infer<typeof ExclusionTerms>>;

/** A customer, or a product at every customer, that a person has taken out of the totals. Each is excluded once. */
export const Exclusion = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("customer"), customerId: CustomerId, ...ExclusionTerms.shape }),
  z.object({ kind: z.literal("product"), skuId: SkuId, ...ExclusionTerms.shape }),
]);
export type Exclusion = Readonly<z.infer<typeof Exclusion>>;

/** What an exclusion is of: enough to find it by. */
export type Excludable =
  | Readonly<{ kind: "customer"; customerId: CustomerId }>
  | Readonly<{ kind: "product"; skuId: SkuId }>;

/** What is left out on one night, by id. */
export type Exclusions = Readonly<{
  customers: ReadonlyMap<CustomerId, ExclusionTerms>;
  products: ReadonlyMap<SkuId, ExclusionTerms>;
}>;

export const NOTHING_EXCLUDED: Exclusions = { customers: new Map(), products: new Map() };

/** Whether it leaves something out on a night: on its last one too, and on none after it. */
export function isInForceOn(night: Day, { until }: ExclusionTerms): boolean {
  return until === null || night <= until;
}

/** Those in force on a night. An exclusion has no first night: a night of the past that is computed again heeds it too. */
export function exclusionsOn(night: Day, all: readonly Exclusion[]): Exclusions {
  const customers = new Map<CustomerId, ExclusionTerms>();
  const products = new Map<SkuId, ExclusionTerms>();
  for (const exclusion of all) {
    if (!isInForceOn(night, exclusion)) continue;
    const { reason, until } = exclusion;
    if (exclusion.kind === "customer") customers.set(exclusion.customerId, { reason, until });
    else products.set(exclusion.skuId, { reason, until });
  }
  return { customers, products };
}
