import * as stories from "./stories.ts";
import { type Asker, ordinaryRequests, requestsOpened, type SupportRequest } from "./support-requests.ts";
import { type Contents, headcountOf, ordinaryContents, type Setting } from "./tenant.ts";

/** How the services treat a customer: what is true stays true, the wire differs. */
export type Wire = Readonly<{
  /** Whether the application was let into the customer's tenant. */
  consent: "given" | "missing";
  subscriptions: "answered" | "relationship ended" | "not found" | "throttled once";
  /** How the partner's books write their rows. */
  sales: "new commerce" | "legacy" | "loose types";
  reports:
    | "answered"
    | "throttled once, seconds"
    | "throttled once, date"
    | "unavailable once"
    | "not ready"
    | "not ready, nested"
    | "no permission";
  /** The file of active users. */
  file:
    | "whole"
    | "columns missing"
    | "columns elsewhere"
    | "names unknown"
    | "rows ragged"
    | "header only"
    | "connection cut"
    | "cut in quotes";
  /** The active users of single days. */
  days: "filled" | "one empty";
  /** The lists of licences. */
  licences: "whole" | "paged, loose types" | "page of html" | "link to another host";
  /** The list of users. */
  directory: "listed" | "refused";
  /** Whether names are concealed. */
  reportSettings: "answered" | "refused";
  copilot: "version 2" | "version 1, redirected";
  /** What Partner Center itself counts of the customer's licences. */
  analytics: "whole" | "absent" | "grace counted as sold" | "more active than qualified" | "unknown workload";
}>;

/** One customer's oddity. */
export type Oddity = Readonly<{
  title: string;
  sentence: string;
  /** Null where the company's name is as ordinary as any. */
  name: string | null;
  relationship: "reseller" | "advisor";
  /** Age of the active-user report, in days. */
  refreshedDaysAgo: 1 | 2 | 9;
  /** Microsoft conceals names unless the customer decides otherwise. */
  isConcealed: boolean;
  wire: Wire;
  contents: (setting: Setting) => Contents;
  supportRequests: (asker: Asker) => readonly SupportRequest[];
}>;

const ORDINARY_WIRE: Wire = {
  consent: "given",
  subscriptions: "answered",
  sales: "new commerce",
  reports: "answered",
  file: "whole",
  days: "filled",
  licences: "whole",
  directory: "listed",
  reportSettings: "answered",
  copilot: "version 2",
  analytics: "whole",
};

export const ORDINARY: Oddity = {
  title: "ordinary",
  sentence: "Nothing is odd.",
  name: null,
  relationship: "reseller",
  refreshedDaysAgo: 1,
  isConcealed: true,
  wire: ORDINARY_WIRE,
  contents: (setting) => ordinaryContents(setting, headcountOf(setting.customerId)),
  supportRequests: ordinaryRequests,
};

