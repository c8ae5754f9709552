import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { OverrideRequest, RedriveRequest } from "../index.ts";

/** What someone answers for when a run begins. */
export interface DecisionFlags {
  readonly override?: readonly string[];
  readonly rejectsOf?: string;
  readonly input?: readonly string[];
  readonly detail?: ReadonlyMap<string, string>;
  readonly resolves?: ReadonlyMap<number, string>;
  readonly by?: string;
  readonly reason?: string;
}

export interface RunDecisions {
  readonly override?: OverrideRequest;
  readonly redrive?: RedriveRequest;
}

/** The decisions that a run begins with. Throws a `UsageError` if one lacks a name or reason. */
export function runDecisions(flags: DecisionFlags): RunDecisions {
  const { override, rejectsOf, input, detail, resolves, by, reason } = flags;
  const isDecided = override !== undefined || rejectsOf !== undefined;
  if (rejectsOf === undefined && resolves !== undefined)
    throw usage("Give --resolves only with --rejects-of.");
  if (!isDecided && by === undefined && reason === undefined) return {};
  if (!isDecided || by === undefined || reason === undefined)
    throw usage("Give --override or --rejects-of together with --by and --reason.");
  const files = {
    ...(input && { files: input }),
    ...(detail && { lists: [...detail.keys()] }),
    ...(resolves && { resolves }),
  };
  return {
    ...(override && { override: { codes: override, by, reason } }),
    ...(rejectsOf !== undefined && { redrive: { rejectsOf, ...files, by, reason } }),
  };
}

function usage(message: string): UsageError {
  const hint = "Name what is overridden or redriven, who decides, and why.";
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}
