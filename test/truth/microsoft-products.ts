/** What Microsoft's own list says of one product; the truth test's copy, made by hand, of the few that its customers have. */
export type MicrosoftProduct = Readonly<{
  skuId: string;
  partNumber: string;
  /** Every name it goes by in reports and on invoices; none for a product that no list knows. */
  names: readonly string[];
  planIds: readonly string[];
  isFree: boolean;
  /** Its seats go to rooms: no person is active through it. */
  isForRooms: boolean;
}>;

/** Plans by what they let a person use. */
export const PLANS = {
  exchange: ["9aaf7827-d63c-4b61-89c3-182f06f82e5c"],
  sharepoint: ["c7699d2e-19aa-44de-8edf-1736da088ca1"],
  teams: ["57ff2da0-773e-42df-b2af-ffb7a2317929"],
  yammer: ["7547a3fe-08ee-4ccb-b430-5077c5041653", "a82fbf69-b4d7-49f4-83a6-915b2cf354f4"],
  officeApps: ["094e7854-93fc-4d55-b2c0-3ab5369ebdc1"],
  copilot: ["a62f8878-de10-42f3-b68f-6149a25ceb97", "3f30311c-6b1e-48a4-ab79-725b469da960"],
  dynamics: ["2da8e897-7791-486b-b08f-cc63c8129df7"],
} as const;

/** A seed of a mailbox, in hundreds of products: it is none. */
const EXCHANGE_FOUNDATION = "113feb6c-3fe4-4440-bddc-54d774bf0318";

const SUITE = [...PLANS.exchange, ...PLANS.sharepoint, ...PLANS.teams, ...PLANS.yammer, EXCHANGE_FOUNDATION];

function product(skuId: string, partNumber: string, names: readonly string[], planIds: readonly string[]) {
  return { skuId, partNumber, names, planIds, isFree: false, isForRooms: false };
}

const COPILOT_NAMES = ["MICROSOFT COPILOT FOR MICROSOFT 365", "MICROSOFT 365 COPILOT"];

/** Two pairs share a name, one name has a plus in it, and the last two are on no list. */
export const PRODUCTS: readonly MicrosoftProduct[] = [
  product(
    "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46",
    "SPB",
    ["MICROSOFT 365 BUSINESS PREMIUM", "MICROSOFT 365 BUSINESS"],
    [...SUITE, ...PLANS.officeApps],
  ),
  product(
    "6fd2c87f-b296-42f0-b197-1e91e994b900",
    "ENTERPRISEPACK",
    ["OFFICE 365 E3", "OFFICE 365 ENTERPRISE E3"],
    [...SUITE, ...PLANS.officeApps],
  ),
  product("4b9405b0-7788-4568-add1-99614e613b69", "EXCHANGESTANDARD", ["EXCHANGE ONLINE (PLAN 1)"], PLANS.exchange),
  product("3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", ["MICROSOFT 365 BUSINESS BASIC"], SUITE),
  product("dab7782a-93b1-4074-8bb1-0e61318bea0b", "SMB_BUSINESS_ESSENTIALS", ["MICROSOFT 365 BUSINESS BASIC"], SUITE),
  product(
    "b05e124f-c7cc-45a0-a6aa-8cf78c946968",
    "EMSPREMIUM",
    ["ENTERPRISE MOBILITY + SECURITY E5"],
    [EXCHANGE_FOUNDATION],
  ),
  {
    ...product("710779e8-3d4a-4c88-adb9-386c958d1fdf", "TEAMS_EXPLORATORY", ["MICROSOFT TEAMS EXPLORATORY"], SUITE),
    isFree: true,
  },
  {
    ...product(
      "4cde982a-ede4-4409-9ae6-b003453c8ea6",
      "Microsoft_Teams_Rooms_Pro",
      ["MICROSOFT TEAMS ROOMS PRO"],
      PLANS.teams,
    ),
    isForRooms: true,
  },
  product("639dec6b-bb19-468b-871c-c5c441c4b0cb", "Microsoft_365_Copilot", COPILOT_NAMES, PLANS.copilot),
  product("a809996b-059e-42e2-9866-db24b99a9782", "M365_Copilot", COPILOT_NAMES, PLANS.copilot),
  product(
    "1e1a282c-9c54-43a2-9310-98ef728faace",
    "DYN365_ENTERPRISE_SALES",
    ["DYNAMICS 365 FOR SALES ENTERPRISE EDITION"],
    [...PLANS.sharepoint, ...PLANS.dynamics],
  ),
  product("50000000-0000-4000-8000-000000000001", "CONTOSO_CHAT", [], [...PLANS.teams, ...PLANS.yammer]),
  product(
    "50000000-0000-4000-8000-000000000002",
    "CONTOSO_SUITE",
    [],
    [...SUITE, ...PLANS.officeApps, ...PLANS.copilot],
  ),
];
