import type { Day } from "../domain/day.ts";
import type { CustomerInsight } from "../domain/insight.ts";

/** The day a deployment speaks for, of the customer or of a product of it: that of the source it rests on. */
export function deploymentAsOf(
  { asOf }: Pick<CustomerInsight, "asOf">,
  basis: CustomerInsight["deploymentBasis"],
): Day | null {
  switch (basis) {
    case "seats":
      return asOf.licences;
    case "reported":
      return asOf.reportedDeployment;
    case "none":
      return null;
  }
}
