import { z } from "zod";
import { Day } from "../../domain/day.ts";
import { copilotReport } from "./copilot-csv.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { activeUserDayReport, activeUserReport, appUserReport } from "./reports-csv.ts";

/** Which file a caller has asked for. The files of periods tell of last activity alone, and are all alike. */
export const AskedReport = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("active users") }),
  z.object({ kind: z.literal("active users of a day"), day: Day }),
  z.object({ kind: z.literal("app users") }),
  z.object({ kind: z.literal("copilot"), version: z.enum(["v1", "v2"]), periodDays: z.number().nullable() }),
]);
export type AskedReport = Readonly<z.infer<typeof AskedReport>>;

export type ReportFile = Readonly<{ name: string; body: string; isCut: boolean }>;

export function reportFile({ today, tenantOf }: Portfolio, customer: Customer, asked: AskedReport): ReportFile {
  const tenant = tenantOf(customer);
  const isCut = customer.oddity.wire.file === "connection cut";
  switch (asked.kind) {
    case "active users":
      return { name: "getOffice365ActiveUserDetail.csv", body: activeUserReport(customer, tenant), isCut };
    case "active users of a day": {
      const body = activeUserDayReport(customer, tenant, { day: asked.day, today });
      return { name: "getOffice365ActiveUserDetail.csv", body, isCut };
    }
    case "app users":
      return { name: "getM365AppUserDetail.csv", body: appUserReport(customer, tenant), isCut: false };
    case "copilot": {
      const body = copilotReport(customer, tenant, asked);
      return { name: "getMicrosoft365CopilotUsageUserDetail.csv", body, isCut: false };
    }
  }
}
