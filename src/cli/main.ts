#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { findOwnModules } from "../base/own-modules.js";

// As in `nightpress.js`, for a direct start of this file. Only what is imported after this call
// is kept.
enableCompileCache();
findOwnModules();
const { commandLine } = await import("./program.ts");
const { keepWorkingWithoutConsole } = await import("./console-output.ts");
const { reportError } = await import("./report-error.ts");

function exitCodeFor(error: unknown): number {
  const has = (flag: string): boolean => process.argv.includes(flag);
  return reportError(error, { asJson: has("--json"), withStack: has("--debug") });
}

keepWorkingWithoutConsole();
process.on("uncaughtException", (error) => process.exit(exitCodeFor(error)));

try {
  const program = await commandLine(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
