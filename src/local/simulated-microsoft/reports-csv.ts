import { addDays, type Day } from "../../domain/day.ts";
import { type Column, csv, linesOf } from "./csv-file.ts";
import { namesShown } from "./names-shown.ts";
import type { Oddity } from "./oddities.ts";
import type { Customer } from "./portfolio.ts";
import type { Service } from "./products.ts";
import type { Tenant } from "./tenant.ts";
import { lastActivityBy, servicesOf, type User } from "./users.ts";
import { newestWeekday } from "./weekday.ts";

/** `getOffice365ActiveUserDetail`, in the manner of this customer's oddity. */
export function activeUserReport(customer: Customer, tenant: Tenant): string {
  const { file } = customer.oddity.wire;
  const columns = columnsInManner(activeUserColumns(customer, tenant), file);
  const [header, ...lines] = linesOf(columns, rowsOf(tenant.users()));

  switch (file) {
    case "header only":
      return csv([header]);
    case "rows ragged":
      return csv([header, ...ragged(lines)]);
    case "cut in quotes": {
      const whole = csv([header, ...lines]);
      const lastQuote = whole.lastIndexOf('"');
      return lastQuote < 0 ? whole : whole.slice(0, lastQuote);
    }
    case "whole":
    case "columns missing":
    case "columns elsewhere":
    case "names unknown":
    case "connection cut":
      return csv([header, ...lines]);
  }
}

/**
 * `getOffice365ActiveUserDetail` of one day, asked for on `today`: those who were active on it, and when they had last
 * been active elsewhere by then. Their licences are today's. The newest two days are not filled yet, and a day that the
 * back end has not come to, or has lost, is a header alone.
 */
export function activeUserDayReport(
  customer: Customer,
  tenant: Tenant,
  { day, today }: { day: Day; today: Day },
): string {
  const lostDay = customer.oddity.wire.days === "one empty" ? newestWeekday("wednesday", addDays(today, -7)) : null;
  const isFilled = day <= addDays(today, -DAYS_TO_FILL - 1) && day <= tenant.refreshedOn && day !== lostDay;
  const users = isFilled ? tenant.users().map((user) => knownBy(user, day)) : [];
  const active = users.filter(({ lastActivity }) =>
    REPORTED_SERVICES.some(([, service]) => service !== null && lastActivity[service] === day),
  );
  return activeUserReport(customer, { ...tenant, refreshedOn: day, users: () => active });
}

const DAYS_TO_FILL = 2;

function knownBy(user: User, day: Day): User {
  return { ...user, lastActivity: lastActivityBy(user, day) };
}

/** `getM365AppUserDetail`: those with a licence for the apps, and no word about their licences. */
export function appUserReport(customer: Customer, tenant: Tenant): string {
  const users = tenant.users().filter((user) => !user.isDeleted && servicesOf(user).has("apps"));
  return csv(linesOf(appUserColumns(customer, tenant), users));
}

/** One user, with the services that the user's licences give worked out once for all columns. */
type Row = Readonly<{ user: User; licensed: ReadonlySet<Service> }>;

function rowsOf(users: readonly User[]): Row[] {
  return users.map((user) => ({ user, licensed: servicesOf(user) }));
}

/** Skype for Business is retired: its columns are there, and nobody has anything in them. */
const REPORTED_SERVICES = [
  ["Exchange", "exchange"],
  ["OneDrive", "oneDrive"],
  ["SharePoint", "sharePoint"],
  ["Skype For Business", null],
  ["Yammer", "yammer"],
  ["Teams", "teams"],
] as const;

function activeUserColumns(customer: Customer, tenant: Tenant): Column<Row>[] {
  const names = namesShown(customer, tenant);

  return [
    { header: "Report Refresh Date", value: () => tenant.refreshedOn },
    { header: "User Principal Name", value: ({ user }) => names.principalName(user) },
    { header: "Display Name", value: ({ user }) => names.displayName(user) },
    { header: "Is Deleted", value: ({ user }) => (user.isDeleted ? "True" : "False") },
    { header: "Deleted Date", value: ({ user }) => user.deletedOn ?? "" },
    ...REPORTED_SERVICES.map(([label, service]) => ({
      header: `Has ${label} License`,
      value: (row: Row) => (isLicensed(row, service) ? "True" : "False"),
    })),
    ...REPORTED_SERVICES.map(([label, service]) => ({
      header: `${label} Last Activity Date`,
      value: ({ user }: Row) => (service === null ? "" : (user.lastActivity[service] ?? "")),
    })),
    ...REPORTED_SERVICES.map(([label, service]) => ({
      header: `${label} License Assign Date`,
      value: (row: Row) => (isLicensed(row, service) ? row.user.licensedOn : ""),
    })),
    {
      header: "Assigned Products",
      value: ({ user }) => user.products.map(({ reportName }) => reportName).join("+"),
    },
  ];
}

function isLicensed({ user, licensed }: Row, service: Service | null): boolean {
  return service !== null && !user.isDeleted && licensed.has(service);
}

const APPS = ["Outlook", "Word", "Excel", "PowerPoint", "OneNote", "Teams"];
const PLATFORMS = ["Windows", "Mac", "Mobile", "Web"];

/** The length of the report's period, which its flags speak of. */
const PERIOD_DAYS = 7;

function appUserColumns(customer: Customer, tenant: Tenant): Column<User>[] {
  const names = namesShown(customer, tenant);
  const periodFrom = addDays(tenant.appsRefreshedOn, 1 - PERIOD_DAYS);
  const flag = (header: string, isUsed: (user: User) => boolean): Column<User> => ({
    header,
    value: (user) => ((user.lastActivity.apps ?? "") >= periodFrom && isUsed(user) ? "Yes" : "No"),
  });

  return [
    { header: "Report Refresh Date", value: () => tenant.appsRefreshedOn },
    { header: "User Principal Name", value: names.principalName },
    { header: "Last Activation Date", value: ({ licensedOn }) => licensedOn },
    { header: "Last Activity Date", value: ({ lastActivity }) => lastActivity.apps ?? "" },
    { header: "Report Period", value: () => String(PERIOD_DAYS) },
    ...PLATFORMS.map((platform) => flag(platform, (user) => platform === platformOf(user))),
    ...APPS.map((app) => flag(app, (user) => usesApp(user, app))),
    ...PLATFORMS.flatMap((platform) =>
      APPS.map((app) => flag(`${app} (${platform})`, (user) => platform === platformOf(user) && usesApp(user, app))),
    ),
  ];
}

function platformOf(user: User): string | undefined {
  return PLATFORMS[user.number % PLATFORMS.length];
}

function usesApp(user: User, app: string): boolean {
  return APPS.indexOf(app) <= user.number % APPS.length;
}

function columnsInManner(columns: readonly Column<Row>[], file: Oddity["wire"]["file"]): readonly Column<Row>[] {
  if (file === "columns missing") return columns.filter(({ header }) => !/Yammer|Teams/.test(header));
  if (file !== "columns elsewhere") return columns;
  return [
    { header: "Tenant Display Name", value: () => "" },
    ...columns.toReversed(),
    { header: "Has Loop License", value: () => "True" },
    { header: "Loop Last Activity Date", value: () => "2020-02-29" },
  ];
}

/** The 3rd row lacks its last 5 fields, the 5th has 2 too many, and an empty line follows the 6th. */
function ragged(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    if (index === 2) return [line.split(",").slice(0, -5).join(",")];
    if (index === 4) return [`${line},True,2020-02-29`];
    return index === 5 ? [line, ""] : [line];
  });
}
