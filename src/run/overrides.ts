import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Decision } from "../model/audit.ts";
import { checkRequest } from "./actor.ts";

/** Findings that somebody may answer for; all others make no sense to be passed over. */
const OVERRIDABLE = [
  "run.cycle-run",
  "run.input-used",
  "input.expectation",
  "input.stale",
  "input.no-trailer",
  "input.no-companion",
  "run.disk-short",
] as const;

/** Who answers for going on in spite of what findings, and why. */
export interface OverrideRequest {
  /** Codes of findings, such as `run.cycle-run`. */
  readonly codes: readonly string[];
  readonly by: string;
  readonly reason: string;
}

/** What a run was let pass in spite of: the findings that were met, as they get into its log. */
export class Overrides {
  readonly #request: OverrideRequest | undefined;
  readonly #met = new Map<string, Decision>();

  /** Throws a `UsageError` where a code cannot be overridden, or nobody answers for it. */
  constructor(request: OverrideRequest | undefined) {
    this.#request = request;
    if (request !== undefined) checkRequest(request.by, request.reason);
    const strange = (request?.codes ?? []).filter(
      (code) => !OVERRIDABLE.some((known) => known === code),
    );
    if (strange.length > 0) throw new UsageError(strange.map(notOverridable));
  }

  /**
   * Whether a finding may be passed over. `details` say what was met, beyond the message: they are
   * all that a resumed run goes by.
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

  /** A blanket override answers for nothing: throws a `UsageError` where a code was not needed. */
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
