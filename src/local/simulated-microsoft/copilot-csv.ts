import { addDays, type Day } from "../../domain/day.ts";
import { type Column, csv, linesOf } from "./csv-file.ts";
import { namesShown } from "./names-shown.ts";
import type { Customer } from "./portfolio.ts";
import type { Tenant } from "./tenant.ts";
import { servicesOf, type User } from "./users.ts";

/** Which of the two versions, and the length of its period in days; null for all time. */
export type CopilotReport = Readonly<{ version: "v1" | "v2"; periodDays: number | null }>;

/**
 * `getMicrosoft365CopilotUsageUserDetail`: those who hold Copilot. How version 2 spells its further columns is not in
 * the documentation; here they stand before the last one, so that a reader by position is found out.
 */
export function copilotReport(customer: Customer, tenant: Tenant, { version, periodDays }: CopilotReport): string {
  const names = namesShown(customer, tenant);
  const columns: Column<User>[] = [
    { header: "Report Refresh Date", value: () => tenant.copilotRefreshedOn },
    { header: "User Principal Name", value: names.principalName },
    { header: "Display Name", value: names.displayName },
    { header: "Last Activity Date", value: ({ lastActivity }) => lastActivity.copilot ?? "" },
    ...APPS.map((app, index) => ({
      header: `${app} Last Activity Date`,
      value: ({ number, lastActivity }: User) => (index <= number % APPS.length ? (lastActivity.copilot ?? "") : ""),
    })),
    ...(version === "v2" ? laterColumns(periodFrom(tenant.copilotRefreshedOn, periodDays)) : []),
    { header: "Report Period", value: () => (periodDays === null ? "ALL" : String(periodDays)) },
  ];
  const holders = tenant.users().filter((user) => !user.isDeleted && servicesOf(user).has("copilot"));
  return csv(linesOf(columns, holders));
}

const APPS = [
  "Copilot Chat",
  "Microsoft Teams Copilot",
  "Word Copilot",
  "Excel Copilot",
  "PowerPoint Copilot",
  "Outlook Copilot",
  "OneNote Copilot",
  "Loop Copilot",
];

function laterColumns(first: string): Column<User>[] {
  const within = (count: (user: User) => number) => (user: User) => {
    const last = user.lastActivity.copilot;
    return String(last === null || last < first ? 0 : count(user));
  };
  return [
    { header: "Copilot Chat (Work) Last Activity Date", value: ({ lastActivity }) => lastActivity.copilot ?? "" },
    { header: "Copilot Chat (Web) Last Activity Date", value: () => "" },
    { header: "Prompts Submitted For All Apps", value: within(({ number }) => 1 + ((number * 7) % 90)) },
    { header: "Prompts Submitted For Copilot Chat (Work)", value: within(({ number }) => number % 5) },
    { header: "Active Usage Days For All Apps", value: within(({ number }) => 1 + (number % 7)) },
  ];
}

/** The first day of the period; for all time a text that comes before every day. */
function periodFrom(refreshedOn: Day, periodDays: number | null): string {
  return periodDays === null ? "" : addDays(refreshedOn, 1 - periodDays);
}
