import { WORKLOADS, type KnownWorkload } from "./workload.ts";

/**
 * The service plans that let a person use a workload: plan id to Microsoft's name of it. Any one is enough. Ids join,
 * names are for the reader: Microsoft's list gives some plans two names, and some of them a wrong one.
 * https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
 */
export const ENTITLING_PLANS: Readonly<Record<KnownWorkload, Readonly<Record<string, string>>>> = {
  // A mailbox. Not EXCHANGE_S_FOUNDATION, which sits in hundreds of products without a mailbox, nor archives and EOP.
  exchange: {
    "9aaf7827-d63c-4b61-89c3-182f06f82e5c": "EXCHANGE_S_STANDARD",
    "efb87545-963c-4e0d-99df-69c6916d9eb0": "EXCHANGE_S_ENTERPRISE",
    "4a82b400-a79f-41a4-b4e2-e94f5787b113": "EXCHANGE_S_DESKLESS",
    "1126bef5-da20-4f07-b45e-ad25d2581aa8": "EXCHANGE_S_ESSENTIALS",
    "fc52cc4b-ed7d-472d-bbe7-b081c23ecc56": "EXCHANGE_S_STANDARD_MIDMARKET",
    "d42bdbd6-c335-4231-ab3d-c8f348d5aff5": "EXCHANGE_L_STANDARD",
    "90927877-dcff-4af6-b346-2332c0b15bb7": "EXCHANGE_B_STANDARD",
    "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd": "EXCHANGE_S_STANDARD_GOV",
    "8c3069c0-ccdb-44be-ab77-986203a67df2": "EXCHANGE_S_ENTERPRISE_GOV",
    "88f4d7ef-a73b-4246-8047-516022144c9f": "EXCHANGE_S_DESKLESS_GOV",
  },
  // A site or a OneDrive. Dynamics, Project and Visio products carry such plans too, and their users count. Not
  // SHAREPOINTWAC (Office for the web), storage, multi-geo, or the project and Clipchamp stores.
  sharepoint: {
    "c7699d2e-19aa-44de-8edf-1736da088ca1": "SHAREPOINTSTANDARD",
    "5dbe027f-2339-4123-9542-606e4d348a72": "SHAREPOINTENTERPRISE",
    "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9": "SHAREPOINTDESKLESS",
    "6b5b6a67-fc72-4a1f-a2b5-beecf05de761": "SHAREPOINTENTERPRISE_MIDMARKET",
    "a1f3d0a8-84c0-4ae0-bae4-685917b8ab48": "SHAREPOINTLITE",
    "a361d6e2-509e-4e25-a8ad-950060064ef4": "SHAREPOINT_S_DEVELOPER",
    "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5": "SHAREPOINTSTANDARD_EDU",
    "63038b2c-28d0-45f6-bc36-33062963b498": "SHAREPOINTENTERPRISE_EDU",
    "f9c43823-deb4-46a8-aa65-8b551f0c4f8a": "SharePoint Plan 1G",
    "153f85dd-d912-4762-af6c-d6e0fb4f6692": "SHAREPOINTENTERPRISE_GOV",
    "b1aeb897-3a19-46e2-8c27-a609413cf193": "SHAREPOINTDESKLESS_GOV",
    "13696edf-5a08-49f6-8134-03083ed8ba30": "ONEDRIVESTANDARD",
    "afcafa6a-d966-4462-918c-ec0b4e0fe642": "ONEDRIVEENTERPRISE",
    "da792a53-cbc0-4184-a10d-e544dd34b3c1": "ONEDRIVE_BASIC",
    "4495894f-534f-41ca-9d3b-0ebf1220a423": "ONEDRIVE_BASIC_P2",
    "98709c2e-96b5-4244-95f5-a0ebe139fb8a": "ONEDRIVE_BASIC_GOV",
    "b4ac11a0-32ff-4e78-982d-e039fa803dec": "ONEDRIVELITE_IW",
  },
  // Chat and meetings. Not phone (MCOEV), conferencing, Premium or Mesh, and not TEAMS_DESKLESS: the one product that
  // lists it is "Microsoft 365 F3 EEA (no Teams)".
  teams: {
    "57ff2da0-773e-42df-b2af-ffb7a2317929": "TEAMS1",
    "42a3ec34-28ba-46b6-992f-db53a675ac5b": "MCO_TEAMS_IW",
    "f4f2f6de-6830-442b-a433-e92249faebe2": "TeamsEss",
    "4fa4026d-ce74-4962-a151-8e96d57ea8e4": "TEAMS_FREE",
    "304767db-7d23-49e8-a945-4a7eb65f9f28": "TEAMS_GOV",
    "9953b155-8aef-4c56-92f3-72b0487fce41": "TEAMS_AR_GCCHIGH",
    "fd500458-c24c-478e-856c-a6067a8376cd": "TEAMS_AR_DOD",
  },
  // Newer products have VIVAENGAGE_CORE, older ones YAMMER_…, most have both; Microsoft does not say which one counts.
  yammer: {
    "7547a3fe-08ee-4ccb-b430-5077c5041653": "YAMMER_ENTERPRISE",
    "2078e8df-cff6-4290-98cb-5408261a760a": "YAMMER_EDU",
    "41bf139a-4e60-409f-9346-a1361efc6dfb": "YAMMER_MIDSIZE",
    "6db7aeea-6c4a-475d-bbb0-7338bc73d646": "YAMMER_BASIC",
    "a82fbf69-b4d7-49f4-83a6-915b2cf354f4": "VIVAENGAGE_CORE",
  },
  // Apps that a person installs. Not the apps for phones (OFFICEMOBILE_…), for devices, or for unattended machines.
  officeApps: {
    "43de0ff5-c92c-492b-9116-175376d08c38": "OFFICESUBSCRIPTION",
    "094e7854-93fc-4d55-b2c0-3ab5369ebdc1": "OFFICE_BUSINESS",
    "de9234ff-6483-44d9-b15e-dca72fdd27af": "OFFICESUBSCRIPTION_GOV",
    "8ca59559-e2ca-470b-b7dd-afd8c0dee963": "OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ",
  },
  // The parts of Microsoft 365 Copilot are sold together. Not Copilot Studio, nor Copilot for Sales or Finance alone.
  copilot: {
    "a62f8878-de10-42f3-b68f-6149a25ceb97": "M365_COPILOT_APPS",
    "3f30311c-6b1e-48a4-ab79-725b469da960": "M365_COPILOT_BUSINESS_CHAT",
    "b95945de-b3bd-46db-8437-f2beb6ea2347": "M365_COPILOT_TEAMS",
  },
  // The applications a person works in, attached and trial plans too. Not capacity, environments, channels, Customer
  // Voice or tenant-wide Customer Insights, and not DYN365_CDS_…: Dataverse comes with Office products as well.
  dynamics: {
    "2da8e897-7791-486b-b08f-cc63c8129df7": "DYN365_ENTERPRISE_SALES",
    "213be507-d547-4f79-bc2c-6196bc54c4a3": "DYN365_ENTERPRISE_SALES_GOV",
    "3ae52229-572e-414f-937c-ff35a87d4f29": "D365_SALES_ENT_ATTACH",
    "56e3d4ca-2e31-4c3f-8d57-89c1d363503b": "DYN365_ ENTERPRISE _RELATIONSHIP_SALES",
    "88d83950-ff78-4e85-aa66-abfc787f8090": "DYN365_SALES_PRO",
    "dd89efa0-5a55-4892-ba30-82e3f8008339": "DYN365_SALES_PRO_GOV",
    "065f3c64-0649-4ec7-9f47-ef5cf134c751": "D365_SALES_PRO_ATTACH",
    "73f205fc-6b15-47a5-967e-9e64fdf72d0a": "D365_SALES_PRO_IW",
    "7f636c80-0961-41b2-94da-9642ccf02de0": "DYN365_SALES_ENTERPRISE_VIRAL_TRIAL",
    "99340b49-fb81-4b1e-976b-8f2ae8e9394f": "DYN365_ENTERPRISE_CUSTOMER_SERVICE",
    "dc6643d9-1e72-4dce-9f64-1d6eac1f1c5a": "DYN365_ENTERPRISE_CUSTOMER_SERVICE_GOV",
    "61a2665f-1873-488c-9199-c3d0bc213fdf": "D365_CUSTOMER_SERVICE_ENT_ATTACH",
    "6929f657-b31b-4947-b4ce-5066c3214f54": "DYN365_CUSTOMER_SERVICE_PRO",
    "a9dd2dca-10ae-4da2-aaf0-d3fe8a825110": "D365_CUSTOMER_SERVICE_PRO_ATTACH",
    "94fb67d3-465f-4d1f-a50a-952da079a564": "DYN365_CS_ENTERPRISE_VIRAL_TRIAL",
    "2822a3a1-9b8f-4432-8989-e11669a60dc8": "DYN365_ENTERPRISE_CASE_MANAGEMENT",
    "79bb0a8d-e686-4e16-ac59-2b3fd0014a61": "DYN365_ENTERPRISE_CASE_MANAGEMENT_GOV",
    "2a9d72b3-1714-440f-babf-bf92bf9683d8": "DYN365_CC",
    "0ef2b4e3-0a2b-450d-8c5f-a52203c40f50": "DYN365_CC_DIGITAL",
    "57517633-b4ad-4db8-8c1a-65f443424490": "DYN365_CC_VOICE",
    "8c66ef8a-177f-4c0d-853c-d4f219331d09": "DYN365_ENTERPRISE_FIELD_SERVICE",
    "a9a5be2d-17dd-4d43-ba78-9391e11d20a7": "DYN365_ENTERPRISE_FIELD_SERVICE_GOV",
    "f4614a66-d632-443a-bc77-afe92987b322": "CDS_FIELD_SERVICE_CONTRACTOR",
    "2457fe40-65be-48a1-935f-924ad6e62dba": "CDS_FIELD_SERVICE_CONTRACTOR_GCC",
    "55c9148b-d5f0-4101-b5a0-b2727cfc0916": "D365_FIELD_SERVICE_ATTACH",
    "20d1455b-72b2-4725-8354-a177845ab77d": "DYN365_FS_ENTERPRISE_VIRAL_TRIAL",
    "1d8c8e0e-4308-4db5-8a41-b129dbdaea20": "DYN365_ENTERPRISE_PROJECT_SERVICE_AUTOMATION_GOV",
    "69f07c66-bee4-4222-b051-195095efee5b": "D365_ProjectOperations",
    "fa7675bd-6717-40e7-8172-d0bbcbe1ab12": "D365_ProjectOperationsAttach",
    "d56f3deb-50d8-465a-bedb-f079817ccac1": "DYN365_ENTERPRISE_P1",
    "056a5f80-b4e0-4983-a8be-7ad254a113c9": "DYN365_ENTERPRISE_P1_IW",
    "6a54b05e-4fab-40e7-9828-428db3b336fa": "DYN365_ENTERPRISE_TEAM_MEMBERS",
    "5a94d0aa-ee95-455a-bb38-326e5f134478": "DYN365_ENTERPRISE_TEAM_MEMBERS_GOV",
    "4092fdb5-8d81-41d3-be76-aaba4074530b": "DYN365_TEAM_MEMBERS",
    "393a0c96-9ba1-4af0-8975-fa2f853a25ac": "DYN365_BUSINESS_Marketing",
    "5d7a6abc-eebd-46ab-96e1-e4a2f54a2248": "DYN365_MARKETING_USER",
    "920656a2-7dd8-4c83-97b6-a356414dbd36": "DYN365_FINANCIALS_BUSINESS",
    "8e9002c0-a1d8-4465-b952-817d2948e6e2": "DYN365_BUSCENTRAL_PREMIUM",
    "17ca446c-d7a4-4d29-8dec-8e241592164b": "DYN365_BUSCENTRAL_ESSENTIALS_ATTACH",
    "d9a6391b-8970-4976-bd94-5f205007c8d8": "DYN365_FINANCIALS_TEAM_MEMBERS",
    "170991d7-b98e-41c5-83d4-db2052e1795f": "DYN365_FINANCIALS_ACCOUNTANT",
    "3f2afeed-6fb5-4bf9-998f-f2912133aead": "PROJECT_MADEIRA_PREVIEW_IW",
    "9f0e1b4e-9b33-4300-b451-b2c662cd4ff7": "D365_Finance",
    "223e33cb-eee0-462d-b1bd-e9a5febf8e85": "D365_Finance_Attach",
    "1224eae4-0d91-474a-8a52-27ec96a63fe7": "D365_SCM",
    "b21c777f-c2d5-486e-88f6-fc0a3e474271": "D365_SCM_Attach",
    "0363c8e5-c30d-4d7c-a621-7b6cab5e0482": "D365_SCM_Premium",
    "117e3aa0-8d08-4a19-a6a5-90b7a96e2128": "DYN365_RETAIL",
    "874d6da5-2a67-45c1-8635-96e8b3e300ea": "DYN365_RETAIL_TRIAL",
    "3219525a-4064-45ec-9c35-a33ea6b39a49": "D365_HR_Attach",
    "95d2cd7b-1007-484b-8595-5e97e63fe189": "Dynamics_365_for_Operations",
    "6bddf93e-d6f4-4991-b9fc-30cfdf07ee7b": "Dynamics_365_for_Operations_Activity",
    "65a1ebf4-6732-4f00-9dcb-3d115ffdeecd": "DYN365_TALENT_ENTERPRISE",
    "5ed38b64-c3b7-4d9f-b1cd-0de18c9c4331": "Dynamics_365_for_HCM_Trial",
    "048a552e-c849-4027-b54c-4c7ead26150a": "Dynamics_365_Talent_Onboard",
    "0b2c029c-dca0-454a-a336-887285d6ef07": "GUIDES",
    "fe986032-d840-4817-82d4-51fe4fbbe163": "D365_GUIDES_VIRAL_TRIAL",
    "4f4c7800-298a-4e22-8867-96b17850d4dd": "MICROSOFT_REMOTE_ASSIST",
    "f9646fb2-e3b2-4309-95de-dc4833737456": "CRMSTANDARD",
    "2b8c7c8c-9db5-44a5-a1dd-f4aa5b97b372": "CRMSTANDARD_GCC",
    "bf36ca64-95c6-4918-9275-eb9f4ce2c04f": "CRMPLAN2",
    "3d53f6d9-d6e0-45c1-9575-6acd77692584": "CRMPLAN2_GCC",
  },
};

const WORKLOAD_OF_PLAN: ReadonlyMap<string, KnownWorkload> = new Map(
  WORKLOADS.flatMap((workload) => Object.keys(ENTITLING_PLANS[workload]).map((planId) => [planId, workload] as const)),
);

/** What these plans together entitle to, each workload once, in the order of the workloads. Ids in any case. */
export function workloadsOfPlans(planIds: readonly string[]): readonly KnownWorkload[] {
  const entitled = new Set(planIds.map((planId) => WORKLOAD_OF_PLAN.get(planId.trim().toLowerCase())));
  return WORKLOADS.filter((workload) => entitled.has(workload));
}
