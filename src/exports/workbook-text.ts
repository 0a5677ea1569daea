import type { Counting } from "../domain/licences.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { ReportFacts } from "../domain/activity.ts";
import type { CustomerState } from "../domain/metrics.ts";
import type { MissingDayReason } from "../domain/night-coverage.ts";
import type { SourceOutcomes } from "../domain/pull-outcome.ts";
import type { MissingReason } from "../domain/rate.ts";
import type { Cause, Reason } from "../domain/reasons.ts";
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
    products: "Products",
    workloads: "Workloads",
    missing: "Missing",
    definitions: "Definitions",
  },

  sections: {
    figures: "The portfolio",
    asOf: "What days the figures are of",
    coverage: "Who is in the figures",
    workloads: "By workload",
    products: "By product",
  },

  facts: {
    run: "Run",
    night: "Night",
    publishedOn: "Published (UTC)",
    definition: "Definition",
    customers: "All customers",
    definitionOf: (id: string, version: number) => `${id}, version ${version}`,
  },

  headers: {
    customer: "Customer",
    domain: "Domain",
    customerId: "Customer id",
    state: "State",
    stateDetail: "State in words",
    basis: "Basis",
    activityAsOf: "Activity as of",
    licencesAsOf: "Licences as of",
    asOf: "As of",
    sold: "Sold",
    ownSold: "Own sold",
    assigned: "Assigned",
    deployment: "Deployment",
    usersTotal: "Total users",
    usersActive: "Active users",
    usage: "Usage",
    likeForLike: "Like for like",
    paidUsers: "Paid users",
    paidActive: "Active paid users",
    nights: "Nights of 28",
    reasons: "Why above 100%",
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
    figure: "Figure",
    rate: "Rate",
    part: "Part",
    whole: "Whole",
    madeOf: "Part ÷ whole",
    counted: "Customers counted",
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

  sources: { activity: "Activity", licences: "Licences" },

  standings: {
    paid: "Paid",
    grace: "Grace",
    trial: "Trial",
    unlicensed: "Unlicensed",
    departed: "Departed",
  } satisfies Record<Standing, string>,

  bases: {
    users: "Users",
    reported: "Reported totals",
    none: "None",
  } satisfies Record<CustomerInsight["basis"], string>,

  counting: {
    counted: "Yes",
    free: "No: free or unlimited",
    tenant: "No: for the whole tenant",
    trial: "No: on trial only",
  } satisfies Record<Counting, string>,

  states: {
    measured: { name: "Measured", meaning: "Figures of this night, from activity reports.", toDo: "" },
    reportedOnly: {
      name: "Reported only",
      meaning: "No access to activity reports: the figures are the totals Partner Center reports.",
      toDo: "Ask the customer for access to usage reports.",
    },
    stale: {
      name: "Stale",
      meaning: "The last good figures, with their day: the newest night brought none.",
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
    nobody_entitled: {
      name: "nobody entitled",
      meaning: "No user holds a paid, active seat",
      toDo: "Assign the seats that were sold, where there are any.",
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
    wholeCustomer: "The customer as a whole",
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
    licences: "Licences of the tenant",
    subscriptions: "Subscriptions of the tenant",
    sales: "The partner's own books",
    apps: "Microsoft 365 Apps report",
  } satisfies Record<Exclude<keyof SourceOutcomes, "activity">, string>,

  reports: {
    activeUsers: "Active users report",
    apps: "Microsoft 365 Apps report",
  } satisfies Record<ReportFacts["report"], string>,

  causes: {
    turnover: "left, or lost the licence to somebody else",
    grace: "on seats in grace, suspended or disabled",
    trial: "on trial seats",
    yammer: "in Yammer without a licence",
    unexplained: "unexplained",
  } satisfies Record<Cause, string>,

  /** 3 users left, or lost the licence to somebody else (+15.0 points). */
  reason(reason: Reason): string {
    const users = `${reason.users} ${reason.users === 1 ? "user" : "users"}`;
    const points = `+${(reason.points * 100).toFixed(1)} points`;
    const certainty = reason.evidence === "possible" ? "possibly " : "";
    return `${certainty}${users} ${this.causes[reason.cause]} (${points})`;
  },

  yesOrNo: (isSo: boolean) => (isSo ? "Yes" : "No"),
  listed: (words: readonly string[]) => words.join("; "),
  counted: (count: number, words: string) => `${count} ${words}`,
};
