import { z } from "zod";
import type { Language } from "./advice-text.ts";
import { type FigureDefinition, FIGURES } from "./definition-text.ts";

/**
 * The rule by which every figure is computed. A figure is comparable with another only under the same id and version;
 * a change of rule raises the version.
 */
export const Definition = z.object({ id: z.string(), version: z.int().positive() });
export type Definition = Readonly<z.infer<typeof Definition>>;

export const DEFINITION: Definition = { id: "partner-center-28d", version: 1 };

/** One figure in one language. */
export type FigureMeaning = Readonly<Pick<FigureDefinition, "figure" | "unit"> & FigureDefinition["en"]>;

/** What each figure means, in one language, in the order in which a person reads them. */
export function figuresIn(language: Language): FigureMeaning[] {
  return FIGURES.map(({ figure, unit, [language]: text }) => ({
    figure,
    unit,
    name: text.name,
    meaning: text.meaning,
  }));
}

/**
 * What each figure means, as a sheet tells it: a list by itself, where a word needs the name of what it belongs to, as
 * in "Standing: Paid". One line is one figure.
 */
export const DEFINITIONS: readonly Readonly<{ figure: string; meaning: string }>[] = FIGURES.map(({ figure, en }) => ({
  figure: nameInFull(figure, "en"),
  meaning: en.meaning,
}));

/** "Standing: Paid" of `standing.paid`, and "Usage" of `usage`. */
export function nameInFull(figure: string, language: Language): string {
  const name = (wanted: string) => FIGURES.find((each) => each.figure === wanted)?.[language].name ?? wanted;
  const [holder = "", word] = figure.split(".");
  return word === undefined ? name(holder) : `${name(holder)}: ${name(figure)}`;
}
