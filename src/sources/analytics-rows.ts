import { z } from "zod";
import { type Day, dayOfTimestamp, daysBetween } from "../domain/day.ts";
import { CustomerId, SkuId } from "../domain/ids.ts";
import type { ReportedSnapshot } from "../domain/reported.ts";
import { compareWorkloads, type Workload } from "../domain/workload.ts";
import { Label, ServiceFields, serviceOf, WorkloadFields, workloadOf } from "./analytics-workload.ts";
import { Count, readAs } from "./read-as.ts";
import { SourceRefusal } from "./source-refusal.ts";

const SOURCE = "Partner Center";

/** One product of one customer, through one channel: seats handed out and sold, as processed on a day. */
export type DeploymentRow = Readonly<{
  customerId: CustomerId;
  service: string;
  processedOn: Day;
  skuId: SkuId | null;
  name: string;
  deployed: number;
  sold: number;
}>;

/** One workload of one product of one customer, through one channel: licences used, and that entitle to it. */
export type UsageRow = Readonly<{
  customerId: CustomerId;
  service: string;
  processedOn: Day;
  workload: Workload;
  active: number;
  qualified: number;
}>;

export type AnalyticsPage<Row> = Readonly<{
  rows: Row[];
  /** The next page as the answer spells it; null where it names none. */
  nextLink: string | null;
  /** How many rows there are on all pages. Null where it is not told; some answers count the page alone. */
  total: number | null;
  /** The first row as it came, by which a page that comes again is known. */
  mark: string | null;
}>;

/** One page of deployment of all customers. */
export function deploymentPage(body: unknown): AnalyticsPage<DeploymentRow> {
  return analyticsPage(body, (row) => deploymentRow(row, readAs(SOURCE, Tenant, row).customerTenantId));
}

/** One page of usage of all customers. */
export function usagePage(body: unknown): AnalyticsPage<UsageRow> {
  return analyticsPage(body, (row) => usageRow(row, readAs(SOURCE, Tenant, row).customerTenantId));
}

/** The rows of the older calls, which are of the customer they were asked for and may not name it. */
export function customerDeployment(rows: readonly unknown[], customerId: CustomerId): DeploymentRow[] {
  return rows.map((row) => deploymentRow(row, customerId));
}

/** As `customerDeployment`. */
export function customerUsage(rows: readonly unknown[], customerId: CustomerId): UsageRow[] {
  return rows.map((row) => usageRow(row, customerId));
}

const Owner = z.object({ customerId: z.unknown().optional(), customerTenantId: z.unknown().optional() });

/** Whether a row names another customer than this one. The older rows name none. */
export function isOfAnother(row: unknown, customerId: CustomerId): boolean {
  const owner = Owner.safeParse(row).data;
  return [owner?.customerId, owner?.customerTenantId]
    .filter((id) => id !== undefined && id !== null && id !== "")
    .some((id) => CustomerId.safeParse(id).data !== customerId);
}

const Rows = z.array(z.unknown()).nullish();
const Link = z.string().nullish();
const Total = z.int().nonnegative().nullish();

/** The documentation has two envelopes, of which one breaks off: each member is taken as any of the services writes it. */
const Envelope = z.object({
  Value: Rows,
  value: Rows,
  "@nextLink": Link,
  nextLink: Link,
  "@odata.nextLink": Link,
  TotalCount: Total,
  totalCount: Total,
});

function analyticsPage<Row>(body: unknown, read: (row: unknown) => Row): AnalyticsPage<Row> {
  const envelope = readAs(SOURCE, Envelope, body);
  const rows = envelope.Value ?? envelope.value ?? null;
  if (rows === null) throw unexpected("Value");
  return {
    rows: rows.map((row) => read(row)),
    nextLink: envelope["@nextLink"] || envelope.nextLink || envelope["@odata.nextLink"] || null,
    total: envelope.TotalCount ?? envelope.totalCount ?? null,
    mark: rows.length === 0 ? null : JSON.stringify(rows[0]),
  };
}

const Tenant = z.object({ customerTenantId: CustomerId });

/** With no zone in the newer calls, which means UTC, and with an offset in the older ones. */
const ProcessedOn = z.string().transform((text, context) => {
  const day = dayOfTimestamp(text);
  if (day !== null) return day;
  context.addIssue({ code: "custom", message: "must be a day" });
  return z.NEVER;
});

