import { Day, daysBetween } from "../../domain/day.ts";
import { type Answer, answer, type FirstTime } from "./answer.ts";
import { callLimit } from "./call-limit.ts";
import { downloadPath } from "./downloads.ts";
import { failed, throttled } from "./graph-answer.ts";
import type { Customer, Portfolio } from "./portfolio.ts";
import { type AskedReport, reportFile } from "./report-file.ts";
import type { Seal } from "./tokens.ts";

export type ReportSetting = Readonly<{
  portfolio: Portfolio;
  seal: Seal;
  downloadUrl: string;
  linkLifetimeSeconds: number;
  /** Of one function in one tenant, over all its forms. */
  reportCallsPerTenMinutes: number;
  firstTime: FirstTime;
  nowSeconds: () => number;
}>;

/** The usage reports of one tenant. Null for a path that is none of theirs. */
export function graphReports(setting: ReportSetting): (customer: Customer, path: string) => Answer | null {
  const { portfolio, reportCallsPerTenMinutes, nowSeconds } = setting;
  const limit = callLimit(reportCallsPerTenMinutes);

  return (customer, path) => {
    const called = FUNCTIONS.find(({ folder, name }) => path.startsWith(`${folder}/${name}(`) && path.endsWith(")"));
    if (called === undefined) return null;

    const waitSeconds = limit(`${called.name} of ${customer.id}`, nowSeconds());
    if (waitSeconds !== null) return throttled(portfolio.today, String(waitSeconds));
    const asking = called.asking(path.slice(called.folder.length + called.name.length + 2, -1), {
      customer,
      today: portfolio.today,
    });
    switch (asking.kind) {
      case "unknown":
        return null;
      case "invalid":
        return failed(portfolio.today, 400, "InvalidArgument", `Invalid ${asking.what}.`);
      case "known":
        return reportAnswer(setting, customer, { name: called.name, ...asking });
    }
  };
}

/** What the arguments of a call come to. */
type Asking =
  | Readonly<{ kind: "known"; report: AskedReport; isRedirected: boolean }>
  | Readonly<{ kind: "invalid"; what: string }>
  | Readonly<{ kind: "unknown" }>;

type Asked = Readonly<{ customer: Customer; today: Day }>;

type ReportFunction = Readonly<{
  folder: string;
  name: string;
  asking: (given: string, asked: Asked) => Asking;
}>;

const FUNCTIONS: readonly ReportFunction[] = [
  {
    folder: "/v1.0/reports",
    name: "getOffice365ActiveUserDetail",
    asking: (given, { today }) =>
      given.startsWith("date=") ? dayAsking(given, today) : periodAsking(given, { kind: "active users" }),
  },
  {
    folder: "/v1.0/reports",
    name: "getM365AppUserDetail",
    asking: (given) => periodAsking(given, { kind: "app users" }),
  },
  {
    folder: "/v1.0/copilot/reports",
    name: "getMicrosoft365CopilotUsageUserDetail",
    asking: (given, { customer }) => copilotAsking(given, customer),
  },
];

const PERIODS: ReadonlySet<string | undefined> = new Set(["D7", "D30", "D90", "D180"]);

function periodAsking(given: string, report: AskedReport): Asking {
  const [matched, period] = /^period='(\w+)'$/.exec(given) ?? [];
  if (matched === undefined) return { kind: "unknown" };
  return PERIODS.has(period)
    ? { kind: "known", report, isRedirected: true }
    : { kind: "invalid", what: `period value specified: ${period}` };
}

/** A day stands without quotes. It may be 27 days ago at the most, and it must be over. */
function dayAsking(given: string, today: Day): Asking {
  const [, text] = /^date=([\d-]+)$/.exec(given) ?? [];
  if (text === undefined) return { kind: "unknown" };
  const day = Day.safeParse(text);
  const daysAgo = day.success ? daysBetween(day.data, today) : 0;
  return day.success && daysAgo >= 1 && daysAgo < DAYS_MAX
    ? { kind: "known", report: { kind: "active users of a day", day: day.data }, isRedirected: true }
    : {
        kind: "invalid",
        what: `date value specified: ${text}. Only support data for the past ${DAYS_MAX} days`,
      };
}

const DAYS_MAX = 28;

/** The only report with a period of 28 days, in its second version alone. It needs no redirect where it has that one. */
function copilotAsking(given: string, { oddity }: Customer): Asking {
  const [matched, period = "", version = "v1"] = /^period='(\w+)'(?:,version='(\w+)')?$/.exec(given) ?? [];
  if (matched === undefined) return { kind: "unknown" };
  const isOlder = oddity.wire.copilot === "version 1, redirected";
  if (version !== "v1" && (version !== "v2" || isOlder)) {
    return { kind: "invalid", what: `version value specified: ${version}` };
  }
  const periodDays = COPILOT_PERIODS[version].get(period);
  return periodDays === undefined
    ? { kind: "invalid", what: `period value specified: ${period}` }
    : { kind: "known", report: { kind: "copilot", version, periodDays }, isRedirected: isOlder };
}

/** In days; null for all time. */
const COPILOT_PERIODS: Readonly<Record<"v1" | "v2", ReadonlyMap<string, number | null>>> = {
  v1: new Map([
    ["D7", 7],
    ["D30", 30],
    ["D90", 90],
    ["D180", 180],
    ["ALL", null],
  ]),
  v2: new Map([
    ["D7", 7],
    ["D28", 28],
    ["D90", 90],
    ["D180", 180],
    ["ALL", null],
  ]),
};

type Known = Readonly<{ name: string; report: AskedReport; isRedirected: boolean }>;

function reportAnswer(setting: ReportSetting, customer: Customer, known: Known): Answer {
  const { portfolio, firstTime, nowSeconds } = setting;
  const { today } = portfolio;
  const manner = customer.oddity.wire.reports;
  const isFirst = () => firstTime(`${known.name} of ${customer.id}`);

  switch (manner) {
    case "answered":
      return delivered(setting, customer, known);
    case "throttled once, seconds":
      return isFirst() ? throttled(today, String(RETRY_SECONDS)) : delivered(setting, customer, known);
    case "throttled once, date": {
      // A date has no fractions: a second is added for the one that is cut off.
      const retryAt = new Date((nowSeconds() + RETRY_SECONDS + 1) * 1000).toUTCString();
      return isFirst() ? throttled(today, retryAt) : delivered(setting, customer, known);
    }
    case "unavailable once":
      return isFirst()
        ? failed(today, 503, "ServiceUnavailable", "The service is not available for now.")
        : delivered(setting, customer, known);
    case "not ready":
      return failed(today, 404, "UnknownTenantId", "The tenant is not known to this service.");
    case "not ready, nested":
      return failed(
        today,
        404,
        "UnknownError",
        JSON.stringify({ error: { code: "UnknownTenantId", message: "The tenant is not known to this service." } }),
      );
    case "no permission":
      return failed(today, 403, "S2SUnauthorized", "Invalid permission.");
  }
}

const RETRY_SECONDS = 1;

function delivered(setting: ReportSetting, customer: Customer, { report, isRedirected }: Known): Answer {
  const { portfolio, downloadUrl, seal, linkLifetimeSeconds, nowSeconds } = setting;
  if (!isRedirected) {
    const { body } = reportFile(portfolio, customer, report);
    return answer(200, { "content-type": "application/octet-stream" }, body);
  }
  const expiresAt = Math.floor(nowSeconds()) + linkLifetimeSeconds;
  const location = `${downloadUrl}${downloadPath(seal, { customerId: customer.id, report, expiresAt })}`;
  return answer(302, { location, "content-type": "text/plain" }, "");
}
