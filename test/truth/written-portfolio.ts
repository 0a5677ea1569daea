import { createHash } from "node:crypto";
import {
  type BrokenRow,
  COLUMNS_COUNT,
  type DrawnAccount,
  type DrawnCustomer,
  type DrawnPerson,
  type DrawnPortfolio,
  type DrawnProduct,
  type DrawnPurchase,
  type DrawnReports,
  type DrawnRow,
  type DrawnSide,
  type DaysAgo,
  type NameForm,
  type Source,
  STRANGE_NAMES_COUNT,
} from "./drawn-portfolio.ts";
import { PLANS, PRODUCTS } from "./microsoft-products.ts";
import type { Answer, RawCustomer, RawPortfolio, ReportedSeats, ReportedTotal } from "./raw-portfolio.ts";

const PARTNER_TENANT_ID = "9a000000-0000-4000-8000-000000000001";
const OTHER_SELLER_ID = "9a000000-0000-4000-8000-000000000002";

/** Pages but the first are here, by the name of what is asked for and their number. */
export const PAGES_URL = "https://graph.microsoft.com/v1.0/pages";

/** A drawn portfolio in the texts that Microsoft would write of it. */
export function writtenPortfolio({ night, customers, excluded }: DrawnPortfolio): RawPortfolio {
  return {
    night,
    partnerTenantId: PARTNER_TENANT_ID,
    customers: customers.map((customer, index) => writtenCustomer(customer, index, night)),
    excludedSkuIds: excluded.flatMap((number) => PRODUCTS[number]?.skuId ?? []),
  };
}

