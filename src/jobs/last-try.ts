import { z } from "zod";

/** host.json's maxDequeueCount: after so many tries the host moves a message to the poison queue. */
export const TRIES_MAX = 5;

const TriggerMetadata = z.object({ dequeueCount: z.coerce.number().int() });

/** Whether the host will park this message if the try fails. Unknown metadata counts as not the last. */
export function isLastTry(triggerMetadata: unknown): boolean {
  const metadata = TriggerMetadata.safeParse(triggerMetadata);
  return metadata.success && metadata.data.dequeueCount >= TRIES_MAX;
}
