import { z } from "zod";

/**
 * The rule by which every figure is computed. A figure is comparable with another only under the same id and version;
 * a change of rule raises the version.
 */
export const Definition = z.object({ id: z.string(), version: z.int().positive() });
export type Definition = Readonly<z.infer<typeof Definition>>;

export const DEFINITION: Definition = { id: "partner-center-28d", version: 1 };

/** What each figure of the product means, in words. One line is one figure. */
export const DEFINITIONS: readonly Readonly<{ figure: string; meaning: string }>[] = [
  {
    figure: "Deployment",
    meaning: "Assigned seats ÷ sold seats, of the products that are counted. May exceed 100% when seats have lapsed.",
  },
  {
    figure: "Sold",
    meaning:
      "Paid, active seats of all sellers. Seats in grace, suspended or on trial are not sold. Free, unlimited and tenant-wide products are listed, not counted.",
  },
  {
    figure: "Own sold",
    meaning: "The part of the sold seats that this partner sold. Blank where the seller is not known.",
  },
  { figure: "Assigned", meaning: "Seats given to a user, by the tenant's own count." },
  {
    figure: "Usage",
    meaning:
      "Active users ÷ total users. Active: used within the 28 UTC days that end on the as-of day, both included. May exceed 100%, and then the reasons say why. Never cut.",
  },
  {
    figure: "Total users",
    meaning:
      "Users entitled through a paid, active seat: the paid users, and no more than the paid, active seats of the products that carry the workload.",
  },
  {
    figure: "Like for like",
    meaning: "Active paid users ÷ paid users. Cannot exceed 100%: the figure to compare over time.",
  },
  {
    figure: "Any workload",
    meaning: "A customer's usage over all workloads: a user active in any of them is active once.",
  },
  { figure: "SharePoint and OneDrive", meaning: "One workload: a user active in either is active once." },
  {
    figure: "Paid, grace, trial, unlicensed, departed",
    meaning:
      "By what right a user was active: through a paid seat; only through seats in grace, suspended or disabled; only through trial or free seats; without any plan of the workload; or deleted, and still listed by the report.",
  },
  {
    figure: "Overdrawn",
    meaning: "Paid users beyond the paid, active seats there are: their seats have lapsed, or are on trial.",
  },
  {
    figure: "As of",
    meaning: "The UTC day the source speaks for, which is a day or two before the night on which it was asked.",
  },
  {
    figure: "Blank",
    meaning: "Not known, and never zero. For every blank rate the Missing sheet says why.",
  },
  {
    figure: "Portfolio rates",
    meaning: "The rate of the sums over the customers whose figure is measured, never the mean of their rates.",
  },
];
