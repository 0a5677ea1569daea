import { z } from "zod";
import { SkuId } from "./ids.ts";
import list from "./product-catalogue.json" with { type: "json" };
import { KnownWorkload } from "./workload.ts";

/** One product that Microsoft sells or gives away. */
export type CatalogueProduct = Readonly<{
  skuId: SkuId;
  name: string;
  /** Microsoft's `String_Id`, which Graph calls `skuPartNumber`: SPB, ENTERPRISEPACK. */
  partNumber: string;
  /** Empty for a device product, whatever its plans. */
  workloads: readonly KnownWorkload[];
  /** Nobody pays for a seat of it: free, viral, or a product that exists only as a trial. */
  free: boolean;
  /** Its seats go to rooms, shared phones and unattended machines: no person is active through it. */
  device: boolean;
}>;

/**
 * One line of the generated list; what is empty or false is left out of it. `names`: the display name first, then the
 * others that Microsoft gives the product.
 */
const CatalogueEntry = z.object({
  skuId: SkuId,
  partNumber: z.string(),
  names: z.tuple([z.string()], z.string()),
  workloads: z.array(KnownWorkload).default([]),
  free: z.boolean().default(false),
  device: z.boolean().default(false),
});
export type CatalogueEntry = z.input<typeof CatalogueEntry>;

/** Null for a product that the list does not know: a newer one, or one that Microsoft never listed. */
export function catalogueProduct(skuId: SkuId): CatalogueProduct | null {
  return catalogue().products.get(skuId) ?? null;
}

/**
 * The products that go by this name in a usage report or on an invoice, in any case and with any kind of spaces. Several
 * products share a name (old and new MICROSOFT 365 BUSINESS BASIC), so which one is meant is for the customer's licences
 * to say.
 */
export function skuIdsNamed(reportName: string): readonly SkuId[] {
  return catalogue().skuIdsByName.get(nameKey(reportName)) ?? [];
}

/**
 * The names in a report's "Assigned Products", which are joined by a bare "+". A "+" with a space on both sides belongs
 * to a name: ENTERPRISE MOBILITY + SECURITY E5. No name of the catalogue has any other, so names it lacks split as well.
 */
export function productNamesOf(assignedProducts: string): readonly string[] {
  return withPlainSpaces(assignedProducts)
    .split(/(?<! )\+|\+(?! )/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/**
 * Names that Microsoft has dropped from its list and that reports and invoices still use. Only such as have meant one
 * product ever since: MICROSOFT 365 F1 was once today's F3, is now another product, and so has no place here.
 */
export const FORMER_NAMES: Readonly<Record<string, readonly string[]>> = {
  "AUDIO CONFERENCING": ["MCOMEETADV"],
  "AZURE ACTIVE DIRECTORY PREMIUM P1": ["AAD_PREMIUM"],
  "AZURE ACTIVE DIRECTORY PREMIUM P2": ["AAD_PREMIUM_P2"],
  "COPILOT FOR MICROSOFT 365": ["Microsoft_365_Copilot", "M365_Copilot"],
  "MICROSOFT 365 BUSINESS": ["SPB"],
  // Its present name, which the list has not caught up with.
  "MICROSOFT 365 COPILOT": ["Microsoft_365_Copilot", "M365_Copilot"],
  "MICROSOFT 365 PHONE SYSTEM": ["MCOEV"],
  "MICROSOFT FLOW FREE": ["FLOW_FREE"],
  "MICROSOFT INTUNE": ["INTUNE_A"],
  "OFFICE 365 ADVANCED THREAT PROTECTION (PLAN 1)": ["ATP_ENTERPRISE"],
  "OFFICE 365 ADVANCED THREAT PROTECTION (PLAN 2)": ["THREAT_INTELLIGENCE"],
  "OFFICE 365 BUSINESS": ["O365_BUSINESS", "SMB_BUSINESS"],
  "OFFICE 365 BUSINESS ESSENTIALS": ["O365_BUSINESS_ESSENTIALS", "SMB_BUSINESS_ESSENTIALS"],
  "OFFICE 365 BUSINESS PREMIUM": ["O365_BUSINESS_PREMIUM", "SMB_BUSINESS_PREMIUM"],
  "OFFICE 365 ENTERPRISE E1": ["STANDARDPACK"],
  "OFFICE 365 ENTERPRISE E3": ["ENTERPRISEPACK"],
  "OFFICE 365 ENTERPRISE E5": ["ENTERPRISEPREMIUM"],
  "OFFICE 365 F1": ["DESKLESSPACK"],
  "OFFICE 365 PROPLUS": ["OFFICESUBSCRIPTION"],
  "POWER BI (FREE)": ["POWER_BI_STANDARD"],
  "PROJECT ONLINE PROFESSIONAL": ["PROJECTPROFESSIONAL"],
  "PROJECT PLAN 3": ["PROJECTPROFESSIONAL"],
  "VISIO ONLINE PLAN 1": ["VISIOONLINE_PLAN1"],
  "VISIO ONLINE PLAN 2": ["VISIOCLIENT"],
};

type Catalogue = Readonly<{
  products: ReadonlyMap<SkuId, CatalogueProduct>;
  skuIdsByName: ReadonlyMap<string, readonly SkuId[]>;
}>;

let known: Catalogue | null = null;

/** Built when first asked for: most functions of the app start without it. */
function catalogue(): Catalogue {
  known ??= catalogueFrom(z.array(CatalogueEntry).parse(list));
  return known;
}

function catalogueFrom(entries: readonly z.output<typeof CatalogueEntry>[]): Catalogue {
  const products = new Map<SkuId, CatalogueProduct>();
  const skuIdsByName = new Map<string, Set<SkuId>>();
  const addName = (name: string, skuId: SkuId) => {
    const key = nameKey(name);
    skuIdsByName.set(key, (skuIdsByName.get(key) ?? new Set<SkuId>()).add(skuId));
  };

  for (const { names, ...product } of entries) {
    products.set(product.skuId, { ...product, name: names[0] });
    for (const name of names) addName(name, product.skuId);
  }
  for (const [name, partNumbers] of Object.entries(FORMER_NAMES)) {
    for (const { skuId } of entries.filter((entry) => partNumbers.includes(entry.partNumber))) addName(name, skuId);
  }
  return { products, skuIdsByName: new Map(Array.from(skuIdsByName, ([name, skuIds]) => [name, [...skuIds]])) };
}

function nameKey(name: string): string {
  return withPlainSpaces(name).toUpperCase();
}

/** Microsoft's names come with double, trailing, narrow and non-breaking spaces, which readers and typists do not see. */
function withPlainSpaces(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
