import { parseArgs } from "node:util";
import { z } from "zod";
import { Day, dayOf } from "../../domain/day.ts";
import { startSimulatedMicrosoft } from "../simulated-microsoft.ts";

/*
 * The simulation as a process of its own: `node process.ts --today 2026-11-24 --customers 1500 --port 0`.
 * Its first line on stdout is JSON with the addresses and credentials. SIGTERM or SIGINT ends it; started by fork(), it
 * never outlives the process that started it.
 */
const Settings = z.object({
  today: Day.default(dayOf(new Date())),
  customers: z.coerce.number().int().nonnegative().default(40),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
});

const { values } = parseArgs({
  options: { today: { type: "string" }, customers: { type: "string" }, port: { type: "string" } },
});
const microsoft = await startSimulatedMicrosoft(Settings.parse(values));
const { url, loginUrl, partnerCenterUrl, graphUrl, downloadUrl, credentials } = microsoft;
process.stdout.write(`${JSON.stringify({ url, loginUrl, partnerCenterUrl, graphUrl, downloadUrl, credentials })}\n`);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (process.connected) process.disconnect?.();
  await microsoft.stop();
}

process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
process.once("disconnect", () => void stop());
