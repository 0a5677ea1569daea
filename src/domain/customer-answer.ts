import { z } from "zod";
import { Advice } from "./advice.ts";
import { AdviceText, adviceText } from "./advice-text.ts";
import { CustomerInsight } from "./insight.ts";
import { SourceFault } from "./source-fault.ts";

/** A customer's insight as it is answered: its advice in words, and the faults that its sources have for everybody. */
export const CustomerAnswer = CustomerInsight.extend({
  advice: z.array(z.object({ ...Advice.shape, text: z.object({ en: AdviceText, nl: AdviceText }) })),
  sourceFaults: z.array(SourceFault),
});
export type CustomerAnswer = Readonly<z.infer<typeof CustomerAnswer>>;

export function customerAnswer(insight: CustomerInsight, sourceFaults: readonly SourceFault[]): CustomerAnswer {
  return {
    ...insight,
    advice: insight.advice.map((advice) => Object.assign({ text: inWords(advice) }, advice)),
    sourceFaults: [...sourceFaults],
  };
}

function inWords(advice: Advice): { en: AdviceText; nl: AdviceText } {
  return { en: adviceText(advice, "en"), nl: adviceText(advice, "nl") };
}
