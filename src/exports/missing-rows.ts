import { addDays, type Day } from "../domain/day.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { MissingReason, Rate } from "../domain/rate.ts";
import { WORKLOAD_NAMES } from "../domain/workload.ts";
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
    ...sourceAbsences(customer, text),
    ...rateAbsences(customer, text),
    ...seatAbsences(customer, text),
    ...fileAbsences(customer, text),
    ...rowAbsences(customer, text),
    ...laterAbsence(customer, text),
  ];
}

function customerAbsence({ state, stateDetail }: CustomerInsight, { states, missing }: WorkbookText): Absence[] {
  if (state === "measured") return [];
  const { name, meaning, toDo } = states[state];
  return [{ what: missing.customer, where: name, reason: meaning, detail: stateDetail, toDo }];
}

/** Sources that gave nothing on the newest night beside activity, whose refusal is the customer's state. */
function sourceAbsences({ sources }: CustomerInsight, text: WorkbookText): Absence[] {
  if (sources === null) return [];
  return SOURCES.flatMap((source) => {
    const outcome = sources[source];
    if (outcome.kind === "kept") return [];
    const { meaning, toDo } = text.nightReasons[outcome.reason];
    return [
      { what: text.missing.source, where: text.sourceNames[source], reason: meaning, detail: outcome.detail, toDo },
    ];
  });
}

const SOURCES = ["licences", "subscriptions", "sales", "apps"] as const;

/**
 * Every rate that the sheets leave blank. Those of one figure that are blank for one reason share a row: a customer
 * that refuses us would fill a page otherwise. A product that is not counted lacks nothing; its own sheet says why.
 * Like for like needs no row: without paid users there are no entitled ones either, so usage is blank beside it.
 */
function rateAbsences(customer: CustomerInsight, text: WorkbookText): Absence[] {
  const products = customer.products.filter((product) => product.counted);
  return FIGURES.flatMap((figure) => {
    const rates: { of: string; rate: Rate }[] = [
      { of: text.missing.wholeCustomer, rate: customer[figure] },
      ...(figure === "deployment"
        ? []
        : customer.workloads.map((metrics) => ({ of: WORKLOAD_NAMES[metrics.workload], rate: metrics[figure] }))),
      ...products.map((product) => ({ of: product.name, rate: product[figure] })),
    ];
    const absent = rates.flatMap(({ of, rate }) => (rate.kind === "missing" ? [{ of, reason: rate.reason }] : []));
    return [...Map.groupBy(absent, ({ reason }): MissingReason => reason)].map(([reason, group]) => ({
      what: text.figures[figure].name,
      where: text.listed(group.map(({ of }) => of)),
      count: group.length,
      reason: text.rateReasons[reason].meaning,
      toDo: text.rateReasons[reason].toDo,
    }));
  });
}

const FIGURES = ["deployment", "usage"] as const;

function seatAbsences({ products, ownSeatsUnmatched }: CustomerInsight, { missing, listed }: WorkbookText): Absence[] {
  const counted = products.filter((product) => product.counted);
  const withoutSeller = counted.filter((product) => product.ownSold === null).map((product) => product.name);
  const withoutTrial = products.filter((product) => product.seats.trial === null).map((product) => product.name);
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
