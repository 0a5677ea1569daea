import { randomUUID } from "node:crypto";
import type { Customer } from "../domain/customer.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { OwnSale } from "../domain/licences.ts";
import { authorizedJson } from "./authorized.ts";
import type { HttpClient, JsonAnswer } from "./http-client.ts";
import { linkUrl, type Page, pages } from "./pages.ts";
import { customersPage, ownSalesPage, type PartnerCenterPage, refusalCode } from "./partner-center-rows.ts";
import { SourceRefusal } from "./source-refusal.ts";
import { tokens } from "./tokens.ts";

export type PartnerCenter = ReturnType<typeof partnerCenter>;

type PartnerCenterOptions = Readonly<{
  url: string;
  loginUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  http: HttpClient;
  /** Ids of our requests, by which Microsoft's support finds them. */
  newId?: () => string;
}>;

const SOURCE = "Partner Center";

const SETTINGS = { clientId: "PARTNER_CENTER_CLIENT_ID", clientSecret: "PARTNER_CENTER_CLIENT_SECRET" };

/** The most that Partner Center gives on one page. */
const CUSTOMERS_A_PAGE = 500;

/** The partner's own books: who its customers are, and what it sold to them. */
export function partnerCenter(options: PartnerCenterOptions) {
  const { http, tenantId, newId = randomUUID } = options;
  const base = options.url.replace(/\/+$/, "");
  // Each cloud's own address. Tokens for the retired directory API, which old samples name, are refused (900420).
  // https://learn.microsoft.com/partner-center/developer/deprecate-azure-active-directory-graph-token
  const tokensOfPartner = tokens({ ...options, audience: base, settings: SETTINGS, partnerTenantId: tenantId });
  /** One for each stretch of work of this process, beside one for each request. */
  const correlationId = newId();

  const collection = <Row>(path: string, subject: string, page: (body: unknown) => PartnerCenterPage<Row>) =>
    pages<Row>({
      source: SOURCE,
      first: { url: new URL(`${base}/v1${path}`), headers: {} },
      ask: ({ url, headers }) =>
        authorizedJson(http, tokensOfPartner, tenantId, {
          source: SOURCE,
          url,
          headers: {
            ...headers,
            Accept: "application/json",
            "MS-RequestId": newId(),
            "MS-CorrelationId": correlationId,
          },
        }),
      read: (answer) => readPage(answer, subject, page),
    });

  function readPage<Row>(
    answer: JsonAnswer,
    subject: string,
    page: (body: unknown) => PartnerCenterPage<Row>,
  ): Page<Row> {
    if (answer.status !== 200) throw refusal(answer, subject);
    const { rows, next } = page(answer.body);
    return { rows, next: next && { url: nextUrl(base, next.uri), headers: next.headers } };
  }

  return {
    /** A page at a time. A customer that moves between pages while they are read comes once. */
    async *customers(): AsyncGenerator<readonly Customer[]> {
      const seen = new Set<CustomerId>();
      for await (const page of collection(`/customers?size=${CUSTOMERS_A_PAGE}`, "our customers", customersPage)) {
        const unseen: Customer[] = [];
        for (const customer of page) {
          if (seen.has(customer.customerId)) continue;
          seen.add(customer.customerId);
          unseen.push(customer);
        }
        yield unseen;
      }
    },

    async subscriptions(customerId: CustomerId): Promise<OwnSale[]> {
      const found = collection(`/customers/${customerId}/subscriptions`, `customer ${customerId}`, ownSalesPage);
      return (await Array.fromAsync(found)).flat();
    },
  };
}

/** Links mostly leave out the version, and sometimes do not. The text of a seek stays as it is: it takes no size. */
function nextUrl(base: string, uri: string): URL {
  if (!uri.startsWith("/")) return linkUrl(SOURCE, uri);
  return linkUrl(SOURCE, `${base}${uri.startsWith("/v1/") ? "" : "/v1"}${uri}`);
}

/** What to do about a refusal, by status and code. */
function refusal({ status, body }: JsonAnswer, subject: string): SourceRefusal {
  const code = refusalCode(body);
  const said = code === null ? `${status}` : `${status}, code ${code}`;
  const refuse = (what: string) =>
    new SourceRefusal("no_access", `Partner Center refuses ${subject} (${said}): ${what}`);

  if (status === 401) return refuse("the application has to be registered in Partner Center, for this API");
  if (status === 403 && code === "20002")
    return refuse("we sell nothing to this customer; check the reseller relationship");
  if (status === 403) return refuse("the application needs the role of an admin agent");
  if (status === 404) return refuse("Partner Center knows no such customer of ours");
  return new SourceRefusal("failed", `Partner Center answered ${said} for ${subject}`);
}
