import { z } from "zod";

/** host.json's maxDequeueCount: after so many tries the host moves a message to the poison queue. */
export const TRIES_MAX = 5;

/** Which try of its message a job is. */
export type Delivery = Readonly<{ isLastTry: boolean }>;

const TriggerMetadata = z.object({ dequeueCount: z.coerce.number().int() });

/** Unknown metadata counts as the first try. */
export function deliveryOf(triggerMetadata: unknown): Delivery {
  const metadata = TriggerMetadata.safeParse(triggerMetadata);
  const tries = metadata.success ? metadata.data.dequeueCount : 1;
  return { isLastTry: tries >= TRIES_MAX };
}