function writtenCustomer(customer: DrawnCustomer, index: number, night: string): RawCustomer {
  const { refusals, reports } = customer;
  const answer = <Body>(source: Source, write: () => Body): Answer<Body> => {
    const reason = refusals[source];
    return reason === null ? { kind: "given", body: write() } : { kind: "refused", reason };
  };
  const asOf = dayBefore(night, reports.daysBehind);
  return {
    customerId: `c0000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
    name: `Customer ${index + 1}`,
    isExcluded: customer.isExcluded,
    activeUsers: answer("activeUsers", () => activeUsersText(customer, asOf)),
    apps: answer("apps", () => sideText(customer, "apps", dayBefore(asOf, reports.appsBehind))),
    copilot: answer("copilot", () => sideText(customer, "copilot", dayBefore(asOf, reports.copilotBehind))),
    namesSetting: customer.namesSetting,
    users: answer("users", () => pagesOf("users", usersOf(customer))),
    skus: answer("skus", () => pagesOf("skus", customer.products.flatMap(skuRows))),
    subscriptions: answer("subscriptions", () => pagesOf("subscriptions", subscriptionRows(customer, night))),
    sales: answer("sales", () => [JSON.stringify({ items: saleRows(customer, night) })]),
    reportedUsage:
      customer.reportedUsage?.map((total, number): ReportedTotal => {
        return { workload: REPORTED_WORKLOADS[number] ?? "other:SFB", ...total };
      }) ?? null,
    reportedDeployment:
      customer.reportedDeployment?.map((row, number): ReportedSeats => {
        const product = PRODUCTS[number];
        return { skuId: product?.skuId ?? "", name: product?.names[0] ?? "", ...row };
      }) ?? null,
  };
}

const REPORTED_WORKLOADS = ["dynamics", "yammer", "teams", "other:SFB"];

/** Columns of the active users report, with a few that nobody reads; their order is drawn. */
const SERVICES = ["Exchange", "OneDrive", "SharePoint", "Yammer", "Teams"] as const;

/** The workload whose plans let a person use the service. */
const WORKLOAD_OF = {
  Exchange: "exchange",
  OneDrive: "sharepoint",
  SharePoint: "sharepoint",
  Yammer: "yammer",
  Teams: "teams",
} as const;

type Fields = Readonly<Record<string, string>>;

const COLUMNS: readonly string[] = [
  "Report Refresh Date",
  "User Principal Name",
  "Display Name",
  "Is Deleted",
  "Deleted Date",
  ...SERVICES.map((service) => `Has ${service} License`),
  ...SERVICES.map((service) => `${service} Last Activity Date`),
  "Has Skype For Business License",
  "Skype For Business Last Activity Date",
  "Exchange License Assign Date",
  "Teams License Assign Date",
  "Assigned Products",
];
if (COLUMNS.length !== COLUMNS_COUNT) throw new Error(`There are ${COLUMNS.length} columns`);

function activeUsersText(customer: DrawnCustomer, asOf: string): string {
  const { reports, people } = customer;
  const columns = reports.columns
    .flatMap((number) => COLUMNS[number] ?? [])
    .filter((column) => !isLeftOut(column, reports.leftOut));
  const rows = people.flatMap((person, number) =>
    person.rows.map((row) => rowFields(customer, person, number, row, asOf)),
  );
  // No more broken ones than a reader bears, and none at the end: there it would look like a report cut off.
  const broken = reports.broken.slice(0, Math.floor(rows.length / 2));
  const lines = rows.map((fields) => columns.map((column) => quoted(fields[column] ?? "")).join(","));
  const brokenLines = broken.map((kind) =>
    brokenLine(columns, rowFields(customer, BROKEN_PERSON, people.length, BROKEN_ROW, asOf), kind),
  );
  return textOf(reports, columns.map(quoted).join(","), [...brokenLines, ...lines]);
}

const BROKEN_ROW: DrawnRow = { isDeleted: false, flipped: [false, false, false, false, false], days: [0, 0, 0, 0, 0] };
const BROKEN_PERSON: DrawnPerson = { name: "as it is", rows: [], holds: [], apps: [], copilot: [], account: null };

function isLeftOut(column: string, leftOut: DrawnReports["leftOut"]): boolean {
  switch (leftOut) {
    case "nothing":
      return false;
    case "products":
      return column === "Assigned Products";
    case "names":
      return column === "User Principal Name";
    case "yammer":
      return column === "Has Yammer License" || column === "Yammer Last Activity Date";
    case "teams":
      return column === "Teams Last Activity Date";
    case "onedrive":
      return column === "OneDrive Last Activity Date";
  }
}

function rowFields(
  customer: DrawnCustomer,
  person: DrawnPerson,
  number: number,
  row: DrawnRow,
  asOf: string,
): Record<string, string> {
  const { words, naming } = customer.reports;
  const [yes, no] = words === "Yes/No" ? ["Yes", "No"] : ["True", "False"];
  const held = person.holds.map((hold) => heldThing(customer, hold));
  const fields: Record<string, string> = {
    "Report Refresh Date": asOf,
    "User Principal Name": nameOf(number, person.name, naming.activeUsers),
    "Display Name": number % 2 === 0 ? `Person, the "${number}th"` : `Person ${number}`,
    "Is Deleted": row.isDeleted ? yes : no,
    "Deleted Date": row.isDeleted ? asOf : "",
    "Has Skype For Business License": no,
    "Exchange License Assign Date": "2024-01-01",
    "Assigned Products": held.map(({ name }) => name).join("+"),
  };
  for (const [index, service] of SERVICES.entries()) {
    const isGiven = held.some(({ planIds }) => PLANS[WORKLOAD_OF[service]].some((plan) => planIds.includes(plan)));
    fields[`Has ${service} License`] = isGiven === (row.flipped[index] ?? false) ? no : yes;
    fields[`${service} Last Activity Date`] = dayText(asOf, row.days[index] ?? null);
  }
  return fields;
}

/** A product of the customer by one of its names, or a name that is none of the customer's. */
function heldThing(
  { products }: DrawnCustomer,
  hold: number,
): { name: string; planIds: readonly string[]; skuId: string } {
  const number = hold % (products.length + STRANGE_NAMES_COUNT);
  const own = products[number]?.product;
  if (own !== undefined) {
    // Of a product that is on no list the report has a name all the same.
    const names = own.names.length > 0 ? own.names : [own.partNumber.replace("_", " ")];
    return { name: names[hold % names.length] ?? "", planIds: own.planIds, skuId: own.skuId };
  }
  const strange = PRODUCTS[(hold * 5) % PRODUCTS.length];
  const isUnheardOf = number === products.length || strange === undefined || strange.names.length === 0;
  if (isUnheardOf) return { name: "FABRIKAM UNKNOWN", planIds: [...PLANS.teams], skuId: UNHEARD_OF };
  return { name: strange.names[0] ?? "", planIds: strange.planIds, skuId: strange.skuId };
}

const UNHEARD_OF = "60000000-0000-4000-8000-000000000001";

function brokenLine(columns: readonly string[], fields: Fields, kind: BrokenRow): string {
  const line = (overrides: Fields) =>
    columns.map((column) => quoted(overrides[column] ?? fields[column] ?? "")).join(",");
  switch (kind) {
    case "too many fields":
      return `${line({})},one too many`;
    case "a flag that is none":
      return line({ "Is Deleted": "Maybe" });
    case "a day that is none":
      return line({ "Exchange Last Activity Date": "2026-13-40" });
    case "no day at all":
      return line({ "Report Refresh Date": "" });
    case "a quote in the middle":
      return columns
        .map((column) => (column === "Is Deleted" ? 'Fal"se' : (fields[column] ?? "").replaceAll(/[",]/g, "")))
        .join(",");
  }
}

/** A report of one workload, in columns that stand in another order than the documentation's. */
function sideText(customer: DrawnCustomer, kind: "apps" | "copilot", asOf: string): string {
  const { reports, people } = customer;
  const rows = people.flatMap((person, number) =>
    person[kind].map(({ daysAgo, name }) => {
      const user = nameOf(number, sideName(person, { daysAgo, name }), reports.naming[kind]);
      return [dayText(asOf, daysAgo), quoted(user), asOf, "7", reports.words === "Yes/No" ? "Yes" : "True"].join(",");
    }),
  );
  const broken = reports.broken.slice(1, 2).filter(() => rows.length > 1);
  const brokenLines = broken.map(() => `soon,"Byrne, Ada",${asOf},7,No`);
  return textOf(reports, "Last Activity Date,User Principal Name,Report Refresh Date,Report Period,Windows", [
    ...brokenLines,
    ...rows,
  ]);
}

/** Nobody has a name in one report who has none in the other, but for a few. */
function sideName({ name }: DrawnPerson, side: DrawnSide): NameForm {
  return name === "(Unknown)" || name === "none" ? name : side.name;
}

function textOf(
  { hasMark, hasCarriageReturns, hasEmptyLines }: DrawnReports,
  header: string,
  lines: readonly string[],
) {
  const end = hasCarriageReturns ? "\r\n" : "\n";
  const spread = hasEmptyLines ? lines.map((line) => `${line}${end}`) : lines;
  return `${hasMark ? "\uFEFF" : ""}${[header, ...spread].join(end)}${end}`;
}

function nameOf(number: number, form: NameForm, naming: "clear" | "concealed"): string {
  if (form === "none") return "";
  if (form === "(Unknown)") return "(Unknown)";
  const name = accountName(number);
  if (naming === "concealed" && form !== "in clear all the same") {
    return createHash("md5").update(name).digest("hex").toUpperCase();
  }
  return form === "in capitals" ? name.toUpperCase() : name;
}

function accountName(number: number): string {
  return `person${number}@contoso.example`;
}

function usersOf(customer: DrawnCustomer): unknown[] {
  return customer.people.flatMap((person, number) =>
    person.account === null ? [] : [userRow(customer, person, number, person.account)],
  );
}

function userRow(customer: DrawnCustomer, person: DrawnPerson, number: number, account: DrawnAccount) {
  const held = new Set(person.holds.map((hold) => heldThing(customer, hold).skuId));
  const too = account.holdsToo === null ? undefined : PRODUCTS[account.holdsToo];
  if (too !== undefined) held.add(too.skuId);
  const licences = (account.holdsNothing ? [] : [...held]).map((skuId, index) => {
    const planIds = PRODUCTS.find((product) => product.skuId === skuId)?.planIds ?? [];
    const off = index === 0 ? planIds.filter((_, plan) => account.plansOff[plan] === true) : [];
    return { skuId: index === 1 ? skuId.toUpperCase() : skuId, disabledPlans: off };
  });
  return {
    id: `a0000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    userPrincipalName: number % 3 === 0 ? accountName(number).toUpperCase() : accountName(number),
    accountEnabled: account.isEnabled,
    userType: account.isGuest ? "Guest" : number % 5 === 0 ? null : "Member",
    assignedLicenses: licences,
  };
}

