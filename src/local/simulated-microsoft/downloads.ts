import { z } from "zod";
import { type Answer, answer, type Call } from "./answer.ts";
import type { Portfolio } from "./portfolio.ts";
import { AskedReport, reportFile } from "./report-file.ts";
import type { Seal } from "./tokens.ts";

/** What a download address stands for. Whoever holds the address may have the file, for as long as it lives. */
const Ticket = z.object({
  customerId: z.string(),
  report: AskedReport,
  /** Unix seconds. */
  expiresAt: z.number(),
});
type Ticket = Readonly<z.infer<typeof Ticket>>;

export function downloadPath(seal: Seal, ticket: Ticket): string {
  return `${FOLDER}${seal.close(ticket)}`;
}

export type DownloadSetting = Readonly<{ portfolio: Portfolio; seal: Seal; nowSeconds: () => number }>;

/**
 * The host of the report files. It is another one than Graph, and a token of Graph's that comes along is refused: so a
 * caller that carries it across is found out.
 */
export function downloads({ portfolio, seal, nowSeconds }: DownloadSetting): (call: Call) => Answer {
  return ({ method, path, headers }) => {
    if (headers.authorization !== undefined) return answer(400, {}, "This address takes no Authorization header.");
    if (method !== "GET" || !path.startsWith(FOLDER)) return answer(404, {}, "");

    const ticket = Ticket.safeParse(seal.open(path.slice(FOLDER.length)));
    if (!ticket.success) return answer(403, {}, "This address is not valid.");
    if (ticket.data.expiresAt <= nowSeconds()) return answer(403, {}, "This address has expired.");
    const customer = portfolio.find(ticket.data.customerId);
    if (customer === null) return answer(404, {}, "");

    const { name, body, isCut } = reportFile(portfolio, customer, ticket.data.report);
    return {
      status: 200,
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${name}"`,
      },
      body,
      isCut,
    };
  };
}

const FOLDER = "/data/download/";
