import { StartFailure } from "./start-failure.ts";

/**
 * A schedule in the dialect of Azure's timers: each field holds the numbers at which it is met. Other crons run on the day of
 * the month *or* the weekday; here both must be met. https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
 */
export type Crontab = Readonly<Record<FieldName, ReadonlySet<number>>>;

type FieldName = "second" | "minute" | "hour" | "day" | "month" | "weekday";
type Field = Readonly<{ name: FieldName; first: number; last: number; names: readonly string[] }>;

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const SECOND: Field = { name: "second", first: 0, last: 59, names: [] };
const MINUTE: Field = { name: "minute", first: 0, last: 59, names: [] };
const HOUR: Field = { name: "hour", first: 0, last: 23, names: [] };
const DAY: Field = { name: "day", first: 1, last: 31, names: [] };
const MONTH: Field = { name: "month", first: 1, last: 12, names: MONTHS };
const WEEKDAY: Field = { name: "weekday", first: 0, last: 6, names: WEEKDAYS };

/** A 29 February on a given weekday can be 40 years away, across a century without a leap day. */
const DAYS_AHEAD_MAX = 40 * 366;
const DAY_MS = 86_400_000;

export function crontab(expression: string): Crontab {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== 5 && texts.length !== 6) {
    throw new StartFailure(`"${expression}" is not a schedule: it needs six fields, or five without seconds`);
  }
  const [second = "", minute = "", hour = "", day = "", month = "", weekday = ""] =
    texts.length === 5 ? ["0", ...texts] : texts;
  return {
    second: numbersOf(second, SECOND),
    minute: numbersOf(minute, MINUTE),
    hour: numbersOf(hour, HOUR),
    day: numbersOf(day, DAY),
    month: numbersOf(month, MONTH),
    weekday: numbersOf(weekday, WEEKDAY),
  };
}

/** The first instant strictly after `after` that meets every field, in UTC; null when there is none (30 February). */
export function nextOccurrence(schedule: Crontab, after: Date): Date | null {
  const earliest = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  const firstDay = Math.floor(earliest / DAY_MS) * DAY_MS;

  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead++) {
    const day = firstDay + ahead * DAY_MS;
    if (!isMetOn(schedule, new Date(day))) continue;
    const secondOfDay = firstSecondOfDay(schedule, ahead === 0 ? (earliest - firstDay) / 1000 : 0);
    if (secondOfDay !== null) return new Date(day + secondOfDay * 1000);
  }
  return null;
}

function isMetOn(schedule: Crontab, day: Date): boolean {
  return (
    schedule.month.has(day.getUTCMonth() + 1) &&
    schedule.day.has(day.getUTCDate()) &&
    schedule.weekday.has(day.getUTCDay())
  );
}

function firstSecondOfDay({ hour, minute, second }: Crontab, earliest: number): number | null {
  for (const h of hour) {
    if (h * 3600 + 3599 < earliest) continue;
    for (const m of minute) {
      if (h * 3600 + m * 60 + 59 < earliest) continue;
      for (const s of second) {
        const secondOfDay = h * 3600 + m * 60 + s;
        if (secondOfDay >= earliest) return secondOfDay;
      }
    }
  }
  return null;
}

/** In ascending order, on which the search for the next occurrence rests. */
function numbersOf(text: string, field: Field): ReadonlySet<number> {
  const numbers = text.split(",").flatMap((element) => elementNumbers(element, field));
  return new Set(numbers.toSorted((a, b) => a - b));
}

/** One of `*`, `a`, `a-b`, each with an optional step; `a/n` runs from a to the end of the field. */
function elementNumbers(element: string, field: Field): number[] {
  const [range = "", step, ...tooMuch] = element.split("/");
  if (tooMuch.length > 0) throw notAField(element, field);
  const [from, to] = range === "*" ? [field.first, field.last] : rangeOf(range, field, step !== undefined);
  // Azure turns "Fri-Mon" round without a word, and runs from Monday to Friday.
  if (from > to) throw new StartFailure(`"${element}" runs backwards: write the ${field.name}s from low to high`);

  const every = step === undefined ? 1 : /^\d+$/.test(step) ? Number(step) : 0;
  if (every === 0) throw notAField(element, field);
  const numbers: number[] = [];
  for (let number = from; number <= to; number += every) numbers.push(number);
  return numbers;
}

function rangeOf(range: string, field: Field, hasStep: boolean): [number, number] {
  const [first = "", last, ...tooMuch] = range.split("-");
  if (tooMuch.length > 0) throw notAField(range, field);
  const from = numberOf(first, field);
  if (last !== undefined) return [from, numberOf(last, field)];
  return [from, hasStep ? field.last : from];
}

function numberOf(text: string, field: Field): number {
  const number = /^\d+$/.test(text) ? Number(text) : namedNumber(text, field);
  if (!(number >= field.first && number <= field.last)) throw notAField(text, field);
  return number;
}

/** Any beginning of a name will do, the first that fits in the order of the calendar. */
function namedNumber(text: string, field: Field): number {
  const index = field.names.findIndex((name) => text !== "" && name.toLowerCase().startsWith(text.toLowerCase()));
  return index === -1 ? Number.NaN : index + field.first;
}

function notAField(text: string, { name, first, last }: Field): StartFailure {
  return new StartFailure(`"${text}" is not a ${name} from ${first} to ${last}`);
}
