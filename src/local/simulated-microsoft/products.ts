/** What can be used. OneDrive and SharePoint come with one plan and are reported apart; no usage report has Dynamics. */
export const SERVICES = [
  "exchange",
  "oneDrive",
  "sharePoint",
  "yammer",
  "teams",
  "apps",
  "copilot",
  "dynamics",
] as const;
export type Service = (typeof SERVICES)[number];

export type Plan = Readonly<{ id: string; name: string; gives: readonly Service[] }>;

export type Product = Readonly<{
  skuId: string;
  partNumber: string;
  name: string;
  /** As the reports write it under "Assigned Products". */
  reportName: string;
  appliesTo: "User" | "Company";
  plans: readonly Plan[];
}>;

/** Names and ids are Microsoft's public ones; of each product only the plans that tell, and a few that look alike. */
const PLANS = {
  exchangeStandard: plan("9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", ["exchange"]),
  exchangeEnterprise: plan("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", ["exchange"]),
  exchangeDeskless: plan("4a82b400-a79f-41a4-b4e2-e94f5787b113", "EXCHANGE_S_DESKLESS", ["exchange"]),
  exchangeFoundation: plan("113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION", []),
  sharePointStandard: plan("c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD", ["oneDrive", "sharePoint"]),
  sharePointEnterprise: plan("5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE", [
    "oneDrive",
    "sharePoint",
  ]),
  sharePointDeskless: plan("902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", "SHAREPOINTDESKLESS", ["oneDrive", "sharePoint"]),
  officeForTheWeb: plan("e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC", []),
  teams: plan("57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", ["teams"]),
  yammer: plan("7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE", ["yammer"]),
  vivaEngage: plan("a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "VIVAENGAGE_CORE", ["yammer"]),
  appsForBusiness: plan("094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "OFFICE_BUSINESS", ["apps"]),
  appsForEnterprise: plan("43de0ff5-c92c-492b-9116-175376d08c38", "OFFICESUBSCRIPTION", ["apps"]),
  copilotApps: plan("a62f8878-de10-42f3-b68f-6149a25ceb97", "M365_COPILOT_APPS", ["copilot"]),
  copilotChat: plan("3f30311c-6b1e-48a4-ab79-725b469da960", "M365_COPILOT_BUSINESS_CHAT", ["copilot"]),
  copilotTeams: plan("b95945de-b3bd-46db-8437-f2beb6ea2347", "M365_COPILOT_TEAMS", ["copilot"]),
  dynamicsSales: plan("2da8e897-7791-486b-b08f-cc63c8129df7", "DYN365_ENTERPRISE_SALES", ["dynamics"]),
  dynamicsFinancials: plan("920656a2-7dd8-4c83-97b6-a356414dbd36", "DYN365_FINANCIALS_BUSINESS", ["dynamics"]),
  dynamicsFlow: plan("7e6d7d78-73de-46ba-83b1-6d25117334ba", "FLOW_DYN_APPS", []),
  entraP2: plan("eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", []),
  intune: plan("c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A", []),
  meetings: plan("3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MCOMEETADV", []),
  flowViral: plan("50e68c76-46c6-4674-81f9-75456511b170", "FLOW_P2_VIRAL", []),
  powerBiFree: plan("2049e525-b859-401b-b2a0-e0a31c4b1fe4", "BI_AZURE_P0", []),
  windowsStore: plan("a420f25f-a7b3-4ff5-a9d0-5d58f73b537d", "WINDOWS_STORE", []),
} as const;

const OFFICE_STANDARD = [
  PLANS.exchangeStandard,
  PLANS.sharePointStandard,
  PLANS.officeForTheWeb,
  PLANS.teams,
  PLANS.yammer,
];
const OFFICE_ENTERPRISE = [
  PLANS.exchangeEnterprise,
  PLANS.sharePointEnterprise,
  PLANS.officeForTheWeb,
  PLANS.teams,
  PLANS.yammer,
  PLANS.appsForEnterprise,
];

export const PRODUCTS = {
  businessBasic: product(
    "3b555118-da6a-4418-894f-7df1e2096870",
    "O365_BUSINESS_ESSENTIALS",
    "Microsoft 365 Business Basic",
    OFFICE_STANDARD,
  ),
  /** Has the name of the product above, and is another one. */
  businessBasicSmall: product(
    "dab7782a-93b1-4074-8bb1-0e61318bea0b",
    "SMB_BUSINESS_ESSENTIALS",
    "Microsoft 365 Business Basic",
    [PLANS.exchangeStandard, PLANS.sharePointStandard, PLANS.officeForTheWeb, PLANS.teams, PLANS.vivaEngage],
  ),
  businessStandard: product(
    "f245ecc8-75af-4f8e-b61f-27d8114de5f3",
    "O365_BUSINESS_PREMIUM",
    "Microsoft 365 Business Standard",
    [...OFFICE_STANDARD, PLANS.vivaEngage, PLANS.appsForBusiness],
  ),
  businessPremium: product("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", "Microsoft 365 Business Premium", [
    ...OFFICE_STANDARD,
    PLANS.vivaEngage,
    PLANS.appsForBusiness,
    PLANS.exchangeFoundation,
    PLANS.intune,
  ]),
  officeE1: product("18181a46-0d4e-45cd-891e-60aabd171b4e", "STANDARDPACK", "Office 365 E1", OFFICE_STANDARD),
  officeE3: product("6fd2c87f-b296-42f0-b197-1e91e994b900", "ENTERPRISEPACK", "Office 365 E3", OFFICE_ENTERPRISE),
  microsoftE5: product("06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", "Microsoft 365 E5", [
    ...OFFICE_ENTERPRISE,
    PLANS.vivaEngage,
    PLANS.entraP2,
    PLANS.intune,
    PLANS.meetings,
  ]),
  microsoftF3: product("66b55226-6b4f-492c-910c-a3b7a3c9d993", "SPE_F1", "Microsoft 365 F3", [
    PLANS.exchangeDeskless,
    PLANS.sharePointDeskless,
    PLANS.officeForTheWeb,
    PLANS.teams,
    PLANS.yammer,
  ]),
  exchangePlan1: product("4b9405b0-7788-4568-add1-99614e613b69", "EXCHANGESTANDARD", "Exchange Online (Plan 1)", [
    PLANS.exchangeStandard,
  ]),
  /** Its name holds the very sign that joins names in a report. */
  mobilityAndSecurity: product(
    "b05e124f-c7cc-45a0-a6aa-8cf78c946968",
    "EMSPREMIUM",
    "Enterprise Mobility + Security E5",
    [PLANS.exchangeFoundation, PLANS.entraP2, PLANS.intune],
  ),
  copilot: product(
    "639dec6b-bb19-468b-871c-c5c441c4b0cb",
    "Microsoft_365_Copilot",
    "Microsoft Copilot for Microsoft 365",
    [PLANS.copilotApps, PLANS.copilotChat, PLANS.copilotTeams],
  ),
  /** Carries a full SharePoint plan, although nobody buys it for SharePoint. */
  dynamicsSales: product(
    "1e1a282c-9c54-43a2-9310-98ef728faace",
    "DYN365_ENTERPRISE_SALES",
    "Dynamics 365 for Sales Enterprise Edition",
    [PLANS.dynamicsSales, PLANS.sharePointEnterprise, PLANS.officeForTheWeb, PLANS.dynamicsFlow],
  ),
  businessCentral: product(
    "2880026b-2b0c-4251-8656-5d41ff11e3aa",
    "DYN365_BUSCENTRAL_ESSENTIAL",
    "Dynamics 365 Business Central Essentials",
    [PLANS.dynamicsFinancials, PLANS.dynamicsFlow, PLANS.exchangeFoundation],
  ),
  /** For a room, not for a person; carries Teams all the same. */
  teamsRooms: product(
    "4cde982a-ede4-4409-9ae6-b003453c8ea6",
    "Microsoft_Teams_Rooms_Pro",
    "Microsoft Teams Rooms Pro",
    [PLANS.teams, PLANS.meetings, PLANS.intune],
  ),
  powerAutomateFree: product("f30db892-07e9-47e9-837c-80727f46fd3d", "FLOW_FREE", "Microsoft Power Automate Free", [
    PLANS.flowViral,
    PLANS.exchangeFoundation,
  ]),
  /** The reports still call it by its older name. */
  fabricFree: {
    ...product("a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", "POWER_BI_STANDARD", "Microsoft Fabric (Free)", [
      PLANS.powerBiFree,
      PLANS.exchangeFoundation,
    ]),
    reportName: "POWER BI (FREE)",
  },
  windowsStore: {
    ...product("6470687e-a428-4b7a-bef2-8a291ad947c9", "WINDOWS_STORE", "Windows Store for Business", [
      PLANS.windowsStore,
      PLANS.exchangeFoundation,
    ]),
    appliesTo: "Company",
  },
  /** Invented: stands for a product that is newer than the public list of products. */
  newerThanTheList: product(
    "0dd0c0de-5a1e-4b0b-9d1e-2f6c7b8a9e01",
    "WORKPLACE_BUNDLE_PREVIEW",
    "Workplace Bundle Preview",
    [PLANS.exchangeStandard, PLANS.teams],
  ),
} as const satisfies Record<string, Product>;

/** By ids of plans, those that are switched off give nothing. */
export function servicesGiven(
  products: readonly Product[],
  disabledPlans: readonly string[] = [],
): ReadonlySet<Service> {
  return new Set(
    products.flatMap(({ plans }) => plans.flatMap(({ id, gives }) => (disabledPlans.includes(id) ? [] : gives))),
  );
}

function plan(id: string, name: string, gives: readonly Service[]): Plan {
  return { id, name, gives };
}

function product(skuId: string, partNumber: string, name: string, plans: readonly Plan[]): Product {
  return { skuId, partNumber, name, reportName: name.toUpperCase(), appliesTo: "User", plans };
}
