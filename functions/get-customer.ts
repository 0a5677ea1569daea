import { hash } from "node:crypto";
import { z } from "zod";
import { CustomerId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { answerOfCustomer } from "../src/jobs/published-portfolio.ts";

/** One customer's insight in the published run, its advice in words. */
route("get-customer", {
  method: "GET",
  path: "customers/{customerId}",
  permission: "read",
  params: z.strictObject({ customerId: CustomerId }),
  query: nothing,
  body: nothing,
  handler: async ({ params }) => {
    const answer = await answerOfCustomer(environment(), params.customerId);
    // Its texts may be bettered under one and the same run.
    const digest = hash("sha256", JSON.stringify(answer), "base64url").slice(0, 12);
    return { body: answer, version: `${answer.runId}-${digest}` };
  },
});
