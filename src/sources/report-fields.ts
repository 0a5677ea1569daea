import { Day, dayOfTimestamp } from "../domain/day.ts";

/** `True`/`False` in one report and `Yes`/`No` in the next. Null for anything else: "False" must not pass as true. */
export function flagIn(field: string): boolean | null {
  switch (field.trim().toLowerCase()) {
    case "true":
    case "yes":
      return true;
    case "false":
    case "no":
      return false;
    default:
      return null;
  }
}

/** A report has few distinct days; timestamps may be as many as its rows, and must not pile up. */
const DAYS_HELD_MAX = 4_096;

/** A day is a calendar's, with or without a time of day in no zone, which is UTC. */
const DAY_FIELD = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** What a field of days holds: a day, null for none (empty, or a sentinel), or neither of them. */
export type DayField = Day | null | "unreadable";

/** Reads days, each once. */
export function dayReader(): (field: string) => DayField {
  const held = new Map<string, DayField>();
  return (field) => {
    const known = held.get(field);
    if (known !== undefined) return known;
    const day = dayIn(field.trim());
    if (held.size < DAYS_HELD_MAX) held.set(field, day);
    return day;
  };
}

function dayIn(text: string): DayField {
  if (text === "") return null;
  if (!DAY_FIELD.test(text) || !Day.safeParse(text.slice(0, 10)).success) return "unreadable";
  return dayOfTimestamp(text);
}

/** The later of two days. One after the report's own day contradicts it, and counts only where there is no other. */
export function laterDay(one: Day | null, other: Day | null, refreshedOn: Day): Day | null {
  if (one === null || other === null) return one ?? other;
  const [earlier, later] = one < other ? [one, other] : [other, one];
  return later > refreshedOn ? earlier : later;
}
