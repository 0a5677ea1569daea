import { z } from "zod";
import type { AdviceThresholds } from "./domain/advice.ts";
import { AdoptionError } from "./errors.ts";

/** The names that this machine has in an address: what is sent there does not leave it. */
export const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address", abort: true });
const url = address.transform(withoutEndSlash);
const urlForSecrets = address
  .refine(isPrivate, { error: "must be an https address, since secrets are sent there" })
  .transform(withoutEndSlash);
const connectionString = {
  error: "must be UseDevelopmentStorage=true or a connection string with AccountName= or BlobEndpoint=",
};
const schedule = { error: "must be a schedule of six fields such as 0 15 2 * * *" };
const whole = (unit: string, first: number, last: number) => {
  const error = `must be a whole number of ${unit} from ${first} to ${last}`;
  return z.coerce.number({ error }).int({ error }).min(first, { error }).max(last, { error });
};

/**
 * Every setting of the app, in the order of local.settings.sample.json. An empty value is an absent one. The
 * descriptions are the README's table, held by a test.
 */
export const Settings = z.object({
  AzureWebJobsStorage: z
    .string(connectionString)
    .regex(/^UseDevelopmentStorage=true|(^|;)\s*(AccountName|BlobEndpoint)=[^;\s]/, connectionString)
    .describe("Storage account for tables, queues and blobs, as a connection string"),
  NIGHTLY_SCHEDULE: z
    .string(schedule)
    .regex(ncrontab(), schedule)
    .describe("When the nightly run starts, as NCRONTAB in UTC"),
  PUBLIC_BASE_URL: url.default("http://127.0.0.1:7071").describe("The address by which callers reach this app"),
  DEVELOPER_MODE: z
    .enum(["true", "false"], { error: "must be true or false" })
    .default("false")
    .describe("`true` serves data without sign-in, on loopback only and never in Azure"),
  PARTNER_TENANT_ID: z.guid({ error: "must be a tenant id (GUID)" }).optional().describe("The partner's own tenant"),
  PARTNER_CENTER_CLIENT_ID: z.string().optional().describe("App registration that may read Partner Center"),
  PARTNER_CENTER_CLIENT_SECRET: z.string().optional().describe("Its secret"),
  PARTNER_CENTER_REFRESH_TOKEN: z
    .string()
    .optional()
    .describe(
      "Refresh token of a partner account that signed in with MFA: for analytics and service requests, which no application alone may read",
    ),
  GRAPH_CLIENT_ID: z.string().optional().describe("Multi-tenant app registration that customers have consented to"),
  GRAPH_CLIENT_SECRET: z.string().optional().describe("Its secret"),
  PARTNER_CENTER_URL: urlForSecrets
    .default("https://api.partnercenter.microsoft.com")
    .describe("Partner Center of the cloud"),
  GRAPH_URL: urlForSecrets.default("https://graph.microsoft.com").describe("Microsoft Graph of the cloud"),
  LOGIN_URL: urlForSecrets.default("https://login.microsoftonline.com").describe("Sign-in service of the cloud"),
  REPORT_DOWNLOAD_HOSTS: z
    .string()
    .default("reports*.office.com")
    .transform((hosts) => hosts.split(",").map((host) => host.trim()))
    .describe("Hosts that usage reports may be downloaded from, separated by commas"),
  PULL_DEADLINE_MINUTES: whole("minutes", 1, 1_440)
    .default(240)
    .describe("After so long a run computes without the customers that are still being pulled"),
  PULLS_A_MINUTE: whole("calls", 1, 30_000)
    .default(400)
    .describe("How many calls to Partner Center the pulls of a run make a minute at most, below its limit of 500"),
  LEDGER_POLL_SECONDS: whole("seconds", 1, 600)
    .default(15)
    .describe("How often a run looks whether the step before has ended"),
  BACKFILL_DAYS: whole("days", 0, 27)
    .default(26)
    .describe("How many days before a customer's first night are asked for; 0 asks for none"),
  BACKFILL_PAUSE_SECONDS: whole("seconds", 0, 3_600)
    .default(660)
    .describe(
      "How long a first night's backfill rests between two batches, so that a tenant's 14 report calls in 10 minutes hold",
    ),
  EXPORT_LINK_MINUTES: whole("minutes", 5, 1_440).default(60).describe("How long a download link is valid"),
  ADVICE_USAGE_LOW_PERCENT: whole("percent", 0, 100).default(50).describe("Usage below it calls for advice"),
  ADVICE_DEPLOYMENT_LOW_PERCENT: whole("percent", 0, 100).default(70).describe("Deployment below it calls for advice"),
  ADVICE_QUESTIONS_PER_100_ACTIVE: whole("questions", 1, 10_000)
    .default(10)
    .describe("So many questions per 100 active users in 28 days call for training"),
  ADVICE_IDLE_SEATS: whole("seats", 1, 1_000_000)
    .default(5)
    .describe("So many sold seats of a product that nobody holds call for advice"),
  ADVICE_SEATS_LEFT_PERCENT: whole("percent", 0, 100)
    .default(5)
    .describe("A product with at most so many percent of its sold seats left is running out"),
  ADVICE_RENEWAL_DAYS: whole("days", 1, 1_096)
    .default(60)
    .describe("Idle seats that renew within so many days come first"),
});

export type Config = ReturnType<typeof configOf>;

