import type { CodeOf } from "../../base/diagnostic-code.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";

/** Where in an input file a finding points. */
export interface FindingPlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly byteOffset?: number;
}

/** A fault of a whole input: the job cannot start. */
export function inputFinding(
  code: CodeOf<"input" | "data">,
  message: string,
  place: FindingPlace,
  hint?: string,
): Diagnostic {
  const { file, line = 0, column, byteOffset = 0 } = place;
  const known = column === undefined ? { line } : { line, column };
  return diagnostic(code, message, {
    data: { file, ...known, byteOffset, record: -1, field: "" },
    hint,
  });
}

/** Throws a `UsageError` if there are findings. */
export function throwFindings(findings: readonly Diagnostic[]): void {
  if (findings.length > 0) throw new UsageError(findings);
}

/** Adds what a `UsageError` found, so that all of an input's findings are told at once. */
export function addFindings(findings: Diagnostic[], error: unknown): void {
  if (!(error instanceof UsageError)) throw error;
  findings.push(...error.diagnostics);
}
