import type { Diagnostic } from "../base/diagnostic.ts";

/**
 * A run that cannot continue, reported to the operator: what happened, and what to do next. Exit 1.
 */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  readonly hint: string;
  /** The run's output folder, if it can be resumed; empty if there is none yet. */
  readonly out: string;
  /** The single findings, if there is more to say than the message. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, hint: string, out: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.hint = hint;
    this.out = out;
    this.diagnostics = diagnostics;
  }
}
