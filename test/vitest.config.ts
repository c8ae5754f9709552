import { defineConfig } from "vitest/config";
import { ClosingLine } from "./closing-line.ts";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    // Tests run real workers and real files; a generous limit only catches hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: "forks",
    globalSetup: "test/own-temporary-folder.ts",
    reporters: ["default", new ClosingLine()],
  },
});