/** What is odd in the customer itself: its people, its licences, its name. */
const OF_THE_CUSTOMER = [
  {
    title: "plain",
    sentence:
      "Names are shown; one account is blocked, two have the plans of Yammer and Viva Engage switched off, and two guests without a licence work in Teams and SharePoint.",
    isConcealed: false,
    contents: stories.plain,
  },
  {
    title: "turnover",
    sentence:
      "30 of 30 seats are held and used; 3 deleted users (one without a date of deletion) and 2 who lost their licence were active in the window as well, and 1 who lost it long before: 35 of 30. Of 10 questions 7 were opened in the last 28 days, the earliest on the first of these, and an eighth on the day before it.",
    isConcealed: false,
    contents: stories.turnover,
    supportRequests: (asker: Asker) => requestsOpened(asker, [1, 3, 6, 10, 15, 21, 27, 28, 41, 75]),
  },
  {
    title: "grace-beside-active",
    sentence:
      "One product in two subscriptions, 15 seats active and 5 in grace; 20 users hold and use it. Partner Center counts the seats in grace as sold.",
    wire: { ...ORDINARY_WIRE, analytics: "grace counted as sold" },
    contents: stories.graceBesideActive,
  },
  {
    title: "grace-only",
    sentence: "All 8 seats of Exchange Online (Plan 1) are in grace and 8 users have nothing else.",
    contents: stories.graceOnly,
  },
  {
    title: "overdrawn",
    sentence: "24 users hold 18 active seats, since 6 seats were suspended: deployment is above 100 %.",
    contents: stories.overdrawn,
  },
  {
    title: "trial",
    sentence: "6 users work through a trial of Microsoft 365 E5 alone, beside 10 paid ones.",
    contents: stories.trial,
  },
  {
    title: "yammer",
    sentence: "9 users without a licence for Yammer use it, beside 5 with one; 12 questions in the last 28 days.",
    contents: stories.yammer,
    supportRequests: (asker: Asker) => requestsOpened(asker, [1, 2, 4, 6, 8, 10, 12, 15, 18, 21, 24, 26]),
  },
  {
    title: "free-and-tenant-level",
    sentence: "Two free products of 1,000,000 units each, and one that serves the whole tenant.",
    contents: stories.freeAndTenantLevel,
  },
  {
    title: "nothing-sold",
    sentence: "No subscription and no product at all; 4 users without a licence.",
    contents: stories.nothingSold,
  },
  {
    title: "beside-office",
    sentence:
      "Copilot, two Dynamics products (one carries SharePoint, which Partner Center counts as a workload of Dynamics), and Teams Rooms held by 3 rooms; a row of Partner Center's is of a workload that nobody knows.",
    wire: { ...ORDINARY_WIRE, analytics: "unknown workload" },
    contents: stories.besideOffice,
  },
  {
    title: "other-sellers",
    sentence: "Of 40 seats of one product this partner sold 20, another partner 15 and Microsoft 5.",
    contents: stories.otherSellers,
  },
  {
    title: "odd-product-names",
    sentence: "Two products bear one name, and a third is not in Microsoft's public list.",
    contents: stories.oddProductNames,
  },
  {
    title: "suspended-units",
    sentence: "Of Office 365 E1, 7 seats are suspended and 3 locked out; 5 users still hold it.",
    contents: stories.suspendedUnits,
  },
  {
    title: "big",
    sentence: "3,000 users, and 130 questions, two a day.",
    contents: stories.big,
    supportRequests: (asker: Asker) =>
      requestsOpened(
        asker,
        Array.from({ length: 130 }, (_, index) => Math.floor(index / 2) + 1),
      ),
  },
  {
    title: "single",
    sentence: "One user, of whom Partner Center has no figures.",
    wire: { ...ORDINARY_WIRE, analytics: "absent" },
    contents: stories.single,
  },
  {
    title: "formula-name",
    sentence:
      "The company's name begins as a formula does; its subscriptions are legacy ones, with upper-case ids and 7 digits of fraction.",
    name: '=HYPERLINK("http://127.0.0.1/","Morvantis") + Co',
    wire: { ...ORDINARY_WIRE, sales: "legacy" },
    contents: stories.small,
  },
  {
    title: "emoji-name",
    sentence:
      "The company's name holds emoji; it also has Azure by usage (quantity 1, ends in the year 9999) and an add-on to another subscription.",
    name: "Zephella 🧁👩🏽‍🍳 Bakery & Söhne <GmbH>",
    contents: stories.azureAndAddOn,
  },
  {
    title: "right-to-left-name",
    sentence:
      "The company's name is written from right to left; it also has a suspended, an expired, a disabled, a deleted and a pending sale, and one on trial.",
    name: "شركة المثال الخيالية للتجارة",
    contents: stories.endedSales,
  },
  {
    title: "long-name",
    sentence:
      "The company's name has 300 characters; one of its sales writes numbers as strings, one its status as an integer, one a status that nobody knows.",
    name: `Taruquette ${"Verenigde Samenwerkende ".repeat(13)}`.slice(0, 295).concat(" B.V."),
    wire: { ...ORDINARY_WIRE, sales: "loose types" },
    contents: stories.manyProducts,
  },
  {
    title: "advisor",
    sentence: "The partner is its adviser, not its reseller: it is no part of the portfolio.",
    relationship: "advisor",
    contents: stories.small,
  },
] as const satisfies readonly OddityTerms[];

