import { z } from "zod";
import { type Line, type Table, tableOf } from "./naive-csv.ts";
import type { Answer, RawCustomer } from "./raw-portfolio.ts";

/** What a report says of one person in one workload. Days are texts, as they were written. */
export type Deed = Readonly<{ word: "licensed" | "unlicensed" | "listed" | "unlisted"; day: string | null }>;

export type Account = Readonly<{
  licences: readonly Readonly<{ skuId: string; off: readonly string[] }>[];
  isGuest: boolean;
  isBlocked: boolean;
}>;

/** One person, kept by name and with all that anybody said of them. */
export type Person = Readonly<{
  /** Null for one whom a report does not name. */
  name: string | null;
  isGone: boolean;
  /** By the report; null where none tells. */
  productNames: readonly string[] | null;
  /** By the directory; null where it was not asked, and for whom it does not have. */
  account: Account | null;
  deeds: ReadonlyMap<string, Deed>;
  /** Perhaps one of the others: a row without a name in a report of one workload. */
  isPerhapsAnother: boolean;
}>;

export type NaiveReport = Readonly<{
  report: string;
  refreshedOn: string;
  rows: number;
  rowsUnreadable: number;
  naming: "clear" | "concealed" | "none";
}>;

export type NaiveDirectory = Readonly<{ users: number; joined: number; unlisted: number; deletedContradicted: number }>;

export type NaiveActivity = Readonly<{
  asOf: string;
  /** The day each workload is told of, for those that are told of. */
  days: ReadonlyMap<string, string>;
  people: readonly Person[];
  reports: readonly NaiveReport[];
  directory: NaiveDirectory | null;
}>;

/** The columns that make up each workload of the active users report. */
const COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ["exchange", ["exchange"]],
  ["sharepoint", ["sharepoint", "onedrive"]],
  ["teams", ["teams"]],
  ["yammer", ["yammer"]],
]);

/** Everybody of whom the night's reports tell. Null where the active users report gave nothing. */
export function naiveActivity(customer: RawCustomer, isCopilotSold: boolean): NaiveActivity | null {
  if (customer.activeUsers.kind === "refused") return null;
  const table = tableOf(customer.activeUsers.body);
  const workloads = [...COLUMNS].filter(([, services]) =>
    services.every(
      (service) => table.columns.has(`has ${service} license`) && table.columns.has(`${service} last activity date`),
    ),
  );
  const main = reportOf("activeUsers", table, (row) =>
    [
      isYesOrNo(row, "is deleted"),
      ...workloads.flatMap(([, services]) =>
        services.map(
          (service) => isYesOrNo(row, `has ${service} license`) && isDayOrNone(row, `${service} last activity date`),
        ),
      ),
    ].every(Boolean),
  );
  if (main === null) return null;

  const apps = sideOf("apps", customer.apps);
  const copilot = isCopilotSold ? sideOf("copilot", customer.copilot) : null;
  const sides = [
    ...(apps?.facts.naming === main.facts.naming ? [["officeApps", apps] as const] : []),
    ...(copilot?.facts.naming === main.facts.naming ? [["copilot", copilot] as const] : []),
  ];
  const accounts = usableAccounts(customer, apps, main);

  const deedsIn = (row: Row): [string, Deed][] =>
    workloads.map(([workload, services]) => {
      const isLicensed = services.some((service) => isYes(row, `has ${service} license`));
      const days = services.flatMap((service) => dayIn(row, `${service} last activity date`) ?? []);
      return [workload, { word: isLicensed ? "licensed" : "unlicensed", day: latest(days, main.facts.refreshedOn) }];
    });
  /** A name that stands in a report twice has done what either did. */
  const deedsBeside = (name: string): [string, Deed][] =>
    sides.map(([workload, side]) => {
      const rows = side.rows.filter((row) => nameIn(row) === name);
      const days = rows.flatMap((row) => dayIn(row, "last activity date") ?? []);
      return [workload, { word: rows.length > 0 ? "listed" : "unlisted", day: latest(days, side.facts.refreshedOn) }];
    });

  const people: Person[] = [];
  const waiting: { name: string; row: Row }[] = [];
  const taken = new Set<string>();
  const add = (name: string | null, row: Row, told: Partial<Person>, beside: [string, Deed][]) => {
    people.push({
      name,
      isGone: isYes(row, "is deleted"),
      productNames: table.columns.has("assigned products") ? namesIn(row.get("assigned products") ?? "") : null,
      account: null,
      isPerhapsAnother: false,
      ...told,
      deeds: new Map([...deedsIn(row), ...beside]),
    });
  };

  for (const row of main.rows) {
    const name = nameIn(row);
    if (name === null) add(null, row, {}, []);
    else if (accounts === null) add(name, row, {}, deedsBeside(name));
    else if (!accounts.has(name)) add(name, row, { isGone: true }, deedsBeside(name));
    else if (isYes(row, "is deleted")) waiting.push({ name, row });
    else if (taken.has(name)) add(name, row, { isGone: true }, []);
    else {
      taken.add(name);
      add(name, row, { account: accounts.get(name) ?? null }, deedsBeside(name));
    }
  }
  // Called deleted, and in the directory: either somebody else has the name now, or the report is wrong.
  let deletedContradicted = 0;
  for (const { name, row } of waiting) {
    if (taken.has(name)) {
      add(name, row, { isGone: true }, []);
      continue;
    }
    taken.add(name);
    deletedContradicted += 1;
    add(name, row, { isGone: false, account: accounts?.get(name) ?? null }, deedsBeside(name));
  }

  const namesInMain = new Set(main.rows.map(nameIn));
  const namesBeside = new Set(sides.flatMap(([, side]) => side.rows.map(nameIn)));
  for (const name of namesBeside) {
    if (name === null || namesInMain.has(name)) continue;
    const account = accounts?.get(name) ?? null;
    const isGone = accounts !== null && account === null;
    people.push(besideOnly(name, isGone, account, new Map(deedsBeside(name)), false));
  }
  for (const [workload, side] of sides) {
    for (const row of side.rows.filter((each) => nameIn(each) === null)) {
      const deed: Deed = { word: "listed", day: dayIn(row, "last activity date") };
      people.push(besideOnly(null, false, null, new Map([[workload, deed]]), true));
    }
  }

  const asOf = main.facts.refreshedOn;
  return {
    asOf,
    days: new Map([
      ...workloads.map(([workload]) => [workload, asOf] as const),
      ...sides.map(([workload, side]) => [workload, side.facts.refreshedOn] as const),
    ]),
    people,
    reports: [main.facts, ...sides.map(([, side]) => side.facts)],
    directory: accounts && {
      users: accounts.size,
      joined: taken.size,
      unlisted: [...accounts].filter(([name, account]) => account.licences.length > 0 && !taken.has(name)).length,
      deletedContradicted,
    },
  };
}

