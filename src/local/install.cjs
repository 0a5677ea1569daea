// Installs what is missing before `npm start` and `npm test`, so that a fresh clone needs no third command.
// CommonJS and old syntax on purpose: it runs on whatever Node the machine has, before Node 24 is installed.
const { existsSync, lstatSync, statSync } = require("node:fs");
const { execSync } = require("node:child_process");

const installed = "node_modules/.package-lock.json";
const isCurrent = existsSync(installed) && statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;

// npm empties the folder that a link leads to, which may be another checkout's.
const isLink = existsSync("node_modules") && lstatSync("node_modules").isSymbolicLink();

if (!isCurrent && !isLink) {
  console.log("Installing dependencies (once)…");
  execSync("npm ci --loglevel=error", { stdio: "inherit" });
}
