import { addDays, type Day } from "../domain/day.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { SourceOutcomes } from "../domain/pull-outcome.ts";
import type { MissingReason, Rate } from "../domain/rate.ts";
import type { Usage } from "../domain/usage.ts";
import { workloadName } from "../domain/workload.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** Something that is absent from the workbook, of one customer, for one reason. Blank where a member has no meaning. */
export type MissingRow = Readonly<{
  customer: CustomerInsight;
  what: string;
  where: string | null;
  line: number | null;
  count: number | null;
  reason: string;
  detail: string | null;
  toDo: string | null;
}>;

/** What somebody has to see to first, then the missing nights of everybody: they are many, and mostly a new customer's. */
export async function* missingRows(
  customers: () => AsyncIterable<CustomerInsight>,
  text: WorkbookText,
): AsyncGenerator<MissingRow> {
  for (const absencesIn of [absencesOf, nightAbsences]) {
    for await (const customer of customers()) {
      for (const absence of absencesIn(customer, text)) yield { ...NOTHING, ...absence, customer };
    }
  }
}

type Absence = Pick<MissingRow, "what" | "reason"> & Partial<Omit<MissingRow, "customer" | "what" | "reason">>;

const NOTHING = { where: null, line: null, count: null, detail: null, toDo: null };

function absencesOf(customer: CustomerInsight, text: WorkbookText): Absence[] {
  return [
    ...customerAbsence(customer, text),
    ...exclusionAbsences(customer, text),
    ...sourceAbsences(customer, text),
    ...rateAbsences(customer, text),
    ...questionAbsences(customer, text),
    ...seatAbsences(customer, text),
    ...fileAbsences(customer, text),
    ...rowAbsences(customer, text),
    ...laterAbsence(customer, text),
    ...nameAbsences(customer, text),
    ...directoryAbsences(customer, text),
  ];
}

function customerAbsence({ state, stateDetail }: CustomerInsight, { states, missing }: WorkbookText): Absence[] {
  if (state === "measured") return [];
  const { name, meaning, toDo } = states[state];
  return [{ what: missing.customer, where: name, reason: meaning, detail: stateDetail, toDo }];
}

/** Absent from the totals alone: the customer, and every product of it that is left out at all customers. */
function exclusionAbsences({ excluded, products }: CustomerInsight, text: WorkbookText): Absence[] {
  const { missing } = text;
  return [
    { where: text.wholeCustomer, terms: excluded },
    ...products.map((product) => ({ where: product.name, terms: product.excluded })),
  ].flatMap(({ where, terms }) =>
    terms === null
      ? []
      : [
          {
            what: missing.excluded,
            where,
            reason: missing.excludedReason,
            detail: text.excluded(terms),
            toDo: missing.excludedToDo,
          },
        ],
  );
}

/** Sources that gave nothing on the newest night beside activity, whose refusal is the customer's state. */
function sourceAbsences({ sources }: CustomerInsight, text: WorkbookText): Absence[] {
  if (sources === null) return [];
  return SOURCES.flatMap((source) => {
    const outcome = sources[source];
    if (outcome.kind === "kept") return [];
    if (outcome.reason === "not_configured" && ASKED_BY_CHOICE.has(source)) return [];
    const { meaning, toDo } = text.sourceReasons[outcome.reason];
    return [
      { what: text.missing.source, where: text.sourceNames[source], reason: meaning, detail: outcome.detail, toDo },
    ];
  });
}

const SOURCES = [
  "licences",
  "subscriptions",
  "sales",
  "apps",
  "copilot",
  "directory",
  "reported",
  "requests",
] as const satisfies readonly (keyof SourceOutcomes)[];

/** Nobody asks these where there is nothing to ask, or the operator has not set them up: then they lack nothing. */
const ASKED_BY_CHOICE: ReadonlySet<keyof SourceOutcomes> = new Set(["copilot", "directory", "reported", "requests"]);

/**
 * Every rate that the sheets leave blank. Those of one figure that are blank for one reason share a row: a customer
 * that refuses us would fill a page otherwise. A product that is not counted lacks nothing; its own sheet says why.
 */
function rateAbsences(customer: CustomerInsight, text: WorkbookText): Absence[] {
  const products = customer.products.filter((product) => product.counted);
  const all = [
    ratesOf(text.wholeCustomer, customer.deployment, customer),
    ...customer.workloads.map((metrics) => ratesOf(workloadName(metrics.workload), null, metrics)),
    ...products.map((product) => ratesOf(product.name, product.deployment, product)),
  ];
  return FIGURES.flatMap((figure) => {
    const absent = all.flatMap(({ of, [figure]: rate }) =>
      rate?.kind === "missing" ? [{ of, reason: rate.reason }] : [],
    );
    return [...Map.groupBy(absent, ({ reason }): MissingReason => reason)].map(([reason, group]) => ({
      what: text.figures[figure].name,
      where: text.listed(group.map(({ of }) => of)),
      count: group.length,
      reason: text.rateReasons[reason].meaning,
      toDo: text.rateReasons[reason].toDo,
    }));
  });
}

const FIGURES = ["deployment", "usage", "likeForLike"] as const;

type Rates = Readonly<{ of: string } & Record<(typeof FIGURES)[number], Rate | null>>;

