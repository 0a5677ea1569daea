import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** `npm start`, as a newcomer runs it, in its own process; with Ctrl-C as soon as `stopAt` has been said. */
async function started(
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stopAt: string | null = null,
) {
  const child = spawn(process.execPath, ["src/local/start.ts", ...options], {
    env: { ...process.env, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (stopAt !== null && output.includes(stopAt)) child.kill("SIGINT");
  });
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  await once(child, "close");
  return { code: child.exitCode, output, errors };
}

test("npm start runs a night over the simulated Microsoft and shows what came of it", async () => {
  const { code, output, errors } = await started(["--once"]);
  expect(errors).toBe("");
  expect(code).toBe(0);
  expect(output).toMatch(/pull +\[█+\] 39 of 39/);
  expect(output).toMatch(/publish +\[█+\] 1 of 1/);
  expect(output).toMatch(/39 customers, of which \d+ measured/);
  expect(output).toContain("Without activity of this night:");
  expect(output).toMatch(/Workbook: \d+ rows/);
});

test("npm start --inbox uses a person's own files, and names those it cannot", async () => {
  const folder = await mkdtemp(join(tmpdir(), "inbox-"));
  try {
    const customer = join(folder, "46A62ECE-10AD-42E5-B3F1-B2ED53E6FC08");
    await mkdir(customer);
    await mkdir(join(folder, "Contoso"));
    await writeFile(join(customer, "customer.json"), '{"name":"Adatum","domain":null}');
    await writeFile(join(customer, "report.html"), "<html></html>");
    await writeFile(join(customer, "report.csv"), REPORT);
    // Set in the shell for another purpose: they must switch no source on, and are not even read.
    const leftOver = { GRAPH_CLIENT_ID: "a", PARTNER_CENTER_CLIENT_SECRET: "b", PARTNER_TENANT_ID: "c" };
    const { code, output } = await started(["--once", "--inbox", folder], leftOver);
    expect(code).toBe(0);
    expect(output).toContain('Left out "Contoso"');
    expect(output).toMatch(/Adatum +stale +2022-10-23/);
    expect(output).toContain('Adatum: file "report.html"');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("npm start ends at Ctrl-C during the night, and does not say that it serves", async () => {
  const { code, output, errors } = await started([], {}, "of the night of");
  expect(errors).toBe("");
  expect(code).toBe(0);
  expect(output).not.toContain("Serving until Ctrl-C.");
});

test.each([
  [["--inbox", "no-such-folder"], {}, 'Cannot read the inbox folder "no-such-folder"'],
  [["--no-such-option"], {}, "no-such-option"],
  [[], { PORT: "many" }, 'PORT is "many"'],
])("npm start %j says what is wrong and ends", async (options, environment, words) => {
  const { code, errors } = await started(options, environment);
  expect(code).toBe(1);
  expect(errors).toContain(words);
});

test("npm start on a busy port says which, and how to change it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    const port = String(typeof address === "object" ? address?.port : "");
    const { code, errors } = await started(["--once"], { PORT: port });
    expect(code).toBe(1);
    expect(errors).toContain(port);
    expect(errors).toContain("PORT=");
  } finally {
    server.close();
  }
});

const REPORT = [
  "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,Exchange Last Activity Date,Assigned Products",
  "2022-10-23,77E5979DD60BA6EAA53E814DBEEEFA5F,4291DA7C39EE3263E97336B42734A667,False,,True,2022-10-20,EXCHANGE ONLINE (PLAN 1)",
].join("\r\n");
