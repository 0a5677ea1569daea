import { expect, test } from "vitest";
import { KnownWorkload, WORKLOAD_NAMES, WORKLOADS } from "../../src/domain/workload.ts";

test("WORKLOADS has OneDrive with SharePoint, and each workload once", () => {
  expect(KnownWorkload.safeParse("onedrive").success).toBe(false);
  expect(new Set(WORKLOADS).size).toBe(WORKLOADS.length);
});

test("WORKLOAD_NAMES calls no two workloads the same", () => {
  expect(new Set(Object.values(WORKLOAD_NAMES)).size).toBe(WORKLOADS.length);
});
