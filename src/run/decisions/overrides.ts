import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Decision } from "../../model/audit.ts";
import { checkRequest } from "./actor.ts";

/** Findings that a person may override; the others are errors that cannot be accepted. */
const OVERRIDABLE = [
  "run.cycle-run",
  "run.input-used",
  "input.expectation",
  "input.stale",
  "input.no-trailer",
  "input.no-companion",
  "run.disk-short",
  "layout.unapproved",
] as const;

/** Who overrides which findings, and why. */
export interface OverrideRequest {
  /** Codes of findings, such as `run.cycle-run`. */
  readonly codes: readonly string[];
  readonly by: string;
  readonly reason: string;
}

/** The findings that were overridden for a run, as they are entered in its log. */
export class Overrides {
  readonly #request: OverrideRequest | undefined;
  readonly #met = new Map<string, Decision>();

  /** Throws a `UsageError` if a code cannot be overridden, or no name and reason are given. */
  constructor(request: OverrideRequest | undefined) {
    this.#request = request;
    if (request !== undefined) checkRequest(request.by, request.reason);
    const strange = (request?.codes ?? []).filter(
      (code) => !OVERRIDABLE.some((known) => known === code),
    );
    if (strange.length > 0) throw new UsageError(strange.map(notOverridable));
  }

  /**
   * Whether a finding may be overridden. `details` describe the finding beyond the message: a
   * resumed run relies on them alone.
   */
  lifts(finding: Diagnostic, details: Decision["details"] = {}): boolean {
    const { code, message } = finding;
    if (this.#request?.codes.includes(code) !== true) return false;
    const { reason } = this.#request;
    const decision = {
      action: "override" as const,
      reason,
      details: { code, message, ...details },
    };
    this.#met.set(`${code}\n${message}`, decision);
    return true;
  }

  /** A blanket override is refused: throws a `UsageError` if a code was not needed. */
  checkNeeded(): void {
    const met = this.decisions().map(({ details }) => details["code"]);
    const idle = (this.#request?.codes ?? []).filter((code) => !met.includes(code));
    if (idle.length > 0) throw new UsageError(idle.map(notNeeded));
  }

  /** To be entered in the run's audit log, before anything else. */
  decisions(): readonly Decision[] {
    return [...this.#met.values()];
  }
}

function notOverridable(code: string): Diagnostic {
  return diagnostic("run.override-unknown", `\`${code}\` cannot be overridden.`, {
    hint: `Those that can: ${OVERRIDABLE.join(", ")}. Fix what the others name.`,
  });
}

function notNeeded(code: string): Diagnostic {
  return diagnostic("run.override-idle", `There is no finding \`${code}\` to override.`, {
    hint: `Leave out \`--override ${code}\`: without a finding it needs no name and no reason.`,
  });
}