/** Reads the settings once. Throws `misconfigured`, naming every setting that is missing or wrong. */
export function configOf(environmentVariables: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(environmentVariables).filter(([, value]) => value !== undefined && value.trim() !== "");
  const parsed = Settings.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `Setting "${issue.path.join(".")}" ${issue.message}`);
    throw new AdoptionError("misconfigured", wrong.join("; "), { cause: parsed.error });
  }
  const settings = parsed.data;
  return {
    connectionString: settings.AzureWebJobsStorage,
    publicBaseUrl: settings.PUBLIC_BASE_URL,
    developerMode: settings.DEVELOPER_MODE === "true",
    runsInAzure: AZURE_MARKERS.some((marker) => environmentVariables[marker] !== undefined),
    /** Tells own seats from those of other sellers; null where it is not known. */
    partnerTenantId: settings.PARTNER_TENANT_ID?.toLowerCase() ?? null,
    partnerCenter: partnerCenterOf(settings),
    graph: graphOf(settings),
    pullDeadlineMinutes: settings.PULL_DEADLINE_MINUTES,
    pullsAMinute: settings.PULLS_A_MINUTE,
    ledgerPollSeconds: settings.LEDGER_POLL_SECONDS,
    /** 0: no days before a customer's first night are asked for. */
    backfillDays: settings.BACKFILL_DAYS,
    backfillPauseSeconds: settings.BACKFILL_PAUSE_SECONDS,
    exportLinkMinutes: settings.EXPORT_LINK_MINUTES,
    adviceThresholds: adviceThresholdsOf(settings),
  } as const;
}

/** Set by the platform on every plan, and never on a laptop: CONTAINER_NAME would be, in many a container there. */
const AZURE_MARKERS = ["WEBSITE_SITE_NAME", "WEBSITE_INSTANCE_ID", "WEBSITE_OWNER_NAME", "WEBSITE_POD_NAME"];

type Settings = z.infer<typeof Settings>;

/** A source is configured whole or not at all: half a credential is a slip, not a wish. */
function partnerCenterOf(settings: Settings) {
  const {
    PARTNER_TENANT_ID: tenantId,
    PARTNER_CENTER_CLIENT_ID: clientId,
    PARTNER_CENTER_CLIENT_SECRET: clientSecret,
    PARTNER_CENTER_REFRESH_TOKEN: refreshToken = null,
  } = settings;
  // The partner's tenant alone serves Graph: it tells own seats from others'.
  if (clientId === undefined && clientSecret === undefined && refreshToken === null) return null;
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) {
    throw halfConfigured({
      PARTNER_TENANT_ID: tenantId,
      PARTNER_CENTER_CLIENT_ID: clientId,
      PARTNER_CENTER_CLIENT_SECRET: clientSecret,
    });
  }
  return {
    url: settings.PARTNER_CENTER_URL,
    loginUrl: settings.LOGIN_URL,
    tenantId: tenantId.toLowerCase(),
    clientId,
    clientSecret,
    /** Null where no user has signed in. */
    refreshToken,
  };
}

function graphOf(settings: Settings) {
  const { GRAPH_CLIENT_ID: clientId, GRAPH_CLIENT_SECRET: clientSecret } = settings;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    throw halfConfigured({ GRAPH_CLIENT_ID: clientId, GRAPH_CLIENT_SECRET: clientSecret });
  }
  return {
    url: settings.GRAPH_URL,
    loginUrl: settings.LOGIN_URL,
    clientId,
    clientSecret,
    downloadHosts: settings.REPORT_DOWNLOAD_HOSTS,
    partnerTenantId: settings.PARTNER_TENANT_ID?.toLowerCase() ?? null,
  };
}

/** Shares as 0–1, as rates are; seats and days as they are set. */
function adviceThresholdsOf(settings: Settings): AdviceThresholds {
  return {
    usageLow: settings.ADVICE_USAGE_LOW_PERCENT / 100,
    deploymentLow: settings.ADVICE_DEPLOYMENT_LOW_PERCENT / 100,
    questionsPerActiveUser: settings.ADVICE_QUESTIONS_PER_100_ACTIVE / 100,
    idleSeats: settings.ADVICE_IDLE_SEATS,
    seatsLeft: settings.ADVICE_SEATS_LEFT_PERCENT / 100,
    renewalDays: settings.ADVICE_RENEWAL_DAYS,
  };
}

function halfConfigured(settings: Readonly<Record<string, string | undefined>>): AdoptionError {
  const absent = Object.entries(settings).filter(([, value]) => value === undefined);
  return new AdoptionError("misconfigured", absent.map(([name]) => `Setting "${name}" is missing`).join("; "));
}

function withoutEndSlash(text: string): string {
  return text.replace(/\/+$/, "");
}

function isPrivate(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || LOOPBACK_HOSTS.has(hostname);
}

/**
 * A schedule by its shape, with seconds or without: months and weekdays may have names. Whether it ever comes is for
 * the host to say. https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
 */
function ncrontab(): RegExp {
  const numbers = fieldOf("\\d+");
  const names = fieldOf("(\\d+|[a-z]+)");
  return new RegExp(`^\\s*(${numbers}\\s+){3,4}${names}\\s+${names}\\s*$`, "i");
}

/** Values, ranges and steps, separated by commas. */
function fieldOf(value: string): string {
  const element = `(\\*|${value}(-${value})?)(/\\d+)?`;
  return `${element}(,${element})*`;
}
