import { benchFold } from "./fold.ts";
import { benchNight } from "./night.ts";

/** `npm run bench`: ratios of one run, side by side. Absolute times are those of a machine with neighbours. */
const say = (line: string) => process.stdout.write(`${line}\n`);

await benchFold(say);
await benchNight(say);
