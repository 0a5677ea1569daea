/** What the laptop says to the person before it. */
export function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A stage of work: how much of how much is done. */
export type Stage = Readonly<{ label: string; done: number; all: number }>;

/**
 * One bar a stage. On a terminal they are drawn over themselves; elsewhere each is a line of its own when it has
 * changed, so that a log stays readable.
 */
export function stageBars(isTerminal: boolean, write: (text: string) => void): (stages: readonly Stage[]) => void {
  let drawn: readonly string[] = [];
  return (stages) => {
    const bars = stages.map(bar);
    if (isTerminal) {
      const up = drawn.length === 0 ? "" : `\u001B[${drawn.length}A`;
      write(`${up}${bars.map((text) => `\u001B[2K${text}\n`).join("")}`);
    } else {
      for (const text of bars.filter((each, index) => each !== drawn[index] && (stages[index]?.done ?? 0) > 0)) {
        write(`${text}\n`);
      }
    }
    drawn = bars;
  };
}

const BAR_WIDTH = 24;

function bar({ label, done, all }: Stage): string {
  const filled = all === 0 ? 0 : Math.round((done / all) * BAR_WIDTH);
  return `  ${label.padEnd(8)} [${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)}] ${done} of ${all}`;
}

/** Columns as wide as their longest text; the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const room = " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
          return column === 0 ? text + room : room + text;
        })
        .join("  "),
    )
    .join("\n");
}

/** Names may be long, and hold marks that turn a line around or break it. */
export function shortName(name: string, width: number): string {
  const characters = charactersOf(name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ""));
  return characters.length > width ? `${characters.slice(0, width - 1).join("")}…` : characters.join("");
}

function widthOf(text: string): number {
  return charactersOf(text).length;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function charactersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
