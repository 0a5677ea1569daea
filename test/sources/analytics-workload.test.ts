import { expect, test } from "vitest";
import { Workload } from "../../src/domain/workload.ts";
import { serviceOf, type WorkloadFields, workloadOf } from "../../src/sources/analytics-workload.ts";

const office = (label: string): WorkloadFields[] => [
  { serviceCode: "O365", workloadCode: label },
  { serviceName: "Microsoft Office 365", workloadName: label },
];

test.each([
  ["exchange", ["EXO", "Exchange", "Exchange Online"]],
  ["sharepoint", ["SPO", "SharePoint", "SHAREPOINT ONLINE"]],
  ["teams", ["TEAMS", "Teams", "Microsoft Teams", "MicrosoftTeams", "MSTeams"]],
  ["yammer", ["YAMMER", "Yammer", "Viva Engage", "Microsoft Viva Engage"]],
  [
    "officeApps",
    ["PROPLUS", "ProPlus", "Office ProPlus", "Office 365 ProPlus", "Microsoft 365 Apps", "M365 Apps for enterprise"],
  ],
  ["copilot", ["COPILOT", "Copilot", "Microsoft 365 Copilot", "M365Copilot", "Copilot for Microsoft 365"]],
  ["other:SFB", ["SFB"]],
  ["other:Skype For Business", [" Skype For Business "]],
  // Two words in one are none that we know.
  ["other:Teams Phone", ["Teams Phone"]],
])("workloadOf() has %s for %j, be it the code or the name", (workload, labels) => {
  for (const fields of labels.flatMap(office)) {
    expect(workloadOf(fields)).toBe(workload);
    expect(Workload.safeParse(workloadOf(fields)).success).toBe(true);
  }
});

test.each<[string, string | null, WorkloadFields]>([
  ["a code before its name", "exchange", { serviceCode: "o365", workloadCode: "EXO", workloadName: "Mail" }],
  ["the name of an unknown code", "teams", { serviceCode: "o365", workloadCode: "MTM", workloadName: "Teams" }],
  ["an unknown code before its name", "other:SFB", { workloadCode: "SFB", workloadName: "Skype For Business" }],
  ["a row that names no service", "sharepoint", { serviceName: null, serviceCode: " ", workloadName: "SharePoint" }],
  ["Dynamics by its code", "dynamics", { serviceCode: "CRM", workloadCode: "CRM" }],
  ["Dynamics by its name", "dynamics", { serviceName: "Microsoft Dynamics", workloadName: "Microsoft Dynamics CRM" }],
  ["Dynamics by its newer name", "dynamics", { serviceName: "Dynamics 365", workloadName: "Dynamics 365 Sales" }],
  ["SharePoint of Dynamics", "other:crm/SPO", { serviceCode: "crm", workloadCode: "SPO", workloadName: "SharePoint" }],
  ["SharePoint of Dynamics by its name", "other:crm/SharePoint", { serviceName: "crm", workloadName: "SharePoint" }],
  ["Dynamics of Office", "other:CRM", { serviceCode: "o365", workloadCode: "CRM" }],
  ["another service", "other:EMS/AADP", { serviceCode: "EMS", workloadCode: "AADP" }],
  [
    "a code of the service before its name",
    "exchange",
    { serviceCode: "o365", serviceName: "crm", workloadCode: "EXO" },
  ],
  ["no workload", null, { serviceCode: "o365", workloadCode: " ", workloadName: null }],
])("workloadOf() of %s", (_, workload, fields) => {
  expect(workloadOf(fields)).toBe(workload);
});

test.each([
  ["o365", { serviceCode: "o365" }],
  ["o365", { serviceName: "Microsoft 365" }],
  ["o365", { serviceName: "Office 365" }],
  ["o365", {}],
  ["crm", { serviceName: "Microsoft Dynamics 365" }],
  ["crm", { serviceName: "CRM" }],
  ["Power BI", { serviceName: " Power BI " }],
])("serviceOf() has %s for %j", (service, fields) => {
  expect(serviceOf(fields)).toBe(service);
});
