import { expect, test } from "vitest";
import sample from "../local.settings.sample.json" with { type: "json" };
import { configOf, Settings } from "../src/config.ts";
import { DEFAULT_THRESHOLDS } from "../src/domain/advice.ts";

const MINIMAL = { AzureWebJobsStorage: "UseDevelopmentStorage=true", NIGHTLY_SCHEDULE: "0 15 2 * * *" };

test("local.settings.sample.json names every setting, and each of its values is a good one", () => {
  const { FUNCTIONS_WORKER_RUNTIME: runtime, ...values } = sample.Values;
  expect(runtime).toBe("node");
  expect(Object.keys(values)).toEqual(Object.keys(Settings.shape));
  expect(() => configOf(values)).not.toThrow();
});

test.each([
  ["nothing at all", {}, ['"AzureWebJobsStorage" must be', '"NIGHTLY_SCHEDULE" must be']],
  ["an empty value is an absent one", { ...MINIMAL, NIGHTLY_SCHEDULE: " " }, ['"NIGHTLY_SCHEDULE" must be']],
  ["no number", { ...MINIMAL, EXPORT_LINK_MINUTES: "soon" }, ['"EXPORT_LINK_MINUTES" must be a whole number']],
  ["out of range", { ...MINIMAL, EXPORT_LINK_MINUTES: "1441" }, ['"EXPORT_LINK_MINUTES"', "1440"]],
  ["no address", { ...MINIMAL, GRAPH_URL: "graph.microsoft.com" }, ['"GRAPH_URL" must be an http or https address']],
  ["neither true nor false", { ...MINIMAL, DEVELOPER_MODE: "yes" }, ['"DEVELOPER_MODE" must be true or false']],
  ["no tenant id", { ...MINIMAL, PARTNER_TENANT_ID: "contoso" }, ['"PARTNER_TENANT_ID" must be a tenant id']],
  ["no account", { ...MINIMAL, AzureWebJobsStorage: "nonsense" }, ['"AzureWebJobsStorage" must be']],
  ["half an account", { ...MINIMAL, AzureWebJobsStorage: "AccountName=" }, ['"AzureWebJobsStorage" must be']],
  ["out of range", { ...MINIMAL, PULLS_A_MINUTE: "30001" }, ['"PULLS_A_MINUTE" must be a whole number', "30000"]],
  [
    "out of range",
    { ...MINIMAL, BACKFILL_DAYS: "28" },
    ['"BACKFILL_DAYS" must be a whole number of days from 0 to 27'],
  ],
  ["no number", { ...MINIMAL, BACKFILL_PAUSE_SECONDS: "-1" }, ['"BACKFILL_PAUSE_SECONDS" must be a whole number']],
  ["no whole percent", { ...MINIMAL, ADVICE_USAGE_LOW_PERCENT: "0.5" }, ['"ADVICE_USAGE_LOW_PERCENT" must be']],
  ["out of range", { ...MINIMAL, ADVICE_SEATS_LEFT_PERCENT: "101" }, ['"ADVICE_SEATS_LEFT_PERCENT" must be', "100"]],
  ["half a credential", { ...MINIMAL, GRAPH_CLIENT_ID: "a" }, ['"GRAPH_CLIENT_SECRET" is missing']],
  [
    "half of another",
    { ...MINIMAL, PARTNER_CENTER_CLIENT_SECRET: "a" },
    ['"PARTNER_TENANT_ID" is missing', '"PARTNER_CENTER_CLIENT_ID" is missing'],
  ],
  [
    "a sign-in without an application",
    { ...MINIMAL, PARTNER_CENTER_REFRESH_TOKEN: "a" },
    ['"PARTNER_CENTER_CLIENT_ID" is missing', '"PARTNER_CENTER_CLIENT_SECRET" is missing'],
  ],
])("configOf() stops the start and names what is wrong: %s", (_name, variables, words) => {
  for (const word of words) expect(() => configOf(variables)).toThrow(word);
});

test.each([
  "UseDevelopmentStorage=true",
  "DefaultEndpointsProtocol=https;AccountName=adoption;AccountKey=a2V5;EndpointSuffix=core.windows.net",
  "BlobEndpoint=https://adoption.blob.core.windows.net/;SharedAccessSignature=sv=1",
])("configOf() takes a storage account as %s", (AzureWebJobsStorage) => {
  expect(configOf({ ...MINIMAL, AzureWebJobsStorage }).connectionString).toBe(AzureWebJobsStorage);
});

test.each(["0 15 2 * * *", "15 2 * * *", " 0 */30 1-5,22 * Jan-mar Mon,Wed ", "0/10 0 0 1 january 0-6/2"])(
  "configOf() takes a schedule by its shape: %s",
  (NIGHTLY_SCHEDULE) => {
    expect(() => configOf({ ...MINIMAL, NIGHTLY_SCHEDULE })).not.toThrow();
  },
);