/** What is odd in the way a service answers. */
const OF_THE_WIRE = [
  wired("relationship-ended", "Partner Center refuses its subscriptions: 403, code 20002.", {
    subscriptions: "relationship ended",
  }),
  wired("subscriptions-not-found", "Partner Center knows no subscriptions of it: 404, the code as a number.", {
    subscriptions: "not found",
  }),
  {
    ...wired(
      "busy",
      "The gateway of Partner Center throttles the first call, and Graph answers the first call of each report with 503; 6 users hold Copilot, whose report has its first version alone, behind a redirect.",
      { subscriptions: "throttled once", reports: "unavailable once", copilot: "version 1, redirected" },
    ),
    contents: stories.smallWithCopilot,
  },
  wired(
    "columns-missing",
    "The active-user report has no columns of Yammer and Teams, and the application may not see whether names are concealed: 403.",
    { file: "columns missing", reportSettings: "refused" },
  ),
  wired(
    "columns-elsewhere",
    "The active-user report has its columns in another order, and unknown ones beside them; of a single day, the newest Wednesday at least a week ago, it is a header alone.",
    { file: "columns elsewhere", days: "one empty" },
  ),
  wired("names-unknown", 'Every third user is called "(Unknown)" in both reports.', { file: "names unknown" }),
  wired(
    "rows-ragged",
    "In the active-user report the 3rd row lacks fields, the 5th has too many, and an empty line follows the 6th; the application may not list the users: 403.",
    { file: "rows ragged", directory: "refused" },
  ),
  wired("header-only", "The active-user report has its header and no row.", { file: "header only" }),
  wired("connection-cut", "The connection breaks in the middle of the active-user report.", { file: "connection cut" }),
  {
    ...wired("cut-in-quotes", "The active-user report ends inside a quoted field, though the transfer is complete.", {
      file: "cut in quotes",
    }),
    isConcealed: false,
  },
  wired(
    "not-ready",
    "The reports do not know the tenant yet: 404, UnknownTenantId. Partner Center has no figures of it either.",
    {
      reports: "not ready",
      analytics: "absent",
    },
  ),
  wired(
    "not-ready-nested",
    "The reports do not know the tenant yet: 404, UnknownError with JSON inside its message. Partner Center counts two people who have left as active in each workload: more than there are licences.",
    { reports: "not ready, nested", analytics: "more active than qualified" },
  ),
  wired(
    "no-permission",
    "The reports refuse the application: 403, S2SUnauthorized. Partner Center alone tells of its use.",
    { reports: "no permission" },
  ),
  wired("no-consent", "The application was never let into the tenant: no token. Partner Center alone tells of it.", {
    consent: "missing",
  }),
  wired("throttled-seconds", "The first call of each report is throttled: 429, Retry-After in seconds.", {
    reports: "throttled once, seconds",
  }),
  wired("throttled-date", "The first call of each report is throttled: 429, Retry-After as a date.", {
    reports: "throttled once, date",
  }),
  wired("page-of-html", "The list of products is a page of HTML.", { licences: "page of html" }),
  {
    ...wired("paged", "The lists of licences come in pages of 2, with ids in upper case and numbers as strings.", {
      licences: "paged, loose types",
    }),
    contents: stories.manyProducts,
  },
  {
    ...wired("link-to-another-host", "The list of products goes on at another host, which must never see a token.", {
      licences: "link to another host",
    }),
    contents: stories.manyProducts,
  },
  {
    ...wired("stale", "The active-user report is 9 days old.", {}),
    refreshedDaysAgo: 9,
  },
] as const satisfies readonly OddityTerms[];

/** The nth oddity is that of customer n; from 41 on customers are ordinary. */
export const ODDITIES: readonly Oddity[] = [...OF_THE_CUSTOMER, ...OF_THE_WIRE].map(oddityOf);

type OddityTerms = Pick<Oddity, "title" | "sentence" | "contents"> & Partial<Oddity>;

function oddityOf(terms: OddityTerms, index: number): Oddity {
  return { ...ORDINARY, refreshedDaysAgo: index % 4 === 3 ? 2 : 1, ...terms };
}

function wired(title: string, sentence: string, wire: Partial<Wire>): OddityTerms {
  return { title, sentence, wire: { ...ORDINARY_WIRE, ...wire }, contents: stories.small };
}
