import { parse } from "csv-parse/sync";
import { expect } from "vitest";
import { z } from "zod";
import { Day } from "../../../src/domain/day.ts";
import type { SimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import type { Customer } from "../../../src/local/simulated-microsoft/portfolio.ts";

export const TODAY = Day.parse("2026-11-24");
export const PARTNER_CENTER = "https://api.partnercenter.microsoft.com";
export const GRAPH = "https://graph.microsoft.com";
export const ACTIVE_USERS = "getOffice365ActiveUserDetail(period='D7')";
export const APP_USERS = "getM365AppUserDetail(period='D7')";

/** Somebody who knows the services by their documentation, and nothing of how they are simulated. */
export function callerOf({ loginUrl, partnerCenterUrl, graphUrl, credentials }: SimulatedMicrosoft) {
  const askToken = (tenantId: string, form: Record<string, string>, path = "oauth2/v2.0/token") =>
    fetch(`${loginUrl}/${tenantId}/${path}`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        ...form,
      }),
    });
  const token = async (tenantId: string, resource: string) => {
    const response = await askToken(tenantId, { scope: `${resource}/.default` });
    return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
  };
  const partnerToken = token(credentials.partnerTenantId, PARTNER_CENTER);
  const userToken = async () => {
    const response = await askToken(credentials.partnerTenantId, {
      grant_type: "refresh_token",
      refresh_token: credentials.refreshToken,
      scope: `${PARTNER_CENTER}/user_impersonation`,
    });
    return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
  };

  const partnerCenter = async (path: string, headers: Record<string, string> = {}) =>
    fetch(`${partnerCenterUrl}/v1${path}`, { headers: { authorization: `Bearer ${await partnerToken}`, ...headers } });
  /** The path with its version, since some calls stand under another one. */
  const asUser = async (path: string) =>
    fetch(`${partnerCenterUrl}${path}`, { headers: { authorization: `Bearer ${await userToken()}` } });
  const graph = async ({ id }: Customer, path: string, redirect: "follow" | "manual" = "follow") =>
    fetch(`${graphUrl}/v1.0/${path}`, {
      headers: { authorization: `Bearer ${await token(id, GRAPH)}` },
      redirect,
    });

  return {
    askToken,
    token,
    userToken,
    partnerCenter,
    asUser,
    graph,
    reportText: async (customer: Customer, report: string) =>
      Buffer.from(await (await graph(customer, `reports/${report}`)).arrayBuffer()).toString("utf8"),
  };
}

/** Counted from the day the simulation believes it is. */
export const dayReport = (day: Day) => `getOffice365ActiveUserDetail(date=${day})`;
export const copilotReport = (period: string, version?: string) =>
  `getMicrosoft365CopilotUsageUserDetail(period='${period}'${version === undefined ? "" : `,version='${version}'`})`;

/** A report's rows by header, as strict as RFC 4180 is. */
export function rowsOf(text: string): Record<string, string>[] {
  return z.array(z.record(z.string(), z.string())).parse(parse(text, { bom: true, columns: true }));
}

export const Collection = z.object({
  totalCount: z.number(),
  items: z.array(z.record(z.string(), z.unknown())),
  links: z.object({
    next: z.object({ uri: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }).optional(),
  }),
});

export const OdataPage = z.object({
  "@odata.nextLink": z.string().optional(),
  value: z.array(z.record(z.string(), z.unknown())),
});

/** Matches a text by pattern, and says less of its type than vitest does. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** The body as text, byte order mark included: response.text() would hide it. */
export async function rawText(response: Response): Promise<string> {
  return Buffer.from(await response.arrayBuffer()).toString("utf8");
}

export function jsonOf(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ""));
}
