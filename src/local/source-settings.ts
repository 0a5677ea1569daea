import type { SimulatedMicrosoft } from "./simulated-microsoft.ts";

/** The settings by which the app finds a simulated Microsoft in the place of the real one. */
export function sourceSettings(microsoft: SimulatedMicrosoft): Record<string, string> {
  const { partnerTenantId, clientId, clientSecret, refreshToken } = microsoft.credentials;
  return {
    PARTNER_TENANT_ID: partnerTenantId,
    PARTNER_CENTER_CLIENT_ID: clientId,
    PARTNER_CENTER_CLIENT_SECRET: clientSecret,
    PARTNER_CENTER_REFRESH_TOKEN: refreshToken,
    GRAPH_CLIENT_ID: clientId,
    GRAPH_CLIENT_SECRET: clientSecret,
    PARTNER_CENTER_URL: microsoft.partnerCenterUrl,
    GRAPH_URL: microsoft.graphUrl,
    LOGIN_URL: microsoft.loginUrl,
    REPORT_DOWNLOAD_HOSTS: new URL(microsoft.downloadUrl).host,
  };
}
