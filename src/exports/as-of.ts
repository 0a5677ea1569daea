import type { Day } from "../domain/day.ts";
import type { CustomerInsight } from "../domain/insight.ts";

/** The day a customer's deployment speaks for: that of the source it rests on. */
export function deploymentAsOf({
  asOf,
  deploymentBasis,
}: Pick<CustomerInsight, "asOf" | "deploymentBasis">): Day | null {
  switch (deploymentBasis) {
    case "seats":
      return asOf.licences;
    case "reported":
      return asOf.reportedDeployment;
    case "none":
      return null;
  }
}
