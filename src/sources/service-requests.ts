import type { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { SupportSnapshot } from "../domain/support.ts";
import type { JsonAnswer } from "./http-client.ts";
import { type OpenedRequest, requestsOpened, serviceRequestsPage } from "./service-request-rows.ts";
import { SourceRefusal } from "./source-refusal.ts";

type ServiceRequestsOptions = Readonly<{
  /** The address of the API, without a version. */
  base: string;
  /** Asks as a user of the partner: no application may read service requests. */
  ask(url: URL): Promise<JsonAnswer>;
  refusal(answer: JsonAnswer, subject: string): SourceRefusal;
}>;

/** The most that is sure to be given: a page that is cut to less than was asked for would pass as the last one. */
const REQUESTS_A_PAGE = 50;

/** A customer has a few requests a month; five thousand are not its own. */
const PAGES_MAX = 100;

/** What the partner filed with Microsoft for a customer. */
export function serviceRequests({ base, ask, refusal }: ServiceRequestsOptions) {
  async function page(customerId: CustomerId, offset: number): Promise<OpenedRequest[]> {
    const path = `/v1/customers/${customerId}/servicerequests?offset=${offset}&size=${REQUESTS_A_PAGE}`;
    const answer = await ask(new URL(`${base}${path}`));
    if (answer.status === 200) return serviceRequestsPage(answer.body);
    throw refusal(answer, `the service requests of customer ${customerId}`);
  }

  /**
   * Whether `offset` counts requests or pages is told nowhere, but an offset of 1 tells: by requests it gives the first
   * page again with one more at its end, by pages the next one.
   */
  async function everyRequest(customerId: CustomerId): Promise<OpenedRequest[]> {
    const found = new Map<string, OpenedRequest>();
    const addedOf = (requests: readonly OpenedRequest[]): number => {
      const before = found.size;
      for (const request of requests) found.set(request.id, request);
      return found.size - before;
    };
    const first = await page(customerId, 0);
    addedOf(first);
    if (first.length < REQUESTS_A_PAGE) return [...found.values()];

    let last = await page(customerId, 1);
    const countsRequests = addedOf(last) === 1;
    const step = countsRequests ? REQUESTS_A_PAGE : 1;
    for (let number = countsRequests ? 1 : 2; last.length >= REQUESTS_A_PAGE; number += 1) {
      if (number === PAGES_MAX) throw endless(customerId);
      last = await page(customerId, number * step);
      if (addedOf(last) === 0) break;
    }
    return [...found.values()];
  }

  return {
    /**
     * Questions opened in the 28 days that end on `asOf`, and the week before these. None at all is none asked. There is
     * no filter by date and no promise of an order: every page is read.
     */
    async serviceRequests(customerId: CustomerId, asOf: Day): Promise<SupportSnapshot> {
      return requestsOpened(await everyRequest(customerId), asOf);
    },
  };
}

function endless(customerId: CustomerId): SourceRefusal {
  return new SourceRefusal(
    "unreadable",
    `Partner Center has more than ${PAGES_MAX} pages of service requests of customer ${customerId}`,
  );
}
