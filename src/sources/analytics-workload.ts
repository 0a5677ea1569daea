import { z } from "zod";
import type { KnownWorkload, Workload } from "../domain/workload.ts";

/** A word of Microsoft's, and no place for what a person may have typed. */
export const Label = z
  .string()
  .max(256)
  .regex(/^[^@]*$/)
  .nullish();

export const ServiceFields = z.object({ serviceCode: Label, serviceName: Label });
export type ServiceFields = Readonly<z.infer<typeof ServiceFields>>;

/** What a row of licence analytics calls a workload and the service it belongs to. */
export const WorkloadFields = z.object({
  ...ServiceFields.shape,
  workloadCode: Label,
  workloadName: Label,
});
export type WorkloadFields = Readonly<z.infer<typeof WorkloadFields>>;

/**
 * A workload goes with its service, for both have a SharePoint: its code says which it is, and its name where the code
 * does not. What we have no word for passes through by its code, with the service in front where that is another than
 * Office. Null where a row names no workload.
 */
export function workloadOf(fields: WorkloadFields): Workload | null {
  const code = fields.workloadCode?.trim() ?? "";
  const name = fields.workloadName?.trim() ?? "";
  const label = code || name;
  if (label === "") return null;
  const service = serviceOf(fields);
  if (service === OFFICE) return officeWorkload(code) ?? officeWorkload(name) ?? `other:${label}`;
  if (service === DYNAMICS && (isDynamics(code) || isDynamics(name))) return "dynamics";
  return `other:${service}/${label}`;
}

/** Microsoft's own codes of the two services that are covered. A row that names none is taken for Office. */
const OFFICE = "o365";
const DYNAMICS = "crm";

/** The service of a row, by its code: the older calls write it where the name belongs. An unknown one keeps its word. */
export function serviceOf({ serviceCode, serviceName }: ServiceFields): string {
  const text = serviceCode?.trim() || serviceName?.trim() || OFFICE;
  const word = wordOf(text);
  if (/^(?:o365|office365|m(?:icrosoft)?365)$/.test(word)) return OFFICE;
  return /^(?:crm|dynamics(?:365|crm)?)$/.test(word) ? DYNAMICS : text;
}

/**
 * Of codes only EXO, SPO and SFB were ever seen, of names those of Exchange, SharePoint and Skype; the others are what
 * Microsoft calls these services elsewhere.
 */
const OFFICE_WORKLOADS: readonly (readonly [KnownWorkload, RegExp])[] = [
  ["exchange", /^(?:exo|exchange(?:online)?)$/],
  ["sharepoint", /^(?:spo|sharepoint(?:online)?)$/],
  ["teams", /^(?:ms)?teams$/],
  ["yammer", /^(?:yammer(?:enterprise)?|vivaengage)$/],
  ["officeApps", /^(?:(?:office(?:365)?)?proplus|(?:m(?:icrosoft)?)?365apps(?:for(?:enterprise|business))?)$/],
  ["copilot", /^(?:(?:m(?:icrosoft)?365)?copilot|copilotform(?:icrosoft)?365)$/],
];

function officeWorkload(label: string): KnownWorkload | null {
  const word = wordOf(label);
  return OFFICE_WORKLOADS.find(([, spelling]) => spelling.test(word))?.[0] ?? null;
}

function isDynamics(label: string): boolean {
  return /^(?:crm(?:online)?$|dynamics)/.test(wordOf(label));
}

/** A name without its case, its blanks and its maker: "Microsoft Teams" is "teams", "Microsoft 365" stays whole. */
function wordOf(text: string): string {
  const word = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return /^microsoft\D/.test(word) ? word.slice("microsoft".length) : word;
}
