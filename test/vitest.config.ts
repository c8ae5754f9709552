import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./closing-line.ts";
import { NODE_FLAGS } from "./kit/node-flags.ts";

/**
 * Tests that change what all in a process share, or fill it: each of them has one of its own. The
 * others are run in few processes, which load the engine once and keep what is warm.
 */
const ALONE = [
  // Patch what all of the process open databases with.
  "test/sim/**/*.test.ts",
  // Sets the mask of new files.
  "test/e2e/private.test.ts",
];
/** Measure how far their process grows, which is to be as it is for users. */
const MEASURED = ["test/intake/hostile-input.test.ts"];

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    // Tests run real workers and real files; a generous limit only catches hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    pool: "forks",
    // Node loads the files itself, as it does for users: nothing is transformed, and what Node has
    // compiled is kept from run to run.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    globalSetup: "test/own-temporary-folder.ts",
    reporters: ["default", new ClosingLine()],
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...ALONE, ...MEASURED],
          isolate: false,
          execArgv: NODE_FLAGS,
          setupFiles: ["test/kit/after-file.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: ALONE,
          execArgv: NODE_FLAGS,
          setupFiles: ["test/kit/after-file.ts"],
        },
      },
      {
        extends: true,
        // V8 frees as it does for users.
        test: { name: "measured", include: MEASURED, setupFiles: ["test/kit/after-file.ts"] },
      },
    ],
  },
});