const DeploymentFields = z.object({
  ...ServiceFields.shape,
  processedDateTime: ProcessedOn,
  productId: Label,
  productName: Label,
  licensesDeployed: Count,
  licensesSold: Count,
});

function deploymentRow(row: unknown, customerId: CustomerId): DeploymentRow {
  const fields = readAs(SOURCE, DeploymentFields, row);
  // A product that is not sold by the seat may have an id of another kind: it goes by its name.
  const skuId = SkuId.safeParse(fields.productId).data ?? null;
  const name = fields.productName?.trim() ?? "";
  if (skuId === null && name === "") throw unexpected("productName");
  return {
    customerId,
    service: serviceOf(fields),
    processedOn: fields.processedDateTime,
    skuId,
    name,
    deployed: fields.licensesDeployed,
    sold: fields.licensesSold,
  };
}

const UsageFields = z.object({
  ...WorkloadFields.shape,
  processedDateTime: ProcessedOn,
  licensesActive: Count.nullish(),
  /** The documentation spells it in both ways. */
  licenseActive: Count.nullish(),
  licensesQualified: Count,
});

function usageRow(row: unknown, customerId: CustomerId): UsageRow {
  const fields = readAs(SOURCE, UsageFields, row);
  const active = fields.licensesActive ?? fields.licenseActive ?? null;
  if (active === null) throw unexpected("licensesActive");
  const workload = workloadOf(fields);
  if (workload === null) throw unexpected("workloadCode");
  return {
    customerId,
    service: serviceOf(fields),
    processedOn: fields.processedDateTime,
    workload,
    active,
    qualified: fields.licensesQualified,
  };
}

/** Names a member, never its value: that may be a customer's name. */
function unexpected(member: string): SourceRefusal {
  return new SourceRefusal("unreadable", `${SOURCE} answered something else than expected in ${member}`);
}

/**
 * The services are processed apart: Microsoft's own samples have four days between Office and Dynamics. One that lies
 * further behind is no longer processed, and says nothing of the day.
 */
const DAYS_APART_MAX = 14;

/**
 * Adds rows up to one snapshot a customer, over channels and products, while they stream: it holds a few numbers for
 * each product and workload of a customer, and no row. Of the rows of one service the newest day's count alone. Of
 * services that were processed on different days each row keeps its own, so that no figure looks newer than it is, and
 * the half has the newest: it is kept by that day, and one that was processed later must not hide behind an earlier one.
 */
export function reportedFold() {
  const customers = new Map<CustomerId, Folded>();
  /** One customer's products are another's as well: their ids and names are held once. */
  const products = new Map<string, Product>();

  function foldedOf(customerId: CustomerId): Folded {
    const known = customers.get(customerId);
    if (known !== undefined) return known;
    const folded: Folded = { deployment: [], usage: [] };
    customers.set(customerId, folded);
    return folded;
  }

  function productOf({ skuId, name }: DeploymentRow): Product {
    const key = skuId ?? `name ${name.toLowerCase()}`;
    const known = products.get(key);
    if (known !== undefined) return known;
    const product = { skuId, name };
    products.set(key, product);
    return product;
  }

  return {
    addDeployment(rows: readonly DeploymentRow[]): void {
      for (const row of rows) {
        const parts = partsFor(foldedOf(row.customerId).deployment, row);
        if (parts === null) continue;
        const product = productOf(row);
        const known = parts.find((part) => part.product === product);
        if (known === undefined) {
          parts.push({ product, deployed: row.deployed, sold: row.sold });
          continue;
        }
        known.deployed += row.deployed;
        known.sold += row.sold;
      }
    },

    addUsage(rows: readonly UsageRow[]): void {
      for (const row of rows) {
        const { workload, active, qualified } = row;
        const parts = partsFor(foldedOf(row.customerId).usage, row);
        if (parts === null) continue;
        const known = parts.find((part) => part.workload === workload);
        if (known === undefined) {
          parts.push({ workload, active, qualified });
          continue;
        }
        known.active += active;
        known.qualified += qualified;
      }
    },

    /** Products by name, workloads in their usual order. A half that a customer has no row of is null. */
    snapshots(): Map<CustomerId, ReportedSnapshot> {
      return new Map(
        customers
          .entries()
          .map(([customerId, { deployment, usage }]) => [
            customerId,
            { deployment: deploymentOf(deployment), usage: usageOf(usage) },
          ]),
      );
    },
  };
}

