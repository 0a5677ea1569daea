import type { Day } from "../../domain/day.ts";
import type { DeploymentCount, UsageCount } from "./analytics-counts.ts";
import type { Customer } from "./portfolio.ts";

/*
 * The same counts in the words of two generations of calls: the newer ones for the whole portfolio, and the older ones
 * for one customer, which leave the codes out and write the service's code where its name belongs.
 */

export function deploymentRow(customer: Customer, count: DeploymentCount, processedOn: Day): Record<string, unknown> {
  return {
    processedDateTime: `${processedOn}T00:00:00`,
    ...keys(customer, count),
    licensesDeployed: count.deployed,
    licensesSold: count.sold,
  };
}

/** The documentation spells the used licences in two ways, and so do the rows: the even ones in the one, from 0 on. */
export function usageRow(
  customer: Customer,
  count: UsageCount,
  { processedOn, number }: Readonly<{ processedOn: Day; number: number }>,
): Record<string, unknown> {
  return {
    processedDateTime: `${processedOn}T00:00:00`,
    workloadCode: count.workload.code,
    workloadName: count.workload.name,
    ...keys(customer, count),
    [number % 2 === 0 ? "licensesActive" : "licenseActive"]: count.active,
    licensesQualified: count.qualified,
  };
}

export function olderDeploymentRow(customer: Customer, count: DeploymentCount, processedOn: Day) {
  return {
    customerName: customer.name,
    productName: count.product.reportName,
    licensesDeployed: count.deployed,
    deploymentPercent: percent(count.deployed, count.sold),
    licensesSold: count.sold,
    processedDateTime: `${processedOn}T03:25:16.36+00:00`,
    serviceName: count.service.code,
    channel: count.channel,
    attributes: { objectType: "CustomerLicensesDeploymentInsights" },
  };
}

export function olderUsageRow(customer: Customer, count: UsageCount, processedOn: Day) {
  return {
    customerName: customer.name,
    productName: count.product.reportName,
    licensesActive: count.active,
    licensesQualified: count.qualified,
    usagePercent: percent(count.active, count.qualified),
    workloadName: count.workload.name,
    processedDateTime: `${processedOn}T00:00:00+00:00`,
    serviceName: count.service.code,
    channel: count.channel,
    attributes: { objectType: "CustomerLicensesUsageInsights" },
  };
}

function keys(customer: Customer, { product, service, channel }: DeploymentCount | UsageCount) {
  return {
    serviceCode: service.code,
    serviceName: service.name,
    channel,
    customerTenantId: customer.id.toUpperCase(),
    customerName: customer.name.toUpperCase(),
    productId: product.skuId.toUpperCase(),
    productName: product.reportName,
  };
}

/** Of nothing, 0: a caller that believes it takes unknown for none. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}
