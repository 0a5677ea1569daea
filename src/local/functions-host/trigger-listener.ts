/** What waits for a trigger other than HTTP, and runs one function. */
export type TriggerListener = Readonly<{
  functionName: string;
  /** Begins to listen. Ends soon; the listening goes on. */
  start(): Promise<void>;
  /** Takes nothing new, and ends when what was running has ended. */
  stop(): Promise<void>;
  /** Runs the function once, out of turn. */
  runByHand(input: string): Promise<void>;
}>;

/** Azure's own words for a run that somebody asked for. */
export const BY_HAND = "This function was programmatically called via the host APIs.";
