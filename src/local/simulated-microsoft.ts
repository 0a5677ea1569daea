import type { Day } from "../domain/day.ts";
import { type Answer, answer, type Call, firstTimes } from "./simulated-microsoft/answer.ts";
import { downloads } from "./simulated-microsoft/downloads.ts";
import { graph } from "./simulated-microsoft/graph.ts";
import { type Credentials, login } from "./simulated-microsoft/login.ts";
import { startLoopbackServer } from "./simulated-microsoft/loopback-server.ts";
import type { AnalyticsMode } from "./simulated-microsoft/analytics.ts";
import { partnerCenter } from "./simulated-microsoft/partner-center.ts";
import { type Portfolio, portfolioOn } from "./simulated-microsoft/portfolio.ts";
import { guidOf } from "./simulated-microsoft/random.ts";
import { refreshToken, sealOf } from "./simulated-microsoft/tokens.ts";

export type SimulatedMicrosoftOptions = Readonly<{
  /** The day on which everything is looked at. The clock is read for the life of tokens and links only. */
  today: Day;
  customers?: number;
  port?: number;
  tokenLifetimeSeconds?: number;
  linkLifetimeSeconds?: number;
  /** Of one function of the usage reports in one tenant, in any ten minutes. */
  reportCallsPerTenMinutes?: number;
  /** Which calls of Partner Center's licence analytics have something to say. */
  analytics?: AnalyticsMode;
  log?: (line: string) => void;
}>;

export type SimulatedMicrosoft = Readonly<{
  url: string;
  loginUrl: string;
  partnerCenterUrl: string;
  graphUrl: string;
  downloadUrl: string;
  credentials: Credentials;
  portfolio: Portfolio;
  /** Requests answered so far. */
  requests(): Readonly<Record<Service, number>>;
  stop(): Promise<void>;
}>;

type Service = "login" | "partnerCenter" | "graph" | "download";

/**
 * Entra's token endpoint, Partner Center and Microsoft Graph over real HTTP on this machine, and a second server, on
 * another origin, for the report files. The same day and number of customers give the same answers, byte for byte.
 */
export async function startSimulatedMicrosoft(options: SimulatedMicrosoftOptions): Promise<SimulatedMicrosoft> {
  const { today, customers = 40, port = 0, tokenLifetimeSeconds = 3599, linkLifetimeSeconds = 300, log } = options;
  const { reportCallsPerTenMinutes = 14, analytics = "portfolio" } = options;
  const services = await startLoopbackServer(port);
  const files = await startLoopbackServer(0);
  const loginUrl = `${services.url}/login`;
  const partnerCenterUrl = `${services.url}/partner-center`;
  const graphUrl = `${services.url}/graph`;

  const portfolio = portfolioOn(today, customers);
  const shared = { portfolio, seal: sealOf(SEAL_SECRET), firstTime: firstTimes(), nowSeconds };
  const { partnerTenantId } = CREDENTIALS;
  const counts: Record<Service, number> = { login: 0, partnerCenter: 0, graph: 0, download: 0 };
  const counted = (service: Service, answerTo: (call: Call) => Answer) => (call: Call) => {
    counts[service] += 1;
    const given = answerTo(call);
    log?.(`${service} ${call.method} ${call.path} ${given.status}`);
    return given;
  };

  const addresses = {
    partnerCenter: ["https://api.partnercenter.microsoft.com", partnerCenterUrl],
    graph: ["https://graph.microsoft.com", graphUrl],
  };
  const sellers = { partnerTenantId, otherPartnerTenantId: guidOf("another partner") };
  const links = { downloadUrl: files.url, linkLifetimeSeconds };
  const answerers = {
    login: login({ ...shared, credentials: CREDENTIALS, tokenLifetimeSeconds, addresses }),
    partnerCenter: partnerCenter({
      ...shared,
      partnerTenantId,
      partnerCenterUrl,
      pageSizes: pageSizesFor(customers),
      analytics,
    }),
    graph: graph({ ...shared, ...links, sellers, graphUrl, reportCallsPerTenMinutes }),
  };
  const answers = new Map([
    ["login", counted("login", answerers.login)],
    ["partner-center", counted("partnerCenter", answerers.partnerCenter)],
    ["graph", counted("graph", answerers.graph)],
  ]);
  services.answerWith((call) => {
    const [, service = "", path = ""] = /^\/([^/]*)(.*)$/.exec(call.path) ?? [];
    return answers.get(service)?.({ ...call, path }) ?? answer(404, {}, "");
  });
  files.answerWith(counted("download", downloads(shared)));

  return {
    url: services.url,
    loginUrl,
    partnerCenterUrl,
    graphUrl,
    downloadUrl: files.url,
    credentials: CREDENTIALS,
    portfolio,
    requests: () => ({ ...counts }),
    async stop() {
      await Promise.all([services.stop(), files.stop()]);
    },
  };
}

function nowSeconds(): number {
  return Date.now() / 1000;
}

/** Always the same one, so that what is sealed without a time in it is the same in every run. */
const SEAL_SECRET = "the seal of the simulation";

/** They open nothing but this simulation. */
const CREDENTIALS: Credentials = {
  partnerTenantId: guidOf("the partner"),
  clientId: guidOf("the application"),
  clientSecret: "open-sesame-of-the-simulation",
  refreshToken: refreshToken(sealOf(SEAL_SECRET), 0),
};

/**
 * Partner Center gives up to 500 customers a page, and up to 10,000 rows of analytics; a small portfolio gets smaller
 * pages, so that it has some.
 */
function pageSizesFor(customers: number): Readonly<{ customers: number; analytics: number }> {
  return customers > 100 ? { customers: 500, analytics: 10_000 } : { customers: 15, analytics: 60 };
}
