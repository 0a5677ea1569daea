import { z } from "zod";

/**
 * A service that a licence switches on. OneDrive counts with SharePoint: a user active in either is active once.
 * Order is the order of columns and rows everywhere.
 */
export const WORKLOADS = ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot", "dynamics"] as const;
export const KnownWorkload = z.enum(WORKLOADS);
export type KnownWorkload = z.infer<typeof KnownWorkload>;

/** What a person reads. Yammer goes by its present name, with the one Microsoft's definition uses beside it. */
export const WORKLOAD_NAMES: Readonly<Record<KnownWorkload, string>> = {
  exchange: "Exchange",
  sharepoint: "SharePoint and OneDrive",
  teams: "Teams",
  yammer: "Viva Engage (Yammer)",
  officeApps: "Microsoft 365 Apps",
  copilot: "Microsoft 365 Copilot",
  dynamics: "Dynamics 365",
};
