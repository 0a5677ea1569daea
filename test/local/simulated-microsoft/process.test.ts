import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { z } from "zod";

const PROGRAM = new URL("../../../src/local/simulated-microsoft/process.ts", import.meta.url);
const Started = z.object({
  loginUrl: z.url(),
  partnerCenterUrl: z.url(),
  graphUrl: z.url(),
  downloadUrl: z.url(),
  credentials: z.object({
    partnerTenantId: z.guid(),
    clientId: z.guid(),
    clientSecret: z.string(),
    refreshToken: z.string(),
  }),
});

async function started(): Promise<{ child: ChildProcess; addresses: z.output<typeof Started> }> {
  const child = fork(PROGRAM, ["--today", "2026-11-24", "--customers", "1500"], { execArgv: [], silent: true });
  if (child.stdout === null) throw new Error("The process has no stdout");
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout), "line"));
  return { child, addresses: Started.parse(JSON.parse(line)) };
}

test("the process says where it is, answers, and ends when it is told to", async () => {
  const { child, addresses } = await started();
  expect((await fetch(`${addresses.partnerCenterUrl}/v1/customers`)).status).toBe(401);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("the process ends when nobody is connected to it any more", async () => {
  const { child } = await started();
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});
