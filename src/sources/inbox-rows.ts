import { z } from "zod";
import { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { OwnSale, TenantSku, TenantSubscription } from "../domain/licences.ts";
import { NOTHING_REPORTED, type ReportedDeployment, type ReportedUsage } from "../domain/reported.ts";
import { customerDeployment, customerUsage, isOfAnother, reportedFold } from "./analytics-rows.ts";
import { tenantSkusPage, tenantSubscriptionsPage } from "./graph-rows.ts";
import { ownSalesPage, partnerCenterSkus } from "./partner-center-rows.ts";
import { isTicketHeader } from "./ticket-rows.ts";

/**
 * What a dropped-in file holds. Told from its content, for people rename files. A report's day is that of its first row,
 * and null where that is none. `unused` says why; its line is null where the whole file is meant.
 */
export type InboxContent =
  | Readonly<{ kind: "activeUsers" | "apps"; day: Day | null }>
  | Readonly<{ kind: "skus"; skus: readonly TenantSku[] }>
  | Readonly<{ kind: "subscriptions"; subscriptions: readonly TenantSubscription[] }>
  | Readonly<{ kind: "ownSales"; ownSales: readonly OwnSale[] }>
  | Readonly<{ kind: "deployment"; deployment: ReportedDeployment }>
  | Readonly<{ kind: "usage"; usage: ReportedUsage }>
  | Readonly<{ kind: "tickets" }>
  | Readonly<{ kind: "customer"; name: string; domain: string | null }>
  | Unused;

type Unused = Readonly<{ kind: "unused"; line: number | null; reason: string }>;

/** Whose files they are, and the partner's own tenant, which tells our sales from those of others; null: not known. */
export type InboxOwner = Readonly<{ customerId: CustomerId; partnerTenantId: string | null }>;

/** The content of a CSV, from its header and its first row. */
export function csvContent(header: readonly string[], firstRow: readonly string[]): InboxContent {
  const columns = header.map((column) => column.trim().toLowerCase());
  const day = Day.safeParse((firstRow[columns.indexOf("report refresh date")] ?? "").trim().slice(0, 10)).data ?? null;

  if (columns.some((column) => /^has .+ license$/.test(column))) return { kind: "activeUsers", day };
  if (columns.includes("last activation date")) return { kind: "apps", day };
  if (columns.includes("report refresh date")) {
    return unused("is another usage report; only those on active users and on Microsoft 365 Apps are used");
  }
  if (isTicketHeader(header)) return { kind: "tickets" };
  if (columns.some((column) => /^(?:user ?principal ?name|userprincipalname)$/.test(column))) return unused(USERS);
  if (columns.length === 1 && header.some((column) => column.includes(";"))) {
    return unused("has semicolons between its columns: drop the file as it was downloaded, not as saved from Excel");
  }
  return unused("is not a table of a known kind");
}

const USERS = "is a list of users; the reports have all that is needed of them, and users are not kept";

const Graph = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().nullish() });
const PartnerCenter = z.object({
  items: z.array(z.unknown()),
  links: z.object({ next: z.unknown().optional() }).nullish(),
});
/** Strict: a token's claims and an export of a person have a name too, which is that of a person. */
const CustomerFile = z.strictObject({
  name: z.string().trim().min(1).max(256),
  domain: z
    .string()
    .regex(/^[\w.-]+$/)
    .nullish(),
});

/** The content of a JSON file: a list as one of the two services answers it, a bare list, or the customer's name. */
export function jsonContent(body: unknown, owner: InboxOwner): InboxContent {
  const graph = Graph.safeParse(body);
  const partnerCenter = PartnerCenter.safeParse(body);
  const isFirstPageOnly =
    typeof graph.data?.["@odata.nextLink"] === "string" || Boolean(partnerCenter.data?.links?.next);
  if (isFirstPageOnly) return unused("holds the first page of several; all of them are needed");

  const rows =
    graph.data?.value ?? partnerCenter.data?.items ?? (Array.isArray(body) ? z.array(z.unknown()).parse(body) : null);
  if (rows !== null) return listContent(rows, owner);

  const customer = CustomerFile.safeParse(body);
  if (customer.success) return { kind: "customer", name: customer.data.name, domain: customer.data.domain ?? null };
  return unused(hasMembers(body, "name") ? NO_CUSTOMER : "is JSON of no known kind");
}

const NO_CUSTOMER =
  'has a name and is not the customer\'s own file, which takes "name" (256 characters at most), "domain" (such as contoso.onmicrosoft.com), and nothing else';

/** By the members of the first row: every list of its kind has them, and none of another. */
function listContent(rows: readonly unknown[], { customerId, partnerTenantId }: InboxOwner): InboxContent {
  const [first] = rows;
  if (first === undefined) return unused("is an empty list, which does not say of what; unknown is not zero");
  if (hasMembers(first, "skuId", "prepaidUnits")) {
    return { kind: "skus", skus: tenantSkusPage({ value: rows }).rows };
  }
  if (hasMembers(first, "skuId", "totalLicenses")) {
    return { kind: "subscriptions", subscriptions: tenantSubscriptionsPage({ value: rows }, partnerTenantId).rows };
  }
  if (hasMembers(first, "productSku", "consumedUnits")) {
    return { kind: "skus", skus: partnerCenterSkus({ items: rows }) };
  }
  if (hasMembers(first, "quantity", "status", "billingType")) {
    return { kind: "ownSales", ownSales: ownSalesPage({ items: rows }).rows };
  }
  if (hasMembers(first, "userPrincipalName")) return unused(USERS);
  if (hasMembers(first, "licensesSold") || hasMembers(first, "workloadName") || hasMembers(first, "workloadCode")) {
    return reportedContent(rows, customerId);
  }
  return unused("is a list of no known kind");
}

/** Partner Center's own figures: of this customer they are read, over all customers they say nothing of this one. */
function reportedContent(rows: readonly unknown[], customerId: CustomerId): InboxContent {
  if (rows.some((row) => isOfAnother(row, customerId))) {
    return unused("holds licence insights of other customers than this one");
  }
  const fold = reportedFold();
  if (hasMembers(rows[0], "licensesDeployed")) fold.addDeployment(customerDeployment(rows, customerId));
  else if (hasMembers(rows[0], "licensesQualified")) fold.addUsage(customerUsage(rows, customerId));
  const { deployment, usage } = fold.snapshots().get(customerId) ?? NOTHING_REPORTED;
  if (deployment !== null) return { kind: "deployment", deployment };
  if (usage !== null) return { kind: "usage", usage };
  return unused("holds the partner's licence insights, which are over all customers and not of this one");
}

function hasMembers(row: unknown, ...names: readonly string[]): boolean {
  return typeof row === "object" && row !== null && names.every((name) => name in row);
}

export function unused(reason: string, line: number | null = null): Unused {
  return { kind: "unused", line, reason };
}