/** A tenant's units hold its trials. */
function skuRows({ product, purchases, assigned, isForTenant, isListingPlans, isInTwo, unitsAmiss }: DrawnProduct) {
  const units = (state: DrawnPurchase["state"]) =>
    purchases.filter((purchase) => purchase.state === state).reduce((total, { seats }) => total + seats, 0);
  const sku = {
    skuId: product.skuId.toUpperCase(),
    skuPartNumber: product.partNumber,
    appliesTo: isForTenant ? "Company" : "User",
    capabilityStatus: "Enabled",
    consumedUnits: assigned,
    prepaidUnits: {
      enabled: Math.max(0, units("Enabled") + unitsAmiss),
      warning: units("Warning"),
      suspended: units("Suspended"),
      lockedOut: units("LockedOut"),
    },
    servicePlans: isListingPlans ? product.planIds.map((servicePlanId) => ({ servicePlanId })) : [],
  };
  const second = {
    ...sku,
    appliesTo: "User",
    consumedUnits: 1,
    prepaidUnits: { enabled: 1, warning: 0, suspended: 1, lockedOut: 0 },
  };
  return isInTwo ? [sku, second] : [sku];
}

function subscriptionRows({ products }: DrawnCustomer, night: string): unknown[] {
  return products.flatMap(({ product, purchases }, number) =>
    purchases.map(({ seats, state, isTrial, seller, renewsInDays }, index) => {
      const id = purchaseId(number, index);
      return {
        skuId: product.skuId,
        ...(index === 2 ? { ocpSubscriptionId: id } : { commerceSubscriptionId: id.toUpperCase() }),
        isTrial,
        nextLifecycleDateTime: renewsInDays === null ? null : `${dayBefore(night, -renewsInDays)}T00:00:00Z`,
        ownerTenantId: seller === "us" ? PARTNER_TENANT_ID.toUpperCase() : seller === "other" ? OTHER_SELLER_ID : null,
        status: state,
        totalLicenses: seats,
      };
    }),
  );
}

