import { expect, test } from "vitest";
import { compareWorkloads, KnownWorkload, Workload, workloadName, WORKLOADS } from "../../src/domain/workload.ts";

test("KnownWorkload knows every workload once", () => {
  expect(KnownWorkload.options).toEqual([...new Set(WORKLOADS)]);
});

test("workloadName() calls no two workloads the same, and an unknown one by its source's code", () => {
  expect(new Set(WORKLOADS.map((workload) => workloadName(workload))).size).toBe(WORKLOADS.length);
  expect(workloadName("other:crm/SPO")).toBe("crm/SPO");
});

test("Workload passes an unknown code through, and nothing without one", () => {
  expect(Workload.parse("other:STREAM")).toBe("other:STREAM");
  for (const text of ["STREAM", "other:", "skype"]) expect(Workload.safeParse(text).success).toBe(false);
});

test("compareWorkloads() lists the known ones first, in their order, then the others by code", () => {
  const shuffled: Workload[] = ["other:b", "dynamics", "other:a", "exchange", "teams"];
  expect(shuffled.toSorted(compareWorkloads)).toEqual(["exchange", "teams", "dynamics", "other:a", "other:b"]);
});
