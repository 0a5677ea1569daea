import type { CustomerId } from "../domain/ids.ts";
import type { LicenceSnapshot, TenantSku, TenantSubscription } from "../domain/licences.ts";
import { activeUsersReport } from "./active-users-report.ts";
import { appsReport } from "./apps-report.ts";
import { authorizedJson } from "./authorized.ts";
import { type GraphPage, refusalCode, tenantSkusPage, tenantSubscriptionsPage } from "./graph-rows.ts";
import type { HttpClient, JsonAnswer } from "./http-client.ts";
import { joinedActivity, type JoinedActivity } from "./joined-activity.ts";
import { linkUrl, pages } from "./pages.ts";
import { SourceRefusal } from "./source-refusal.ts";
import { tokens } from "./tokens.ts";

export type Graph = ReturnType<typeof graph>;

type GraphOptions = Readonly<{
  url: string;
  loginUrl: string;
  clientId: string;
  clientSecret: string;
  /** Whose sales are ours; null where it is not known. */
  partnerTenantId: string | null;
  /** Hosts that reports may be fetched from, such as `reports*.office.com`; with the port where it is not the usual one. */
  downloadHosts: readonly string[];
  http: HttpClient;
}>;

const SOURCE = "Microsoft Graph";
const SETTINGS = { clientId: "GRAPH_CLIENT_ID", clientSecret: "GRAPH_CLIENT_SECRET" };

/** A consent that the customer's tenant has to give, by what we ask for. */
const LICENCES = { subject: "products", permission: "LicenseAssignment.Read.All" };
const SUBSCRIPTIONS = { subject: "subscriptions", permission: "Organization.Read.All" };
const REPORTS = { subject: "usage reports", permission: "Reports.Read.All" };
type Asked = Readonly<{ subject: string; permission: string }>;

/** What a customer's own tenant says: its products, its purchases, and how they are used. */
export function graph(options: GraphOptions) {
  const { http, partnerTenantId, downloadHosts } = options;
  const base = options.url.replace(/\/+$/, "");
  const root = `${base}/v1.0`;
  const tokensByTenant = tokens({ ...options, audience: base, settings: SETTINGS });

  const ask = (customerId: CustomerId, url: URL) =>
    authorizedJson(http, tokensByTenant, customerId, { source: SOURCE, url, headers: { Accept: "application/json" } });

  async function all<Row>(
    customerId: CustomerId,
    path: string,
    asked: Asked,
    page: (body: unknown) => GraphPage<Row>,
  ): Promise<Row[]> {
    const found = pages<Row>({
      source: SOURCE,
      first: { url: new URL(`${root}/${path}`), headers: {} },
      ask: ({ url }) => ask(customerId, url),
      read(answer) {
        if (answer.status !== 200) throw refusal(answer, customerId, asked);
        const { rows, next } = page(answer.body);
        return { rows, next: next === null ? null : { url: linkUrl(SOURCE, next), headers: {} } };
      },
    });
    return (await Array.fromAsync(found)).flat();
  }

  /**
   * A report is a redirect to a file that lives for minutes, on a host that has no business with our token. Any period
   * gives the same users with the same last activity; the shortest is the least work for Microsoft.
   */
  async function report<T>(
    customerId: CustomerId,
    name: string,
    read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const answer = await ask(customerId, new URL(`${root}/reports/${name}(period='D7')`));
    if (answer.status !== 302) throw refusal(answer, customerId, REPORTS);
    const url = URL.parse(answer.location ?? "");
    if (url === null || !isDownload(url, new URL(base), downloadHosts)) {
      throw new SourceRefusal("unreadable", `${SOURCE} sends us for a report to a host that is not in the list`);
    }
    return http.bytes({ source: "The download of a usage report", url }, read);
  }

  return {
    subscribedSkus: (customerId: CustomerId): Promise<TenantSku[]> =>
      all(customerId, "subscribedSkus", LICENCES, tenantSkusPage),

    subscriptions: (customerId: CustomerId): Promise<TenantSubscription[]> =>
      all(customerId, "directory/subscriptions", SUBSCRIPTIONS, (body) =>
        tenantSubscriptionsPage(body, partnerTenantId),
      ),

    /**
     * The Apps report comes first: it is held, and the other one let through. It may fail alone; only a request for
     * patience is none of its failures, for then the whole comes back later.
     */
    async activity(customerId: CustomerId, licences: LicenceSnapshot | null): Promise<JoinedActivity> {
      const apps = await report(customerId, "getM365AppUserDetail", appsReport).catch((error: unknown) => {
        if (error instanceof SourceRefusal) return error;
        throw error;
      });
      return joinedActivity(apps, (joinable) =>
        report(customerId, "getOffice365ActiveUserDetail", (bytes) => activeUsersReport(bytes, licences, joinable)),
      );
    },
  };
}

/** As safe as the API itself, without a name and password in it, and on a host of the list. */
function isDownload(url: URL, base: URL, hosts: readonly string[]): boolean {
  const isPlain = url.protocol === base.protocol && url.username === "" && url.password === "";
  return isPlain && hosts.some((pattern) => hostPattern(pattern).test(url.host));
}

/** A star stands for a part of one label, so that it cannot reach into somebody else's domain. */
function hostPattern(pattern: string): RegExp {
  const parts = pattern
    .toLowerCase()
    .split("*")
    .map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join("[a-z0-9-]*")}$`);
}

/** What to do about a refusal, by status and code. */
function refusal({ status, body }: JsonAnswer, customerId: CustomerId, { subject, permission }: Asked): SourceRefusal {
  const code = refusalCode(body);
  const said = code === null ? `${status}` : `${status}, ${code}`;
  if (code === "UnknownTenantId") {
    return new SourceRefusal("source_not_ready", `Microsoft has no ${subject} of customer ${customerId} yet (${said})`);
  }
  if (status === 401 || status === 403) {
    return new SourceRefusal(
      "no_access",
      `Microsoft Graph refuses the ${subject} of customer ${customerId} (${said}): its administrator has to consent to ${permission}`,
    );
  }
  return new SourceRefusal("failed", `Microsoft Graph answered ${said} for the ${subject} of customer ${customerId}`);
}
