import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/start-azurite.ts", "test/support/build-functions.ts"],
    // A whole night over real storage and real HTTP, on a slow shared machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
