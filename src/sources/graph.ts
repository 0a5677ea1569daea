import type { ActivitySnapshot } from "../domain/activity.ts";
import type { DailyActivity } from "../domain/daily-activity.ts";
import type { Day } from "../domain/day.ts";
import type { PlansBySku } from "../domain/holding.ts";
import type { CustomerId, SkuId } from "../domain/ids.ts";
import type { LicenceSnapshot, TenantSku, TenantSubscription } from "../domain/licences.ts";
import { activeUsersReport } from "./active-users-report.ts";
import { authorizedFile, authorizedJson } from "./authorized.ts";
import { dailyReport } from "./daily-report.ts";
import { directoryOf } from "./directory.ts";
import {
  directoryUsersPage,
  type GraphPage,
  namesSettingIn,
  refusalCode,
  tenantSkusPage,
  tenantSubscriptionsPage,
} from "./graph-rows.ts";
import type { FileAnswer, HttpClient, JsonAnswer } from "./http-client.ts";
import { joinedActivity, type JoinedActivity } from "./joined-activity.ts";
import { linkUrl, pages } from "./pages.ts";
import { type SideReport, sideReport } from "./side-report.ts";
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
const REPORT_SETTINGS = { subject: "report settings", permission: "ReportSettings.Read.All" };
const USERS = { subject: "users", permission: "User.Read.All" };
type Asked = Readonly<{ subject: string; permission: string }>;

type NamesSetting = NonNullable<ActivitySnapshot["namesSetting"]>;

/**
 * Any period gives the same users with the same last activity; the shortest is the least work for Microsoft. The Copilot
 * report has grown a second version, which is not there for everybody.
 */
const ACTIVE_USERS_PATH = "reports/getOffice365ActiveUserDetail(period='D7')";
const APPS_PATH = "reports/getM365AppUserDetail(period='D7')";
const COPILOT_PATH = "copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D28',version='v2')";
const COPILOT_BEFORE_PATH = "copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D7')";

/** The most that Microsoft gives on one page. */
const USERS_A_PAGE = 999;
const USERS_PATH = `users?$select=id,userPrincipalName,accountEnabled,userType,assignedLicenses&$top=${USERS_A_PAGE}`;

/** What is known of a customer before its activity is asked for. */
export type ActivityBackground = Readonly<{
  licences: LicenceSnapshot | null;
  plans: PlansBySku;
  isCopilotSold: boolean;
}>;

type Bytes = AsyncIterable<Uint8Array>;
const readApps = (bytes: Bytes) => sideReport("apps", bytes);
const readCopilot = (bytes: Bytes) => sideReport("copilot", bytes);

