import type { SupportRequest } from "./support-requests.ts";

/** A page of service requests as Partner Center lists them. `first`: which of all of them the page begins with. */
export function supportRequestRows(requests: readonly SupportRequest[], first: number): Record<string, unknown>[] {
  return requests.map((request, index) => supportRequestRow(request, (first + index) % 2 === 0));
}

/** The list writes integers, the single request words: here the rows take turns. No date has a zone. */
function supportRequestRow(request: SupportRequest, isWithIntegers: boolean): Record<string, unknown> {
  const { id, title, severity, state, openedOn, openedAt, closedOn, contact } = request;
  const created = `${openedOn}T${openedAt}`;
  return {
    title,
    severity: isWithIntegers ? SEVERITY_NUMBERS[severity] : severity,
    id,
    status: isWithIntegers ? STATE_NUMBERS[state] : state,
    primaryContact: {
      contactId: contact.id,
      lastName: contact.lastName,
      firstName: contact.firstName,
      email: contact.address,
    },
    createdDate: created,
    lastModifiedDate: closedOn === null ? created : `${closedOn}T12:00:00.5`,
    lastClosedDate: closedOn === null ? NEVER : `${closedOn}T12:00:00`,
    attributes: { objectType: "ServiceRequest" },
  };
}

const SEVERITY_NUMBERS: Readonly<Record<SupportRequest["severity"], number>> = { critical: 1, moderate: 2, minimal: 3 };
const STATE_NUMBERS: Readonly<Record<SupportRequest["state"], number>> = { open: 1, closed: 2, attention_needed: 3 };

/** How a date says that there is none. */
const NEVER = "0001-01-01T00:00:00";
