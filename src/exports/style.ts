import type { Alignment, Style } from "exceljs";

/**
 * How the values of a column look. `note` is text that may be long and wraps; `share` is a rate: 0.915 reads 91.5%;
 * `points` is the distance between two rates: 0.15 reads +15.0%-points. Days are written year first, which no country
 * reads as another day.
 */
export type Format = "text" | "note" | "count" | "decimal" | "share" | "points" | "day" | "instant";

const INK = "FF1B2A41";
const PAPER = "FFFFFFFF";
const ACCENT = "FF1F4E79";
const ALERT_INK = "FF9C0006";
const ALERT_PAPER = "FFFFE1E1";
const RULE = "FFD0D7E2";

const hairline = { bottom: { style: "hair", color: { argb: RULE } } } as const;

/** A step in from the edge, so that words do not touch the number before them. */
const words = { vertical: "top", horizontal: "left", indent: 1 } as const;

/**
 * One constant object for each look, shared by all of its cells: the writer knows a style again by its identity, and
 * renders a fresh one for every cell otherwise, which halves its speed.
 */
export const STYLES: Readonly<
  Record<Format | "header" | "headerRight" | "title" | "section" | "alert", Partial<Style>>
> = {
  text: { border: hairline, alignment: words },
  note: { border: hairline, alignment: { ...words, wrapText: true } },
  count: { border: hairline, numFmt: "#,##0", alignment: { vertical: "top" } },
  decimal: { border: hairline, numFmt: "#,##0.0", alignment: { vertical: "top" } },
  share: { border: hairline, numFmt: "0.0%", alignment: { vertical: "top" } },
  points: {
    border: hairline,
    numFmt: '+0.0%"-points";-0.0%"-points";0.0%"-points"',
    alignment: { vertical: "top" },
  },
  day: { border: hairline, numFmt: "yyyy-mm-dd", alignment: words },
  instant: { border: hairline, numFmt: "yyyy-mm-dd hh:mm", alignment: words },
  header: header({ horizontal: "left", indent: 1 }),
  headerRight: header({ horizontal: "right" }),
  title: { font: { name: "Calibri", size: 18, bold: true, color: { argb: ACCENT } }, alignment: words },
  section: { font: { name: "Calibri", size: 13, bold: true, color: { argb: INK } }, alignment: words },
  alert: {
    font: { name: "Calibri", size: 11, bold: true, color: { argb: ALERT_INK } },
    fill: { type: "pattern", pattern: "solid", fgColor: { argb: ALERT_PAPER } },
    alignment: words,
  },
};

const NUMBERS: ReadonlySet<Format> = new Set(["count", "decimal", "share", "points"]);

/** A header stands over its values: numbers are read from the right. */
export function headerStyle(format: Format): Partial<Style> {
  return NUMBERS.has(format) ? STYLES.headerRight : STYLES.header;
}

function header(alignment: Partial<Alignment>): Partial<Style> {
  return {
    font: { name: "Calibri", size: 11, bold: true, color: { argb: PAPER } },
    fill: { type: "pattern", pattern: "solid", fgColor: { argb: ACCENT } },
    alignment: { ...alignment, vertical: "middle", wrapText: true },
  };
}