test.each([
  "at two",
  "every night at two please",
  "0 15 2 * *  * *",
  "15 2 * *",
  "0 15 2 ? * *",
  "0 15 2 L * *",
  "@daily",
])("configOf() refuses what is no schedule, by name: %s", (NIGHTLY_SCHEDULE) => {
  expect(() => configOf({ ...MINIMAL, NIGHTLY_SCHEDULE })).toThrow('"NIGHTLY_SCHEDULE" must be a schedule');
});

test.each(["PARTNER_CENTER_URL", "GRAPH_URL", "LOGIN_URL"])("configOf() sends no secret in clear: %s", (name) => {
  for (const host of ["graph.microsoft.com", "127.0.0.1.example", "10.0.0.1"]) {
    expect(() => configOf({ ...MINIMAL, [name]: `http://${host}` })).toThrow(`"${name}" must be an https address`);
  }
  for (const url of ["https://graph.microsoft.us/", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"]) {
    expect(() => configOf({ ...MINIMAL, [name]: url })).not.toThrow();
  }
});

test("configOf() says one thing of an address that is none", () => {
  expect(() => configOf({ ...MINIMAL, LOGIN_URL: "login" })).toThrow(
    /^Setting "LOGIN_URL" must be an http or https address$/,
  );
});

test("configOf() stays below Partner Center's limit unless it is told otherwise", () => {
  expect(configOf(MINIMAL).pullsAMinute).toBe(400);
  expect(configOf({ ...MINIMAL, PULLS_A_MINUTE: "30000" }).pullsAMinute).toBe(30_000);
});

test("configOf() never says the value of a secret", () => {
  const secret = "canary-secret";
  for (const name of ["GRAPH_CLIENT_SECRET", "PARTNER_CENTER_CLIENT_SECRET", "PARTNER_CENTER_REFRESH_TOKEN"]) {
    expect(() => configOf({ ...MINIMAL, [name]: secret })).toThrow(/^(?!.*canary)/);
  }
});

test("configOf() leaves a source out that is not configured", () => {
  expect(configOf(MINIMAL)).toMatchObject({
    partnerCenter: null,
    graph: null,
    developerMode: false,
    runsInAzure: false,
  });
});

test("configOf() takes the partner's tenant alone: it tells own seats from those of others", () => {
  const tenant = "AAAAAAAA-0000-4000-8000-000000000001";
  expect(configOf({ ...MINIMAL, PARTNER_TENANT_ID: tenant })).toMatchObject({
    partnerCenter: null,
    partnerTenantId: tenant.toLowerCase(),
  });
});

test("configOf() knows Azure by the platform's marks", () => {
  expect(configOf({ ...MINIMAL, WEBSITE_SITE_NAME: "adoption" }).runsInAzure).toBe(true);
});

test.each([
  ["", null],
  ["a-sign-in", "a-sign-in"],
])(
  "configOf() has a user of Partner Center where one has signed in: %j",
  (PARTNER_CENTER_REFRESH_TOKEN, refreshToken) => {
    const application = {
      PARTNER_TENANT_ID: "aaaaaaaa-0000-4000-8000-000000000001",
      PARTNER_CENTER_CLIENT_ID: "an-application",
      PARTNER_CENTER_CLIENT_SECRET: "a-secret",
    };
    const { partnerCenter } = configOf({ ...MINIMAL, ...application, PARTNER_CENTER_REFRESH_TOKEN });
    expect(partnerCenter).toMatchObject({ clientId: "an-application", refreshToken });
  },
);

test("configOf() has the thresholds of advice as rates are written, by default the domain's own", () => {
  expect(configOf(MINIMAL).adviceThresholds).toEqual(DEFAULT_THRESHOLDS);
  const set = {
    ADVICE_USAGE_LOW_PERCENT: "60",
    ADVICE_DEPLOYMENT_LOW_PERCENT: "80",
    ADVICE_QUESTIONS_PER_100_ACTIVE: "25",
    ADVICE_IDLE_SEATS: "3",
    ADVICE_SEATS_LEFT_PERCENT: "10",
    ADVICE_RENEWAL_DAYS: "90",
  };
  expect(configOf({ ...MINIMAL, ...set }).adviceThresholds).toEqual({
    usageLow: 0.6,
    deploymentLow: 0.8,
    questionsPerActiveUser: 0.25,
    idleSeats: 3,
    seatsLeft: 0.1,
    renewalDays: 90,
  });
});

test("configOf() backfills what the window needs, and rests between batches", () => {
  expect(configOf(MINIMAL)).toMatchObject({ backfillDays: 26, backfillPauseSeconds: 660 });
  const none = { BACKFILL_DAYS: "0", BACKFILL_PAUSE_SECONDS: "0" };
  expect(configOf({ ...MINIMAL, ...none })).toMatchObject({ backfillDays: 0, backfillPauseSeconds: 0 });
});
