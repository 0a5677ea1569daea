import { describe, expect, test } from "vitest";
import { isDevice, isFree } from "../../src/local/product-seats.ts";

describe("isFree()", () => {
  test.each([
    ["POWER_BI_STANDARD", "Microsoft Fabric (Free)"],
    ["FLOW_FREE", "Microsoft Power Automate Free"],
    ["TEAMS_EXPLORATORY", "Microsoft Teams Exploratory"],
    ["POWERAPPS_VIRAL", "Microsoft Power Apps Plan 2 Trial"],
    ["WINDOWS_STORE", "Windows Store for Business"],
    ["RIGHTSMANAGEMENT_ADHOC", "Rights Management Adhoc"],
    ["STREAM", "Microsoft Stream"],
    ["FORMS_PRO", "Dynamics 365 Customer Voice Trial"],
    ["DYN365_ENTERPRISE_P1_IW", "Dynamics 365 P1 Tria for Information Workers"],
    ["TEAMS_COMMERCIAL_TRIAL", "Microsoft Teams Commercial Cloud"],
    ["Dynamics_365_Guides_vTrial", "Dynamics 365 Guides vTrial"],
    ["PHONESYSTEM_VIRTUALUSER", "Microsoft Teams Phone Resource Account"],
    ["STANDARDWOFFPACK_FACULTY", "Office 365 A1 for faculty"],
  ])("nobody pays for a seat of %s", (partNumber, name) => {
    expect(isFree({ partNumber, names: [name] })).toBe(true);
  });

  test.each([
    ["SPB", "Microsoft 365 Business Premium"],
    ["O365_BUSINESS_PREMIUM", "Microsoft 365 Business Standard"],
    ["ENTERPRISEPACK", "Office 365 E3"],
    ["VISIOCLIENT", "Visio Plan 2"],
    ["STREAM_P2", "Microsoft Stream Plan 2"],
    ["POWER_BI_PRO", "Power BI Pro"],
    ["CRMTESTINSTANCE", "Dynamics 365 - Additional Non-Production Instance (Qualified Offer)"],
    ["STANDARDWOFFPACK", "Office 365 E2"],
  ])("%s is paid for", (partNumber, name) => {
    expect(isFree({ partNumber, names: [name] })).toBe(false);
  });

  test("a mark in any of the names is enough", () => {
    expect(isFree({ partNumber: "X", names: ["Bots", "Bots Viral Trial"] })).toBe(true);
  });
});

describe("isDevice()", () => {
  test.each([
    ["MEETING_ROOM", "Microsoft Teams Rooms Standard"],
    ["Microsoft_Teams_Rooms_Pro", "Microsoft Teams Rooms Pro"],
    ["MTR_PREM", "Teams Rooms Premium"],
    ["MCOCAP", "Microsoft Teams Shared Devices"],
    ["SPE_E3_RPA1", "Microsoft 365 E3 - Unattended License"],
    ["OFFICE_PROPLUS_DEVICE1", "Microsoft 365 Apps for enterprise (device)"],
  ])("no person uses %s", (partNumber, name) => {
    expect(isDevice({ partNumber, names: [name] })).toBe(true);
  });

  test.each([
    ["TEAMS_ESSENTIALS_AAD", "Microsoft Teams Essentials (AAD Identity)"],
    ["SPE_E3", "Microsoft 365 E3"],
    ["MCOEV", "Microsoft Teams Phone Standard"],
  ])("people use %s", (partNumber, name) => {
    expect(isDevice({ partNumber, names: [name] })).toBe(false);
  });
});
