import { CommanderError } from "commander";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { tellableMessage } from "../base/own-json.ts";
import { visible } from "../base/visible-text.ts";
import { explainCode } from "../report/explain-code.ts";
import { exitCodes } from "./exit-codes.ts";
import { diagnosticsText, shortPath } from "./print-diagnostics.ts";
import { noteLine, painted, printJson } from "./terminal.ts";

interface ErrorOutput {
  readonly asJson: boolean;
  /** Shows where in the program it happened. */
  readonly withStack: boolean;
}

/**
 * Reports what went wrong: to people on standard error, and with `--json` on standard output too.
 */
export function reportError(error: unknown, output: ErrorOutput): number {
  if (error instanceof UsageError) return reportUsage(error.diagnostics, output);
  // Commander has printed its own errors; help and version are not errors.
  if (error instanceof CommanderError) return reportCommandLine(error, output);
  return reportFailure(failureOf(error), error, output);
}

function reportUsage(diagnostics: readonly Diagnostic[], { asJson }: ErrorOutput): number {
  if (asJson) printJson({ error: { diagnostics } });
  noteLine(diagnosticsText(diagnostics, process.stderr));
  noteLine("Nothing was written.");
  return exitCodes.badUsage;
}

function reportCommandLine(error: CommanderError, { asJson }: ErrorOutput): number {
  if (error.exitCode === 0) return exitCodes.finished;
  if (asJson) {
    const message = error.message.replace(/^error: /, "");
    printJson({ error: { diagnostics: [diagnostic("cli.bad-usage", message)] } });
  }
  return exitCodes.badUsage;
}

interface Failure {
  readonly message: string;
  readonly hint: string;
  /** Output folder of the failed run; empty if there is none. */
  readonly out: string;
  /** The findings one by one, if the message does not hold them all. */
  readonly diagnostics?: readonly Diagnostic[];
}

function reportFailure(failure: Failure, error: unknown, output: ErrorOutput): number {
  if (output.asJson) printJson({ error: failure });
  const { message, hint, out, diagnostics = [] } = failure;
  noteLine(`${painted(["red", "bold"], "failed:", process.stderr)} ${visible(message)}`);
  noteLine(`  ${visible(hint)}`);
  if (diagnostics.length > 0) noteLine(`\n${diagnosticsText(diagnostics, process.stderr)}`);
  if (out !== "") noteLine(`  The run is in ${shortPath(out)}`);
  if (output.withStack && error instanceof Error) noteLine(stackOf(error));
  return exitCodes.failed;
}

/** Where an error came from, without its message, which was printed as far as allowed. */
function stackOf({ name, stack = "" }: Error): string {
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [name, ...places].join("\n");
}

/** Failures that the engine or the machine explains; anything else is a fault in the program. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return unexpected(String(error));
  const message = tellableMessage(error);
  const { hint, code } = error as { hint?: unknown; code?: unknown };
  if (error.name === "RunFailure" && typeof hint === "string") return runFailure(error, hint);
  const known = typeof code === "string" ? hintFor(code, error.name) : undefined;
  return known === undefined ? unexpected(message) : { message, hint: known, out: "" };
}

function runFailure(error: Error, hint: string): Failure {
  const { out, diagnostics } = error as { out?: unknown; diagnostics?: readonly Diagnostic[] };
  return {
    message: error.message,
    hint,
    out: typeof out === "string" ? out : "",
    ...(diagnostics !== undefined && diagnostics.length > 0 && { diagnostics }),
  };
}

/** What to do about an error that carries a code of ours or of the system. */
function hintFor(code: string, name: string): string | undefined {
  if (name === "HostError" || /^E[A-Z]+$/.test(code))
    return "Check the path, its permissions and the disk, then try again.";
  return explainCode(code);
}

function unexpected(message: string): Failure {
  const hint = "This is a fault in Nightpress. Please report it with the output of `--debug`.";
  return { message, hint, out: "" };
}
