import { z } from "zod";
import type { Customer } from "../domain/customer.ts";
import { dayOfTimestamp } from "../domain/day.ts";
import { CustomerId, SkuId } from "../domain/ids.ts";
import type { OwnSale, SubscriptionState, TenantSku } from "../domain/licences.ts";
import { Count, readAs } from "./read-as.ts";

const SOURCE = "Partner Center";

/** Words on the wire, but Microsoft's own client takes numbers as well. Neither list is closed. */
const Word = z.union([z.string(), z.int()]);

const NextLink = z.object({
  uri: z.string(),
  headers: z
    .array(z.object({ key: z.string().regex(/^[\w-]+$/), value: z.string().regex(/^[\x20-\x7e]*$/) }))
    .nullish(),
});

const Collection = z.object({
  items: z.array(z.unknown()),
  links: z.object({ next: NextLink.nullish() }).nullish(),
});

export type PartnerCenterPage<Row> = Readonly<{
  rows: Row[];
  /** An address relative to the API, and the headers without which it gives the first page again. */
  next: Readonly<{ uri: string; headers: Readonly<Record<string, string>> }> | null;
}>;

/** One page of any collection, its rows as they came. */
export function rowsPage(body: unknown): PartnerCenterPage<unknown> {
  const { items, next } = collection(body);
  return { rows: items, next };
}

const CustomerRow = z.object({
  id: CustomerId,
  companyProfile: z.object({ companyName: z.string().nullish(), domain: z.string().nullish() }).nullish(),
  relationshipToPartner: Word,
});

/** One page of customers: those we sell to, and not those we only advise. */
export function customersPage(body: unknown): PartnerCenterPage<Customer> {
  const { items, next } = collection(body);
  const rows = items
    .map((item) => readAs(SOURCE, CustomerRow, item))
    .filter(({ relationshipToPartner }) => isWord(relationshipToPartner, "reseller", 1))
    .map(({ id, companyProfile }) => ({
      customerId: id,
      name: companyProfile?.companyName ?? "",
      domain: companyProfile?.domain ?? null,
    }));
  return { rows, next };
}

const SubscriptionRow = z.object({
  id: z.string(),
  offerName: z.string().nullish(),
  quantity: Count,
  unitType: z.string().nullish(),
  billingType: Word.nullish(),
  status: Word,
  isTrial: z.boolean().nullish(),
  /** Present on an add-on. */
  parentSubscriptionId: z.string().nullish(),
  commitmentEndDate: z.string().nullish(),
});
type SubscriptionRow = z.infer<typeof SubscriptionRow>;

/** One page of what we sold to a customer, without what is billed by use: that has a quantity of 1 and no seats. */
export function ownSalesPage(body: unknown): PartnerCenterPage<OwnSale> {
  const { items, next } = collection(body);
  const rows = items
    .map((item) => readAs(SOURCE, SubscriptionRow, item))
    .filter(hasSeats)
    .map((row) => ({
      commerceId: row.id.toLowerCase(),
      offerName: row.offerName ?? "",
      seats: row.quantity,
      state: stateOf(row.status),
      isTrial: row.isTrial ?? false,
      isAddOn: Boolean(row.parentSubscriptionId),
      renewsOn: dayOfTimestamp(row.commitmentEndDate ?? ""),
    }));
  return { rows, next };
}

/** One of the two has to speak of licences, and neither against them: old rows leave either out. */
function hasSeats({ billingType, unitType }: SubscriptionRow): boolean {
  const unit = unitType?.toLowerCase() ?? "none";
  const isBilledOtherwise = ["usage", "benefit", 1].some((type) => isWord(billingType, type));
  if (isBilledOtherwise || unit === "usage-based" || unit === "benefit") return false;
  return isWord(billingType, "license", 2) || unit === "licenses";
}

const STATES: Readonly<Record<string, SubscriptionState>> = {
  active: "active",
  "1": "active",
  expired: "grace",
  "4": "grace",
  suspended: "suspended",
  "2": "suspended",
  disabled: "suspended",
  "6": "suspended",
  // Nobody can use these: gone, not there yet, or never bought.
  deleted: "ended",
  "3": "ended",
  pending: "ended",
  "5": "ended",
  none: "ended",
  "0": "ended",
};

/** Null for a status that Microsoft invents tomorrow: the tenant may know better. */
function stateOf(status: string | number): SubscriptionState | null {
  return STATES[String(status).toLowerCase()] ?? null;
}

const SkuRow = z.object({
  activeUnits: Count,
  warningUnits: Count,
  suspendedUnits: Count,
  consumedUnits: Count,
  productSku: z.object({
    id: SkuId,
    name: z.string().nullish(),
    skuPartNumber: z.string().nullish(),
    targetType: z.string().nullish(),
  }),
  servicePlans: z.array(z.object({ id: z.string() })).nullish(),
});

/** A tenant's products as Partner Center lists them. Read from dropped-in files: no application may ask for them. */
export function partnerCenterSkus(body: unknown): TenantSku[] {
  return collection(body)
    .items.map((item) => readAs(SOURCE, SkuRow, item))
    .map(({ productSku, servicePlans, ...units }) => ({
      skuId: productSku.id,
      name: productSku.name ?? null,
      partNumber: productSku.skuPartNumber ?? null,
      appliesTo: productSku.targetType?.toLowerCase() === "tenant" ? "tenant" : "user",
      units: { enabled: units.activeUnits, warning: units.warningUnits, suspended: units.suspendedUnits },
      assigned: units.consumedUnits,
      planIds: (servicePlans ?? []).map((plan) => plan.id.toLowerCase()),
    }));
}

const CodedRefusal = z.object({ code: z.union([z.string(), z.int()]) });

/** The code of a refusal. Gateways and the sign-in layer refuse without one. */
export function refusalCode(body: unknown): string | null {
  const reading = CodedRefusal.safeParse(body);
  const code = reading.success ? String(reading.data.code) : "";
  return /^\w{1,40}$/.test(code) ? code : null;
}

const DescribedRefusal = z.record(z.string(), z.unknown());

/** Whether a call is refused to applications as such: each service says it in a member of its own, with a code or none. */
export function isForUsersAlone(body: unknown): boolean {
  const members = Object.values(DescribedRefusal.safeParse(body).data ?? {});
  return members.some((member) => typeof member === "string" && /by application credentials/i.test(member));
}

function collection(body: unknown): { items: unknown[]; next: PartnerCenterPage<never>["next"] } {
  const { items, links } = readAs(SOURCE, Collection, body);
  const next = links?.next ?? null;
  return {
    items,
    next: next && {
      uri: next.uri,
      headers: Object.fromEntries((next.headers ?? []).map(({ key, value }) => [key, value])),
    },
  };
}

function isWord(value: string | number | null | undefined, ...words: readonly (string | number)[]): boolean {
  return words.some((word) => (typeof value === "string" ? value.toLowerCase() : value) === word);
}