type Product = Readonly<{ skuId: SkuId | null; name: string }>;
type Seats = { readonly product: Product; deployed: number; sold: number };
type Licences = { readonly workload: Workload; active: number; qualified: number };

/** What was processed of one service on one day. A customer has few products: a list is as fast as a map, and smaller. */
type Processed<Part> = { readonly service: string; asOf: Day; parts: Part[] };
type Folded = Readonly<{ deployment: Processed<Seats>[]; usage: Processed<Licences>[] }>;

/** The parts that a row adds to. A newer day starts afresh; null for a row of an older one. */
function partsFor<Part>(
  processed: Processed<Part>[],
  { service, processedOn }: Pick<DeploymentRow, "service" | "processedOn">,
): Part[] | null {
  const known = processed.find((one) => one.service === service);
  if (known === undefined) {
    const parts: Part[] = [];
    processed.push({ service, asOf: processedOn, parts });
    return parts;
  }
  if (processedOn > known.asOf) {
    known.asOf = processedOn;
    known.parts = [];
  }
  return processedOn < known.asOf ? null : known.parts;
}

/** A product that two services have is one product. */
function deploymentOf(processed: readonly Processed<Seats>[]): ReportedSnapshot["deployment"] {
  const services = counted(processed);
  const [newest] = services;
  if (newest === undefined) return null;
  const products = [...rowsByKey(services, ({ product }) => product)].map(([{ skuId, name }, { asOf, parts }]) => ({
    skuId,
    name,
    asOf,
    deployed: sumOf(parts, ({ deployed }) => deployed),
    sold: sumOf(parts, ({ sold }) => sold),
  }));
  return { asOf: newest.asOf, products: products.toSorted(byName) };
}

/** A workload goes with its service, and what two services call the same is added up as one. */
function usageOf(processed: readonly Processed<Licences>[]): ReportedSnapshot["usage"] {
  const services = counted(processed);
  const [newest] = services;
  if (newest === undefined) return null;
  const workloads = [...rowsByKey(services, ({ workload }) => workload)].map(([workload, { asOf, parts }]) => ({
    workload,
    asOf,
    active: sumOf(parts, ({ active }) => active),
    qualified: sumOf(parts, ({ qualified }) => qualified),
  }));
  return {
    asOf: newest.asOf,
    workloads: workloads.toSorted((one, other) => compareWorkloads(one.workload, other.workload)),
  };
}

/** The services that speak for about the same day, the newest first. */
function counted<Part>(processed: readonly Processed<Part>[]): Processed<Part>[] {
  const newestFirst = processed.toSorted((one, other) => (one.asOf > other.asOf ? -1 : 1));
  return newestFirst.filter(({ asOf }) => daysBetween(asOf, newestFirst[0]?.asOf ?? asOf) <= DAYS_APART_MAX);
}

type Dated<Part> = { readonly asOf: Day; readonly parts: Part[] };

/** What services say of one and the same thing: those of its newest day together, and no older one. */
function rowsByKey<Part, Key>(newestFirst: readonly Processed<Part>[], keyOf: (part: Part) => Key) {
  const rows = new Map<Key, Dated<Part>>();
  for (const { asOf, parts } of newestFirst) {
    for (const part of parts) {
      const known = rows.get(keyOf(part));
      if (known === undefined) rows.set(keyOf(part), { asOf, parts: [part] });
      else if (known.asOf === asOf) known.parts.push(part);
    }
  }
  return rows;
}

function sumOf<Part>(parts: readonly Part[], countOf: (part: Part) => number): number {
  return parts.reduce((total, part) => total + countOf(part), 0);
}

/** Two products may share a name, and then their ids decide. */
function byName(one: Product, other: Product): number {
  const [first, second] = [`${one.name} ${one.skuId}`, `${other.name} ${other.skuId}`];
  return first < second ? -1 : Number(first > second);
}