const SALE_STATUS = {
  Enabled: "active",
  Warning: "expired",
  Suspended: "suspended",
  LockedOut: "disabled",
  Deleted: "deleted",
} as const;

/** The partner's own books: what it sold, and now and then something of which the tenant knows nothing. */
function saleRows({ products, books }: DrawnCustomer, night: string): unknown[] {
  const ours = products.flatMap(({ product, purchases }, number) =>
    purchases.flatMap(({ seats, state, isTrial, seller, renewsInDays }, index) => {
      const isJoined = books.join === "by id" || (books.join === "some by id" && index === 0);
      const status = books.hasUnknownStatus && index === 0 ? "archived" : SALE_STATUS[state];
      return seller === "us"
        ? [
            sale(isJoined ? purchaseId(number, index) : `sale-${number}-${index}`, titleCase(product.names[0] ?? ""), {
              quantity: seats,
              status,
              isTrial,
              commitmentEndDate:
                renewsInDays === null ? "9999-12-31T00:00:00Z" : `${dayBefore(night, -renewsInDays)}T00:00:00Z`,
            }),
          ]
        : [];
    }),
  );
  const others = books.others.map((kind) =>
    sale(`other-${kind}`, "Fabrikam Unheard Of", {
      quantity: 3,
      isTrial: kind === "trial",
      ...(kind === "storage" && { parentSubscriptionId: "sale-0-0" }),
      ...(kind === "use" && { billingType: "usage" }),
    }),
  );
  return [...ours, ...others];
}

function sale(id: string, offerName: string, overrides: Readonly<Record<string, unknown>>) {
  return {
    id: id.toUpperCase(),
    offerName,
    quantity: 1,
    unitType: overrides["billingType"] === "usage" ? "usage-based" : "licenses",
    billingType: "license",
    status: "active",
    isTrial: false,
    commitmentEndDate: "9999-12-31T00:00:00Z",
    ...overrides,
  };
}

function purchaseId(product: number, index: number): string {
  return `b0000000-0000-4000-8000-${String(product * 10 + index).padStart(12, "0")}`;
}

/** Two pages where there is more than one row. */
function pagesOf(what: string, rows: readonly unknown[]): string[] {
  if (rows.length < 2) return [JSON.stringify({ value: rows })];
  const half = Math.ceil(rows.length / 2);
  return [
    JSON.stringify({ value: rows.slice(0, half), "@odata.nextLink": `${PAGES_URL}/${what}/1` }),
    JSON.stringify({ value: rows.slice(half) }),
  ];
}

function dayText(asOf: string, daysAgo: DaysAgo): string {
  return daysAgo === null ? "" : dayBefore(asOf, daysAgo);
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function titleCase(name: string): string {
  return name.replaceAll(/\w+/g, (word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`);
}