/** A workload has no deployment. Where usage is blank so is like for like, for the reason that its row says. */
function ratesOf(
  of: string,
  deployment: Rate | null,
  { usage, likeForLike }: Pick<Usage, "usage" | "likeForLike">,
): Rates {
  return { of, deployment, usage, likeForLike: usage.kind === "measured" ? likeForLike : null };
}

/** Questions by active users, where nobody is active. Where usage is blank they are too, for the reason of its row. */
function questionAbsences({ support }: CustomerInsight, { headers, rateReasons }: WorkbookText): Absence[] {
  const { meaning: reason, toDo } = rateReasons.nobody_active;
  return [
    { what: headers.requestsPer100, figure: support.requests },
    { what: headers.ticketsPer100, figure: support.tickets },
  ].flatMap(({ what, figure }) =>
    figure?.perActiveUser.kind === "missing" && figure.perActiveUser.reason === "nobody_active"
      ? [{ what, count: figure.opened, reason, toDo }]
      : [],
  );
}

function seatAbsences({ products, ownSeatsUnmatched }: CustomerInsight, { missing, listed }: WorkbookText): Absence[] {
  const counted = products.filter((product) => product.counted);
  const withoutSeller = counted.filter((product) => product.ownSold === null).map((product) => product.name);
  const withoutTrial = products
    .filter(({ seats }) => seats !== null && seats.trial === null)
    .map((product) => product.name);
  return [
    {
      what: missing.ownSold,
      where: listed(withoutSeller),
      count: withoutSeller.length,
      reason: missing.ownSoldReason,
      toDo: missing.ownSoldToDo,
    },
    {
      what: missing.trialSeats,
      where: listed(withoutTrial),
      count: withoutTrial.length,
      reason: missing.trialSeatsReason,
      toDo: missing.trialSeatsToDo,
    },
    {
      what: missing.ownSeats,
      count: ownSeatsUnmatched ?? 0,
      reason: missing.ownSeatsReason,
      toDo: missing.ownSeatsToDo,
    },
  ].filter(({ count }) => count > 0);
}

function nightAbsences({ coverage }: CustomerInsight, text: WorkbookText): Absence[] {
  return [...Map.groupBy(coverage.missing, ({ reason }) => reason)].map(([reason, nights]) => ({
    what: text.missing.nights,
    where: daysInWords(
      nights.map(({ day }) => day),
      text,
    ),
    count: nights.length,
    reason: text.nightReasons[reason].meaning,
    toDo: text.nightReasons[reason].toDo,
  }));
}

function fileAbsences({ refusedFiles }: CustomerInsight, { missing }: WorkbookText): Absence[] {
  return refusedFiles.map(({ file, line, reason }) => ({
    what: missing.file,
    where: file,
    line,
    reason: missing.fileReason,
    detail: reason,
    toDo: missing.fileToDo,
  }));
}

function rowAbsences({ reports }: CustomerInsight, text: WorkbookText): Absence[] {
  return reports
    .filter((facts) => facts.rowsUnreadable > 0)
    .map((facts) => ({
      what: text.missing.rows,
      where: text.reports[facts.report],
      count: facts.rowsUnreadable,
      reason: text.missing.rowsReason,
      detail: text.missing.rowsOf(facts.rows),
      toDo: text.missing.rowsToDo,
    }));
}

function laterAbsence({ anyWorkload }: CustomerInsight, { missing }: WorkbookText): Absence[] {
  const { datedLater } = anyWorkload;
  if (datedLater === null || datedLater === 0) return [];
  return [{ what: missing.later, count: datedLater, reason: missing.laterReason, toDo: missing.laterToDo }];
}

/** Days from which on figures rest on other evidence than before. */
function nameAbsences({ coverage }: CustomerInsight, { missing }: WorkbookText): Absence[] {
  return coverage.breaks.map(({ day, to }) => ({
    what: missing.names,
    where: day,
    reason: missing.namesReasons[to],
    toDo: missing.namesToDo,
  }));
}

function directoryAbsences({ directory }: CustomerInsight, { missing }: WorkbookText): Absence[] {
  if (directory === null) return [];
  const { unlisted, deletedContradicted, flagsContradicted, blockedPaid } = directory;
  const contradiction = {
    what: missing.contradictions,
    reason: missing.contradictionsReason,
    toDo: missing.contradictionsToDo,
  };
  return [
    { what: missing.unlisted, count: unlisted, reason: missing.unlistedReason, toDo: missing.unlistedToDo },
    { ...contradiction, detail: missing.deletedContradicted, count: deletedContradicted },
    { ...contradiction, detail: missing.flagsContradicted, count: flagsContradicted },
    { what: missing.blocked, count: blockedPaid, reason: missing.blockedReason, toDo: missing.blockedToDo },
  ].filter(({ count }) => count > 0);
}

/** Days in order, those that follow one another as one stretch. */
function daysInWords(days: readonly Day[], text: WorkbookText): string {
  const stretches: { first: Day; last: Day }[] = [];
  for (const day of days) {
    const open = stretches.at(-1);
    if (open !== undefined && addDays(open.last, 1) === day) open.last = day;
    else stretches.push({ first: day, last: day });
  }
  return text.listed(stretches.map(({ first, last }) => (first === last ? first : text.missing.days(first, last))));
}
