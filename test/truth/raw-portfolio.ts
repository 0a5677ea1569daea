/** What a source answered on the night, in its own bytes and words; or that it refused. */
export type Answer<Body> = Readonly<
  { kind: "given"; body: Body } | { kind: "refused"; reason: "no_access" | "source_not_ready" | "failed" }
>;

/** Totals of one workload by Partner Center's own count. */
export type ReportedTotal = Readonly<{ workload: string; active: number; qualified: number }>;

/** Seats of one product by Partner Center's own count. */
export type ReportedSeats = Readonly<{ skuId: string; name: string; deployed: number; sold: number }>;

/** One customer as Microsoft tells of it: reports are CSV texts, all else are JSON bodies by page. */
export type RawCustomer = Readonly<{
  customerId: string;
  name: string;
  isExcluded: boolean;
  activeUsers: Answer<string>;
  apps: Answer<string>;
  copilot: Answer<string>;
  namesSetting: "clear" | "concealed" | "refused";
  users: Answer<readonly string[]>;
  skus: Answer<readonly string[]>;
  subscriptions: Answer<readonly string[]>;
  sales: Answer<readonly string[]>;
  /** Null where Partner Center's analytics have no row of the customer. */
  reportedUsage: readonly ReportedTotal[] | null;
  reportedDeployment: readonly ReportedSeats[] | null;
}>;

export type RawPortfolio = Readonly<{
  /** A UTC day, such as 2026-11-22. */
  night: string;
  partnerTenantId: string;
  customers: readonly RawCustomer[];
  /** Products that a person has taken out of the totals. */
  excludedSkuIds: readonly string[];
}>;