/** What a customer's own tenant says: its products, its purchases, its users, and how they use what they have. */
export function graph(options: GraphOptions) {
  const { http, partnerTenantId, downloadHosts } = options;
  const base = options.url.replace(/\/+$/, "");
  const root = `${base}/v1.0`;
  const tokensByTenant = tokens({ ...options, audience: base, settings: SETTINGS });

  const ask = (customerId: CustomerId, url: URL) =>
    authorizedJson(http, tokensByTenant, customerId, { source: SOURCE, url, headers: { Accept: "application/json" } });

  const collection = <Row>(
    customerId: CustomerId,
    path: string,
    asked: Asked,
    page: (body: unknown) => GraphPage<Row>,
  ): AsyncGenerator<readonly Row[]> =>
    pages<Row>({
      source: SOURCE,
      first: { url: new URL(`${root}/${path}`), headers: {} },
      ask: ({ url }) => ask(customerId, url),
      read(answer) {
        if (answer.status !== 200) throw refusal(answer, customerId, asked);
        const { rows, next } = page(answer.body);
        return { rows, next: next === null ? null : { url: linkUrl(SOURCE, next), headers: {} } };
      },
    });

  async function namesSetting(customerId: CustomerId): Promise<NamesSetting> {
    const answer = await ask(customerId, new URL(`${root}/admin/reportSettings`));
    if (answer.status !== 200) throw refusal(answer, customerId, REPORT_SETTINGS);
    return namesSettingIn(answer.body);
  }

  const askForReport = <T>(customerId: CustomerId, path: string, read: (bytes: Bytes) => Promise<T>) =>
    authorizedFile(http, tokensByTenant, customerId, { source: SOURCE, url: new URL(`${root}/${path}`) }, read);

  /**
   * A report is answered at once, or is a redirect to a file that lives for minutes, on a host that has no business with
   * our token.
   */
  async function delivered<T>(
    customerId: CustomerId,
    answer: FileAnswer<T>,
    read: (bytes: Bytes) => Promise<T>,
  ): Promise<T> {
    if (answer.kind === "file") return answer.value;
    if (answer.status !== 302) throw refusal(answer, customerId, REPORTS);
    const url = URL.parse(answer.location ?? "");
    if (url === null || !isDownload(url, new URL(base), downloadHosts)) {
      throw new SourceRefusal("unreadable", `${SOURCE} sends us for a report to a host that is not in the list`);
    }
    return http.bytes({ source: "The download of a usage report", url }, read);
  }

  async function report<T>(customerId: CustomerId, path: string, read: (bytes: Bytes) => Promise<T>): Promise<T> {
    return delivered(customerId, await askForReport(customerId, path, read), read);
  }

  async function copilotReport(customerId: CustomerId): Promise<SideReport> {
    const answer = await askForReport(customerId, COPILOT_PATH, readCopilot);
    const isUnknown = answer.status === 400 || answer.status === 404;
    return isUnknown
      ? report(customerId, COPILOT_BEFORE_PATH, readCopilot)
      : delivered(customerId, answer, readCopilot);
  }

  return {
    subscribedSkus: (customerId: CustomerId): Promise<TenantSku[]> =>
      allOf(collection(customerId, "subscribedSkus", LICENCES, tenantSkusPage)),

    subscriptions: (customerId: CustomerId): Promise<TenantSubscription[]> =>
      allOf(
        collection(customerId, "directory/subscriptions", SUBSCRIPTIONS, (body) =>
          tenantSubscriptionsPage(body, partnerTenantId),
        ),
      ),

    /**
     * The active users report comes last: what is joined to it is held, and it is let through. The others may each fail
     * alone; only a request for patience is none of their failures, for then the whole comes back later.
     */
    async activity(
      customerId: CustomerId,
      { licences, plans, isCopilotSold }: ActivityBackground,
    ): Promise<JoinedActivity> {
      const setting = await givenOrRefusal(namesSetting(customerId));
      const apps = await givenOrRefusal(report(customerId, APPS_PATH, readApps));
      const copilot = isCopilotSold ? await givenOrRefusal(copilotReport(customerId)) : notSold();
      const directory =
        whyNotToAskForUsers(setting, apps) ??
        (await givenOrRefusal(directoryOf(collection(customerId, USERS_PATH, USERS, directoryUsersPage))));

      const background = { licences, plans, namesSetting: setting instanceof SourceRefusal ? null : setting };
      return joinedActivity({ apps, copilot, directory }, (joinable) =>
        report(customerId, ACTIVE_USERS_PATH, (bytes) => activeUsersReport(bytes, background, joinable)),
      );
    },

    /** How many users were active on one day, of the last four weeks at the most. */
    async activeOnDay(customerId: CustomerId, day: Day): Promise<DailyActivity> {
      const read = (bytes: Bytes) => dailyReport(bytes, day);
      const answer = await askForReport(customerId, `reports/getOffice365ActiveUserDetail(date=${day})`, read);
      if (answer.kind === "other" && refusalCode(answer.body) === "InvalidArgument") {
        throw new SourceRefusal(
          "source_not_ready",
          `The usage reports of customer ${customerId} do not reach to ${day} (${answer.status}, InvalidArgument)`,
        );
      }
      return delivered(customerId, answer, read);
    },
  };
}

/** The plans of each product. One that lists none is left out: that it has none is not what it says. */
export function plansBySku(skus: readonly TenantSku[]): PlansBySku {
  const plans = new Map<SkuId, string[]>();
  for (const { skuId, planIds } of skus) {
    if (planIds.length > 0) plans.set(skuId, [...(plans.get(skuId) ?? []), ...planIds.map((id) => id.toLowerCase())]);
  }
  return plans;
}

async function allOf<Row>(found: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  return (await Array.fromAsync(found)).flat();
}

async function givenOrRefusal<T>(asked: Promise<T>): Promise<T | SourceRefusal> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SourceRefusal) return error;
    throw error;
  }
}

function notSold(): SourceRefusal {
  return new SourceRefusal("not_configured", "No Copilot is sold to this customer, so nobody asks how it is used");
}

/**
 * Users are found by name, so names have to be in clear. Where the setting is not to be had, the Apps report shows how
 * reports are. Null where nothing stands against it.
 */
function whyNotToAskForUsers(
  setting: NamesSetting | SourceRefusal,
  apps: SideReport | SourceRefusal,
): SourceRefusal | null {
  const shown = apps instanceof SourceRefusal ? "none" : apps.facts.naming;
  const naming = setting instanceof SourceRefusal ? shown : setting;
  if (naming === "clear") return null;
  const isUnknown = setting instanceof SourceRefusal && naming === "none";
  return new SourceRefusal(
    "not_configured",
    isUnknown
      ? `It is not known whether the reports conceal names, so users are not joined to the directory: ${setting.message}`
      : "Names are concealed in the reports, so users cannot be joined to the directory",
  );
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
