import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogueProduct, FORMER_NAMES, productNamesOf, skuIdsNamed } from "../../src/domain/catalogue.ts";
import { SkuId } from "../../src/domain/ids.ts";
import list from "../../src/domain/product-catalogue.json" with { type: "json" };

const NAMES = list.flatMap((entry) => entry.names);
const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");

function productOf(partNumber: string) {
  const entry = list.find((candidate) => candidate.partNumber === partNumber);
  return entry === undefined ? null : catalogueProduct(SkuId.parse(entry.skuId));
}

function partNumbersNamed(name: string) {
  return skuIdsNamed(name).map((skuId) => catalogueProduct(skuId)?.partNumber);
}

describe("catalogueProduct()", () => {
  test("knows a product by its id, in the case our ids have", () => {
    expect(catalogueProduct(BUSINESS_PREMIUM)).toEqual({
      skuId: BUSINESS_PREMIUM,
      name: "Microsoft 365 Business Premium",
      partNumber: "SPB",
      workloads: ["exchange", "sharepoint", "teams", "yammer", "officeApps"],
      free: false,
      device: false,
    });
  });

  test("is null for a product that the list lacks", () => {
    expect(catalogueProduct(SkuId.parse("00000000-0000-4000-8000-000000000000"))).toBeNull();
  });

  test("knows every product of the list once", () => {
    expect(new Set(list.map((entry) => catalogueProduct(SkuId.parse(entry.skuId))?.skuId)).size).toBe(list.length);
  });

  test.each([
    ["O365_BUSINESS_ESSENTIALS", ["exchange", "sharepoint", "teams", "yammer"]],
    ["ENTERPRISEPACK", ["exchange", "sharepoint", "teams", "yammer", "officeApps"]],
    ["Office_365_E3_(no_Teams)", ["exchange", "sharepoint", "yammer", "officeApps"]],
    ["O365_BUSINESS", ["sharepoint", "officeApps"]],
    ["EXCHANGESTANDARD", ["exchange"]],
    ["Microsoft_365_Copilot", ["copilot"]],
    ["MICROSOFT_365_E7", ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot"]],
    ["DYN365_BUSCENTRAL_PREMIUM", ["dynamics"]],
    ["DYN365_ENTERPRISE_SALES", ["sharepoint", "dynamics"]],
    ["D365_FIELD_SERVICE_CONTRACTOR", ["dynamics"]],
    ["DYN365_BUSCENTRAL_DB_CAPACITY", []],
    ["Microsoft_Teams_Premium", []],
    ["EXCHANGEARCHIVE_ADDON", []],
    ["AAD_PREMIUM", []],
  ])("says what %s entitles to", (partNumber, workloads) => {
    expect(productOf(partNumber)?.workloads).toEqual(workloads);
  });

  test.each(["Microsoft_Teams_Rooms_Pro", "MEETING_ROOM", "MCOCAP", "SPE_E3_RPA1"])(
    "gives the device product %s no workload, for nobody is active through it",
    (partNumber) => {
      expect(productOf(partNumber)).toMatchObject({ device: true, workloads: [] });
    },
  );
});

describe("skuIdsNamed()", () => {
  test.each([
    ["MICROSOFT 365 BUSINESS PREMIUM", ["SPB"]],
    ["Microsoft\u00A0365  Business\u202FPremium ", ["SPB"]],
    ["OFFICE 365 E3", ["ENTERPRISEPACK"]],
    ["ENTERPRISE MOBILITY + SECURITY E5", ["EMSPREMIUM"]],
  ])("joins %j whatever its case and spaces", (name, partNumbers) => {
    expect(partNumbersNamed(name)).toEqual(partNumbers);
  });

  test.each([
    ["MICROSOFT 365 BUSINESS BASIC", ["O365_BUSINESS_ESSENTIALS", "SMB_BUSINESS_ESSENTIALS"]],
    ["VISIO PLAN 2", ["VISIOCLIENT", "VISIO_PLAN2_DEPT"]],
    ["MICROSOFT 365 F1", ["M365_F1", "M365_F1_COMM"]],
  ])("gives all products that share the name %s", (name, partNumbers) => {
    expect(partNumbersNamed(name)).toEqual(partNumbers);
  });

  test.each([
    ["OFFICE 365 BUSINESS PREMIUM", ["O365_BUSINESS_PREMIUM", "SMB_BUSINESS_PREMIUM"]],
    ["MICROSOFT 365 COPILOT", ["M365_Copilot", "Microsoft_365_Copilot"]],
    ["POWER BI (FREE)", ["POWER_BI_STANDARD"]],
    ["POWER VIRTUAL AGENT USER LICENSE", ["VIRTUAL_AGENT_USL"]],
    ["MICROSOFT COPILOT STUDIO USER LICENSE", ["VIRTUAL_AGENT_USL"]],
  ])("joins the former or second name %s", (name, partNumbers) => {
    expect(partNumbersNamed(name)).toEqual(partNumbers);
  });

  test.each(Object.entries(FORMER_NAMES))("keeps %s for names that the list does not have", (name, partNumbers) => {
    expect(NAMES.map((listed) => listed.toUpperCase())).not.toContain(name);
    expect(new Set(partNumbersNamed(name))).toEqual(new Set(partNumbers));
  });

  test("gives none for a name that nobody knows", () => {
    expect(skuIdsNamed("CONTOSO PLAN 9")).toEqual([]);
  });

  test("finds every product of the list by each of its names in upper case", () => {
    const lost = list.filter((entry) =>
      entry.names.some((name) => !skuIdsNamed(name.toUpperCase()).includes(SkuId.parse(entry.skuId))),
    );
    expect(lost).toEqual([]);
  });
});

describe("productNamesOf()", () => {
  test.each([
    ["MICROSOFT 365 BUSINESS PREMIUM", ["MICROSOFT 365 BUSINESS PREMIUM"]],
    [
      "POWER BI (FREE)+ENTERPRISE MOBILITY + SECURITY E5+OFFICE 365 E3",
      ["POWER BI (FREE)", "ENTERPRISE MOBILITY + SECURITY E5", "OFFICE 365 E3"],
    ],
    [
      "ENTERPRISE\u00A0MOBILITY  +  SECURITY E3+CONTOSO PLAN 9",
      ["ENTERPRISE MOBILITY + SECURITY E3", "CONTOSO PLAN 9"],
    ],
    ["VISIO PLAN 2 +OFFICE 365 E1", ["VISIO PLAN 2", "OFFICE 365 E1"]],
    ["", []],
    [" ++ ", []],
  ])("splits %j", (assignedProducts, names) => {
    expect(productNamesOf(assignedProducts)).toEqual(names);
  });

  test("gives back any names of the catalogue that were joined", () => {
    const names = fc.array(fc.constantFrom(...NAMES).map((name) => name.toUpperCase()));
    fc.assert(
      fc.property(names, (joined) => {
        expect(productNamesOf(joined.join("+"))).toEqual(joined);
      }),
    );
  });

  test("leaves no name of the catalogue in pieces", () => {
    expect(NAMES.filter((name) => productNamesOf(name).length !== 1)).toEqual([]);
  });

  test("is total: any text splits into names that are not empty", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(productNamesOf(text)).not.toContain("");
      }),
    );
  });
});
