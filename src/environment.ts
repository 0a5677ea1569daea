import { randomUUID } from "node:crypto";
import { type Config, configOf } from "./config.ts";
import type { PublishedPortfolio } from "./domain/portfolio.ts";
import { type HttpClient, httpClient } from "./sources/http-client.ts";
import { graph } from "./sources/graph.ts";
import { partnerCenter } from "./sources/partner-center.ts";
import { storageOf } from "./storage/storage.ts";

/** What outlives an invocation: settings, clients and stores. A job names the parts it needs by Pick. */
export type Environment = ReturnType<typeof environmentOf>;

export function environmentOf(config: Config, http: HttpClient = httpClient()) {
  return {
    config,
    ...storageOf(config.connectionString),
    /** Null where the source is not configured. */
    partnerCenter: config.partnerCenter && partnerCenter({ ...config.partnerCenter, http, newId: randomUUID }),
    graph: config.graph && graph({ ...config.graph, http }),
    /** Portfolios read by this instance, the published one and one of weeks before: they never change. */
    portfolioCache: { newest: null as PublishedPortfolio | null, earlier: null as PublishedPortfolio | null },
  };
}

let known: Environment | null = null;

/** The one environment of this process, from its environment variables. Throws `misconfigured`. */
export function environment(): Environment {
  known ??= environmentOf(configOf(process.env));
  return known;
}
