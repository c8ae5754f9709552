#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { commandLine } from "./program.ts";
import { reportError } from "./report-error.ts";

// What commands load on demand is compiled once and kept, which halves the time to a run's start.
enableCompileCache();

function exitCodeFor(error: unknown): number {
  const has = (flag: string): boolean => process.argv.includes(flag);
  return reportError(error, { asJson: has("--json"), withStack: has("--debug") });
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
process.on("uncaughtException", (error) => process.exit(exitCodeFor(error)));

try {
  await commandLine().parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
