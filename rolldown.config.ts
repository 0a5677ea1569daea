import { globSync } from "node:fs";
import type { BuildOptions } from "rolldown";

/**
 * One entry a function, chunks in a folder of their own: a chunk beside the entries would match "main" in package.json
 * and be loaded at every start. The host provides the module @azure/functions-core at run time.
 */
const bundle: BuildOptions = {
  input: globSync("functions/*.ts"),
  platform: "node",
  // A part of exceljs can read from S3 where that package is there; nothing of ours asks it to.
  external: ["@azure/functions-core", "@aws-sdk/client-s3"],
  output: {
    dir: "dist",
    cleanDir: true,
    format: "esm",
    sourcemap: true,
    entryFileNames: "functions/[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  },
};

export default bundle;
