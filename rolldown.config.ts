import { globSync } from "node:fs";
import { defineConfig } from "rolldown";

/**
 * One entry a function, chunks in a folder of their own: a chunk beside the entries would match "main" in package.json
 * and be loaded at every start. The host provides the module @azure/functions-core at run time.
 */
export default defineConfig({
  input: globSync("functions/*.ts"),
  platform: "node",
  external: ["@azure/functions-core"],
  // exceljs and its parts are CommonJS of an older age; they say nothing that we could mend.
  checks: { eval: false },
  output: {
    dir: "dist",
    cleanDir: true,
    format: "esm",
    sourcemap: true,
    entryFileNames: "functions/[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  },
});
