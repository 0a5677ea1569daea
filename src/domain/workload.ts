import { z } from "zod";

/**
 * A service that a licence switches on. OneDrive counts with SharePoint: a user active in either is active once.
 * Order is the order of columns and rows everywhere.
 */
export const WORKLOADS = ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot", "dynamics"] as const;
export const KnownWorkload = z.enum(WORKLOADS);
export type KnownWorkload = z.infer<typeof KnownWorkload>;

/** A service that a source reports and we have no word for: its own code, passed through. */
const OtherWorkload = z.templateLiteral(["other:", z.string().min(1)]);

export const Workload = z.union([KnownWorkload, OtherWorkload]);
export type Workload = z.infer<typeof Workload>;

/** What a person reads. Yammer goes by its present name, with the one Microsoft's definition uses beside it. */
const WORKLOAD_NAMES: Readonly<Record<KnownWorkload, string>> = {
  exchange: "Exchange",
  sharepoint: "SharePoint and OneDrive",
  teams: "Teams",
  yammer: "Viva Engage (Yammer)",
  officeApps: "Microsoft 365 Apps",
  copilot: "Microsoft 365 Copilot",
  dynamics: "Dynamics 365",
};

/** An unknown workload goes by the code its source gives it. */
export function workloadName(workload: Workload): string {
  const known = KnownWorkload.safeParse(workload);
  return known.success ? WORKLOAD_NAMES[known.data] : workload.slice("other:".length);
}

/** The order of rows: known workloads as they are listed, then the others by their code. */
export function compareWorkloads(one: Workload, other: Workload): number {
  return placeOf(one) - placeOf(other) || (one < other ? -1 : Number(one > other));
}

function placeOf(workload: Workload): number {
  const place = WORKLOADS.findIndex((known) => known === workload);
  return place === -1 ? WORKLOADS.length : place;
}
