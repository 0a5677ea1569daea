import type { Naming, ReportFacts } from "../domain/activity.ts";
import type { Advice, AdviceRule, Scenario } from "../domain/advice.ts";
import { type AdviceText, adviceText, adviceTitle } from "../domain/advice-text.ts";
import type { ExclusionTerms } from "../domain/exclusion.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { CustomerState } from "../domain/customer-state.ts";
import type { ProductMetrics } from "../domain/product-metrics.ts";
import type { MissingDayReason } from "../domain/night-coverage.ts";
import type { RefusalReason, SourceOutcomes } from "../domain/pull-outcome.ts";
import type { MissingReason } from "../domain/rate.ts";
import type { Cause, Evidence, Reason, SeatCause, SeatReason } from "../domain/reasons.ts";
import type { Explanation } from "../domain/reconciliation.ts";
import type { SourceFault } from "../domain/source-fault.ts";
import type { Standing } from "../domain/standing.ts";

/** A state or a reason as a person reads it: its name, what it means, and what to do about it. */
type Words = Readonly<{ name: string; meaning: string; toDo: string }>;

/** Every word of the workbook that is not a figure. Another language is another table of this shape. */
export type WorkbookText = typeof ENGLISH;

export const ENGLISH = {
  title: "Licence adoption of the portfolio",
  creator: "Adoption insights",

  sheets: {
    overview: "Overview",
    customers: "Customers",
    reasons: "Reasons",
    advice: "Advice",
    products: "Products",
    workloads: "Workloads",
    // Excel keeps "History" for a sheet of its own, and calls a workbook with another one broken.
    history: "Month ends",
    missing: "Missing",
    definitions: "Definitions",
  },

  sections: {
    figures: "The portfolio",
    asOf: "What days the figures are of",
    coverage: "Who is in the figures",
    excluded: "Left out of the totals on purpose",
    movers: "Whose usage moved most in 28 days",
    advice: "What the figures advise",
    workloads: "By workload",
    products: "By product",
  },

  facts: {
    run: "Run",
    night: "Night",
    publishedOn: "Published (UTC)",
    definition: "Definition",
    customers: "All customers",
    excluded: "Excluded",
    excludedMeaning: "Taken out of the totals by a person, for the reason given below.",
    definitionOf: (id: string, version: number) => `${id}, version ${version}`,
  },

  headers: {
    customer: "Customer",
    domain: "Domain",
    customerId: "Customer id",
    state: "State",
    stateDetail: "State in words",
    excluded: "Excluded",
    basis: "Basis",
    basisOfUsage: "Basis of usage",
    basisOfDeployment: "Basis of deployment",
    standingsBy: "How standings are known",
    activityAsOf: "Activity as of",
    licencesAsOf: "Licences as of",
    reportedUsageAsOf: "Reported usage as of",
    reportedDeploymentAsOf: "Reported deployment as of",
    usageAsOf: "Usage as of",
    deploymentAsOf: "Deployment as of",
    asOf: "As of",
    sold: "Sold",
    ownSold: "Own sold",
    soldElsewhere: "Sold by others",
    soldDifference: "Own and all seats differ by",
    assigned: "Assigned",
    idle: "Seats idle",
    deployment: "Deployment",
    usersTotal: "Total users",
    usersActive: "Active users",
    usage: "Usage",
    likeForLike: "Like for like",
    paidUsers: "Paid users",
    paidActive: "Active paid users",
    nights: "Nights of 28",
    movedSince: "Moved since",
    usageMoved: "Usage moved",
    usageMovedByPeople: "of which people",
    usageMovedBySeats: "of which seats",
    deploymentMoved: "Deployment moved",
    requestsPer100: "Requests per 100 active",
    ticketsPer100: "Tickets per 100 active",
    usageReasons: "Why usage is above 100%",
    deploymentReasons: "Why deployment is above 100%",
    reasonsAbove100: "Why above 100%",
    reportedUsage: "Partner Center's usage",
    reportedDeployment: "Partner Center's deployment",
    difference: "Theirs less ours",
    explanation: "What explains it",
    reportedAsOf: "Partner Center's as of",
    product: "Product",
    productId: "Product id",
    partNumber: "Part number",
    counting: "Counted",
    seatsActive: "Seats active",
    seatsGrace: "Seats in grace",
    seatsSuspended: "Seats suspended",
    seatsTrial: "Seats on trial",
    renewsOn: "Renews on",
    workload: "Workload",
    overdrawn: "Overdrawn",
    activeIn7Days: "Active in 7 days",
    neverActive: "Never active",
    isBoundBySeats: "Bound by seats",
    customers: "Customers",
    measured: "Measured",
    measuredReported: "of which reported",
    figure: "Figure",
    rate: "Rate",
    part: "Part",
    whole: "Whole",
    madeOf: "Part ÷ whole",
    of: "Of",
    cause: "Cause",
    usersOrSeats: "Users or seats",
    points: "Points",
    evidence: "Evidence",
    monthEnd: "Month end (night)",
    definition: "Definition",
    advice: "Advice",
    why: "Why",
    scenario: "Scenario",
    kind: "Kind",
    name: "Name",
    until: "Last day",
    counted: "Customers counted",
    countedReported: "of which reported",
    absent: "Customers absent",
    absentBecause: "Absent because",
    source: "Source",
    oldest: "Oldest",
    newest: "Newest",
    meaning: "Meaning",
    what: "What is missing",
    where: "Where",
    line: "Line",
    count: "How many",
    reason: "Reason",
    detail: "Detail",
    toDo: "What to do",
    usersOf: (standing: string) => `${standing} users`,
    activeOf: (standing: string) => `${standing} active`,
  },

  figures: {
    deployment: { name: "Deployment", madeOf: "assigned ÷ sold seats" },
    usage: { name: "Usage", madeOf: "active ÷ total users" },
    likeForLike: { name: "Like for like", madeOf: "active paid ÷ paid users" },
  },

  /** The whole of a customer, beside one of its workloads or products. */
  wholeCustomer: "The customer as a whole",

  sources: {
    activity: "Activity",
    licences: "Licences",
    reportedUsage: "Usage as Partner Center reports it",
    reportedDeployment: "Deployment as Partner Center reports it",
  },

  standings: {
    paid: "Paid",
    grace: "Grace",
    trial: "Trial",
    unlicensed: "Unlicensed",
    guest: "Guest",
    departed: "Departed",
  } satisfies Record<Standing, string>,

  bases: {
    users: "Users",
    reported: "Reported totals",
    none: "None",
  } satisfies Record<CustomerInsight["basis"], string>,

  deploymentBases: {
    seats: "Seats",
    reported: "Reported totals",
    none: "None",
  } satisfies Record<CustomerInsight["deploymentBasis"], string>,

  standingsBy: {
    directory: "By the directory",
    products: "By the products that the report names",
    flags: "By the report's licence flags alone",
  } satisfies Record<NonNullable<CustomerInsight["standingsBy"]>, string>,

  soldDifferences: {
    other_sellers: "Sold by other partners or Microsoft",
    own_beyond_tenant: "Own seats that the tenant does not have",
  } satisfies Record<NonNullable<ProductMetrics["soldDifference"]>, string>,

  explanations: {
    same: "Nothing: the two are the same",
    grace_seats_counted: "Partner Center counts seats in grace as sold",
    lapsed_seats_counted: "Partner Center counts seats in grace and suspended ones as sold",
    trial_seats_counted: "Partner Center counts trial seats as sold",
    own_seats_only: "Partner Center counts this partner's seats alone",
    entitled_activity_only: "Partner Center leaves out who is active without being entitled",
    entitlements_counted: "Partner Center counts licences, of which a person may hold several",
    another_day: "The two are of different days",
    unexplained: "Unexplained: of the same day, and different",
  } satisfies Record<Explanation, string>,

  counting: {
    counted: "Yes",
    free: "No: free or unlimited",
    tenant: "No: for the whole tenant",
    trial: "No: on trial only",
    excluded: "No: excluded",
  } satisfies Record<ProductMetrics["counting"], string>,

  excludedKinds: { customer: "Customer", product: "Product" },

  /** Our own tenant (up to and including 2026-12-31). */
  excluded: ({ reason, until }: ExclusionTerms) =>
    until === null ? reason : `${reason} (up to and including ${until})`,

  states: {
    measured: { name: "Measured", meaning: "Figures of this night, from activity reports.", toDo: "" },
    reportedOnly: {
      name: "Reported only",
      meaning:
        "No activity reports: they are refused, not ready, empty or broken. The figures are the totals Partner Center reports.",
      toDo: "See the detail.",
    },
    stale: {
      name: "Stale",
      meaning: "The last good figures, with their day: the newest night brought none, or the source is days behind.",
      toDo: "Nothing at first. If it lasts, see the detail.",
    },
    noAccess: {
      name: "No access",
      meaning: "The customer's tenant refuses us. It has no usage, and is in no total of usage.",
      toDo: "Ask the customer for access, or renew the one that ended.",
    },
    notReady: {
      name: "Not ready",
      meaning: "Nothing to read yet: a new customer, or one that was not asked.",
      toDo: "Nothing for a new customer: reports appear within days. Else see the detail.",
    },
    failed: {
      name: "Failed",
      meaning: "The source could not be reached, or answered what cannot be trusted.",
      toDo: "See the detail, and run the customer again.",
    },
  } satisfies Record<CustomerState, Words>,

  rateReasons: {
    not_reported: {
      name: "not reported",
      meaning: "No source reports it",
      toDo: "Nothing, if no report covers the product or workload. Else see the customer's state.",
    },
    nothing_sold: {
      name: "nothing sold",
      meaning: "No paid, active seat is there to be handed out",
      toDo: "Nothing where nothing should be sold. Else renew the seats in grace, or turn a trial into a purchase.",
    },
    excluded: {
      name: "excluded",
      meaning: "Only products that a person has taken out are left",
      toDo: "Nothing, while the reason of the exclusion holds. Else take it back.",
    },
    nobody_entitled: {
      name: "nobody entitled",
      meaning: "No user holds a paid, active seat",
      toDo: "Assign the seats that were sold, where there are any.",
    },
    nobody_active: {
      name: "nobody active",
      meaning: "No user was active, so there is nobody to divide by",
      toDo: "Nothing: see usage.",
    },
    source_not_ready: {
      name: "source not ready",
      meaning: "The source has nothing for this customer yet",
      toDo: "Nothing: the next nights ask again.",
    },
    no_access: {
      name: "no access",
      meaning: "The customer's tenant refuses us",
      toDo: "Ask the customer for access, or renew the one that ended.",
    },
  } satisfies Record<MissingReason, Words>,

  nightReasons: {
    no_access: { meaning: "The source refused us", toDo: "See the detail: ask for access, or renew the relationship." },
    source_not_ready: { meaning: "The source had nothing for that day yet", toDo: "Nothing: it does not come back." },
    unreadable: { meaning: "The report could not be trusted", toDo: "See the run's ledger for the answer." },
    failed: { meaning: "The source could not be reached", toDo: "Run the night again while the source still has it." },
    not_configured: { meaning: "No source is configured", toDo: "Configure the source of activity." },
    not_pulled: {
      meaning: "Nobody asked for that day",
      toDo: "Nothing for a new customer. Else see the run's ledger.",
    },
    not_reported: { meaning: "The source passed that day over", toDo: "Nothing: the source has no figures of it." },
  } satisfies Record<MissingDayReason, Omit<Words, "name">>,

  /** Why a source gave nothing of a customer on the newest night. */
  sourceReasons: {
    no_access: { meaning: "It refuses us", toDo: "See the detail: give or renew the access that it asks for." },
    source_not_ready: {
      meaning: "It has nothing of this customer yet",
      toDo: "Nothing: the next nights ask again.",
    },
    unreadable: {
      meaning: "It answered what cannot be trusted",
      toDo: "See the detail. Nothing at first: the next night asks again.",
    },
    failed: {
      meaning: "It could not be reached, or kept failing",
      toDo: "Nothing at first: the next night asks again. If it lasts, see the detail.",
    },
    not_configured: { meaning: "Nobody asks it", toDo: "Set it up: see the detail." },
  } satisfies Record<RefusalReason, Omit<Words, "name">>,

  missing: {
    customer: "Customer",
    source: "Source",
    later: "Users dated later",
    laterReason: "The report dates their activity after the day it speaks for: they are not counted as active",
    laterToDo: "Nothing: the next report settles it.",
    nights: "Nights",
    file: "File",
    rows: "Rows of a report",
    ownSeats: "Own seats",
    ownSold: "Own sold",
    trialSeats: "Seats on trial",
    names: "Names in reports",
    unlisted: "Users not in the report yet",
    contradictions: "Sources contradict each other",
    blocked: "Blocked accounts with a paid seat",
    excluded: "Excluded",
    namesReasons: {
      clear:
        "From this day on reports show the names that they concealed: standings rest on other evidence than before",
      concealed:
        "From this day on reports conceal the names that they showed: standings rest on other evidence than before",
    } satisfies Record<Exclude<Naming, "none">, string>,
    namesToDo: "Compare usage across this day with care. Totals are as good as before.",
    unlistedReason: "The directory has licensed users whom the report does not list: they are in no figure yet",
    unlistedToDo: "Nothing: the report is days behind, and the next ones list them.",
    deletedContradicted: "Users whom the report calls deleted, and the directory has",
    flagsContradicted: "Users whose licence flags in the report differ from their licences in the directory",
    contradictionsReason: "Sources contradict each other; the directory is believed",
    contradictionsToDo: "Nothing while they are few. If they are many, compare the report with the directory.",
    blockedReason: "The account may not sign in, and holds a paid seat: it counts as entitled, and cannot be active",
    blockedToDo: "Take the licence back, or give it to somebody who works.",
    excludedReason: "Taken out of the totals by a person",
    excludedToDo: "Nothing, or take the exclusion back.",
    fileReason: "The file could not be used",
    fileToDo: "Nothing if it is not meant for this. Else correct it and drop it in again.",
    rowsReason: "Rows that could not be read are in no figure",
    rowsOf: (rows: number) => `of ${rows} rows`,
    rowsToDo: "Look at the report itself, if they are many.",
    ownSeatsReason: "Seats of our own books that match no product of the tenant",
    ownSeatsToDo: "Compare the order with the customer's subscriptions.",
    ownSoldReason: "Who sold the seats is not known",
    ownSoldToDo: "Give access to the partner's own subscriptions of the customer.",
    trialSeatsReason: "No source tells trials from paid seats: they are among the active ones",
    trialSeatsToDo: "Give access to the tenant's subscriptions.",
    days: (first: string, last: string) => `${first} to ${last}`,
  },

  sourceNames: {
    activity: "Active users report",
    apps: "Microsoft 365 Apps report",
    copilot: "Microsoft 365 Copilot report",
    directory: "Users of the directory",
    licences: "Licences of the tenant",
    subscriptions: "Subscriptions of the tenant",
    sales: "The partner's own books",
    reported: "Partner Center's own figures",
    requests: "Service requests at Microsoft",
  } satisfies Record<keyof SourceOutcomes, string>,

  /** Loud, and nobody's fault but the source's. */
  sourceFault({ source, customers, of, lastGood }: SourceFault): string {
    const kept =
      lastGood === null ? "No earlier figures are kept." : `The last good figures stay, ${daysOf(lastGood)}.`;
    return `${this.sourceNames[source]}: came empty for ${customers} of ${of} customers on this night. That is the source's fault, and says nothing of them. ${kept}`;
  },

  reports: {
    activeUsers: "Active users report",
    apps: "Microsoft 365 Apps report",
    copilot: "Microsoft 365 Copilot report",
  } satisfies Record<ReportFacts["report"], string>,

  /** What users did who are active and not entitled. */
  causes: {
    turnover: "left, or lost the licence to somebody else",
    grace: "on seats in grace, suspended or disabled",
    trial: "on trial seats",
    yammer: "in Yammer without a licence",
    guest: "from other companies, as guests, without a licence",
    unexplained: "unexplained",
  } satisfies Record<Cause, string>,

  /** What seats are that are held and not sold. */
  seatCauses: {
    grace: "in grace, suspended or disabled",
    trial: "on trial, running or run out",
    lapsed: "held beyond every seat there is: theirs have lapsed",
    unexplained: "unexplained",
  } satisfies Record<SeatCause, string>,

  /** What stands between the causes of a figure above 100 % and the figure itself. */
  balances: {
    idle: "Idle seats of other products",
    inactive: "Entitled users not active",
  },

  advice: (advice: Advice): AdviceText => adviceText(advice, "en"),
  adviceTitle: (rule: AdviceRule): string => adviceTitle(rule, "en"),

  scenarios: {
    low_adoption: "Low adoption",
    many_questions: "Many questions",
    seats: "Seats",
  } satisfies Record<Scenario, string>,

  evidence: { measured: "Counted", possible: "Possible" } satisfies Record<Evidence, string>,

  /** 3 users left, or lost the licence to somebody else (+15.0 points). */
  reason(reason: Reason): string {
    return inWords(reason, reason.users, "user", this.causes[reason.cause]);
  },

  /** 3 seats on trial, running or run out (+15.0 points). */
  seatReason(reason: SeatReason): string {
    return inWords(reason, reason.seats, "seat", this.seatCauses[reason.cause]);
  },

  /** What is to be taken off the reasons of a total: 2 users made up for by entitled users not active (−5.3 points). */
  madeUpFor(balance: number, whole: number): string {
    return `${several(balance, "user")} made up for by entitled users not active (−${((balance / whole) * 100).toFixed(1)} points)`;
  },

  /** The same of seats, which make up for each other within a customer as well. */
  seatsMadeUpFor(balance: number, whole: number): string {
    return `${several(balance, "seat")} made up for by idle seats (−${((balance / whole) * 100).toFixed(1)} points)`;
  },

  /** What the Definitions sheet says of the workbook's own sheets, below the figures. */
  notes: [
    {
      figure: "Sheet Reasons",
      meaning:
        "One row is one cause of one figure above 100%. The points of all rows of a figure add up to the figure less 100%, and their users or seats to its part less its whole: idle seats, and entitled users who are not active, are taken off.",
    },
    {
      figure: "Sheet Month ends",
      meaning:
        "The night of this run and the last 13 month ends, which are twelve before it where the night is a month end: of each month its last published night, with the parts and wholes of its day. A night that is no longer kept is left out.",
    },
    {
      figure: "Usage moved, deployment moved",
      meaning:
        "Points against the night in Moved since. Blank where there is no change to tell, for one of the reasons above; that has no row in the Missing sheet.",
    },
  ],

  yesOrNo: (isSo: boolean) => (isSo ? "Yes" : "No"),
  listed: (words: readonly string[]) => words.join("; "),
  counted: (count: number, words: string) => `${count} ${words}`,
  /** Words that stand by themselves in a cell. */
  standingAlone: (words: string) => words.charAt(0).toUpperCase() + words.slice(1),
};

function inWords({ points, evidence }: Reason | SeatReason, count: number, unit: string, cause: string): string {
  const certainty = evidence === "possible" ? "possibly " : "";
  return `${certainty}${several(count, unit)} ${cause} (+${(points * 100).toFixed(1)} points)`;
}

function several(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}

function daysOf({ oldest, newest }: NonNullable<SourceFault["lastGood"]>): string {
  return oldest === newest ? `of ${oldest}` : `of ${oldest} to ${newest}`;
}
