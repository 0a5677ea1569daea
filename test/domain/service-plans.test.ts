import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ENTITLING_PLANS, workloadsOfPlans } from "../../src/domain/service-plans.ts";
import { WORKLOADS } from "../../src/domain/workload.ts";

const PLAN_IDS = WORKLOADS.flatMap((workload) => Object.keys(ENTITLING_PLANS[workload]));

describe("ENTITLING_PLANS", () => {
  test("names each plan under one workload, by a GUID in lower case", () => {
    expect(new Set(PLAN_IDS).size).toBe(PLAN_IDS.length);
    expect(PLAN_IDS.filter((planId) => !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(planId))).toEqual([]);
  });
});

describe("workloadsOfPlans()", () => {
  test.each([
    ["EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "exchange"],
    ["SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72", "sharepoint"],
    ["ONEDRIVE_BASIC", "da792a53-cbc0-4184-a10d-e544dd34b3c1", "sharepoint"],
    ["TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929", "teams"],
    ["YAMMER_ENTERPRISE", "7547a3fe-08ee-4ccb-b430-5077c5041653", "yammer"],
    ["VIVAENGAGE_CORE", "a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "yammer"],
    ["OFFICE_BUSINESS", "094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "officeApps"],
    ["M365_COPILOT_APPS", "a62f8878-de10-42f3-b68f-6149a25ceb97", "copilot"],
    ["DYN365_ENTERPRISE_SALES", "2da8e897-7791-486b-b08f-cc63c8129df7", "dynamics"],
  ])("%s entitles", (_name, planId, workload) => {
    expect(workloadsOfPlans([planId.toUpperCase()])).toEqual([workload]);
  });

  test.each([
    ["EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318"],
    ["SHAREPOINTWAC", "e95bec33-7c88-4a70-8e19-b10bd9d0c014"],
    ["MCOSTANDARD", "0feaeb32-d00e-4d66-bd5a-43b5b83db82c"],
    ["OFFICEMOBILE_SUBSCRIPTION", "c63d4d19-e8cb-460e-b37c-4d6c34603745"],
    ["DYN365_CDS_O365_P2", "4ff01e01-1ba7-4d71-8cf8-ce96c3bbcf14"],
    ["an unknown plan", "00000000-0000-4000-8000-000000000000"],
    ["no id at all", "constructor"],
  ])("%s does not", (_name, planId) => {
    expect(workloadsOfPlans([planId])).toEqual([]);
  });

  test("gives each workload once and in the order of the workloads, however the plans come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(PLAN_IDS), (planIds) => {
        const workloads = workloadsOfPlans(planIds);
        expect(workloads).toEqual(WORKLOADS.filter((workload) => workloads.includes(workload)));
        expect(workloadsOfPlans([...planIds, ...planIds])).toEqual(workloads);
      }),
    );
  });
});
