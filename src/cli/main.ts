#!/usr/bin/env node
import { commandLine } from "./program.ts";
import { reportError } from "./report-error.ts";

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