function besideOnly(
  name: string | null,
  isGone: boolean,
  account: Account | null,
  deeds: ReadonlyMap<string, Deed>,
  isPerhapsAnother: boolean,
): Person {
  return { name, isGone, productNames: null, account, deeds, isPerhapsAnother };
}

type Row = NonNullable<Line>;
type Report = Readonly<{ facts: NaiveReport; rows: readonly Row[] }>;

/** A few odd rows are borne: one in twenty, or two while most of the others can be read. */
function reportOf(report: string, table: Table, isReadable: (row: Row) => boolean): Report | null {
  const rows = table.lines.filter((line) => line !== null && isDay(line, "report refresh date") && isReadable(line));
  const unreadable = table.lines.length - rows.length;
  const isBorne = unreadable * 20 <= table.lines.length || (unreadable <= 2 && unreadable * 2 <= table.lines.length);
  const refreshedOn = rows[0]?.get("report refresh date");
  if (refreshedOn === undefined || !isBorne) return null;
  const named = rows.flatMap((row) => (row === null ? [] : (nameIn(row) ?? [])));
  const concealed = named.filter((name) => /^[0-9a-f]{32}$/.test(name));
  const naming = named.length === 0 ? "none" : concealed.length > named.length / 2 ? "concealed" : "clear";
  return {
    facts: { report, refreshedOn, rows: table.lines.length, rowsUnreadable: unreadable, naming },
    rows: rows.filter((row) => row !== null),
  };
}

function sideOf(report: string, answer: Answer<string>): Report | null {
  if (answer.kind === "refused") return null;
  return reportOf(report, tableOf(answer.body), (row) => isDayOrNone(row, "last activity date"));
}

const UserPage = z.object({
  value: z.array(
    z.object({
      userPrincipalName: z.string(),
      accountEnabled: z.boolean().nullable(),
      userType: z.string().nullable(),
      assignedLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()) })),
    }),
  ),
});

/**
 * The accounts by name, where they can be joined: names are in clear, by the tenant's setting or, where it is not to be
 * had, by the Apps report; and the directory knows at least half of the names that the active users report has.
 */
function usableAccounts(
  { users, namesSetting }: RawCustomer,
  apps: Report | null,
  main: Report,
): ReadonlyMap<string, Account> | null {
  const isAsked = namesSetting === "clear" || (namesSetting === "refused" && apps?.facts.naming === "clear");
  if (!isAsked || users.kind === "refused" || main.facts.naming !== "clear") return null;
  const accounts = new Map(
    users.body
      .flatMap((body) => UserPage.parse(JSON.parse(body)).value)
      .map((user) => [
        user.userPrincipalName.trim().toLowerCase(),
        {
          licences: user.assignedLicenses.map((licence) => ({
            skuId: licence.skuId.toLowerCase(),
            off: licence.disabledPlans.map((plan) => plan.toLowerCase()),
          })),
          isGuest: user.userType === "Guest",
          isBlocked: user.accountEnabled === false,
        },
      ]),
  );
  const named = main.rows.flatMap((row) => nameIn(row) ?? []);
  return named.filter((name) => accounts.has(name)).length * 2 < named.length ? null : accounts;
}

function nameIn(row: Row): string | null {
  const name = (row.get("user principal name") ?? "").trim().toLowerCase();
  return name === "" || name === "(unknown)" ? null : name;
}

/** A plus between spaces belongs to a name. */
function namesIn(assignedProducts: string): string[] {
  const names: string[] = [];
  for (const part of assignedProducts.split("+")) {
    const last = names.at(-1);
    if (last?.endsWith(" ") === true && part.startsWith(" ")) names[names.length - 1] = `${last}+${part}`;
    else names.push(part);
  }
  return names.map((name) => name.trim().toUpperCase()).filter((name) => name !== "");
}

function isYes(row: Row, column: string): boolean {
  return ["true", "yes"].includes((row.get(column) ?? "").toLowerCase());
}

function isYesOrNo(row: Row, column: string): boolean {
  return ["true", "yes", "false", "no"].includes((row.get(column) ?? "").toLowerCase());
}

function isDay(row: Row, column: string): boolean {
  const text = row.get(column) ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isDayOrNone(row: Row, column: string): boolean {
  return (row.get(column) ?? "") === "" || isDay(row, column);
}

function dayIn(row: Row, column: string): string | null {
  return isDay(row, column) ? (row.get(column) ?? null) : null;
}

/** A day after the report's own is no use as long as there is another. */
function latest(days: readonly string[], refreshedOn: string): string | null {
  const inOrder = days.toSorted();
  return inOrder.findLast((day) => day <= refreshedOn) ?? inOrder[0] ?? null;
}
