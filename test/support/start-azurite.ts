import type { TestProject } from "vitest/node";
import { startAzurite } from "../../src/local/azurite.ts";

declare module "vitest" {
  interface ProvidedContext {
    azurite: string;
  }
}

/** One emulator for the whole run; each test has tables, containers and queues of its own in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const azurite = await startAzurite();
  project.provide("azurite", azurite.connectionString);
  return () => azurite.stop();
}
