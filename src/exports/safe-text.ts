/** The most UTF-16 units a cell may hold: a longer text makes Excel repair the file. */
export const CELL_TEXT_MAX = 32_767;

/**
 * Control characters but tab and line feed, and the two that are no characters: XML 1.0 forbids them or advises
 * against them, and one of them makes the whole workbook unreadable.
 */
const UNWRITABLE = /[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu;

/**
 * A first character that some spreadsheet takes for the beginning of a formula, in its plain, small and full-width
 * forms, after any spaces: https://owasp.org/www-community/attacks/CSV_Injection
 * Excel alone reads `_x003D_` as an escaped `=`.
 */
const FORMULA_START =
  /^[\p{Zs}\uFEFF]*(?:[=+\-@\t\n\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B]|_x[0-9A-Fa-f]{4}_)/u;

/**
 * Text that is whole, readable, and inert. In a workbook a typed text never runs; but saved as CSV, or edited and
 * confirmed, one that starts a formula would, so it gets an apostrophe in front.
 */
export function safeText(text: string): string {
  const readable = text.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(UNWRITABLE, "");
  return shortened(FORMULA_START.test(readable) ? `'${readable}` : readable);
}

function shortened(text: string): string {
  if (text.length <= CELL_TEXT_MAX) return text;
  const kept = text.slice(0, CELL_TEXT_MAX - 1);
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`;
}
