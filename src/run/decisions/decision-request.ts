import type { DiagnosticCode } from "../../base/diagnostic-code.ts";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { LockDegree } from "../../ledger/run-lock.ts";
import type { Channel } from "../../model/channel.ts";
import type { OutputState } from "../../model/piece-state.ts";
import type { RunStanding } from "../../model/run-report.ts";
import { actorNamed, checkRequest } from "./actor.ts";
import { machine } from "../host/machine.ts";
import { inDecisionSession, type DecisionSession } from "./decision-session.ts";
import { RUN_FACTS } from "./run-state.ts";
import { redFailure, redVerdict } from "./red-verdict.ts";
import { renewReport } from "./write-report.ts";

/** Who decides, and why: both are kept in the audit log. */
export interface DecisionRequest {
  readonly by: string;
  readonly reason: string;
}

/** The spools and batches that a decision is about: all if none is named. */
export interface OutputScope {
  /** Names of spools or batches, with or without folder and extension. */
  readonly spools?: readonly string[];
  readonly streams?: readonly string[];
  readonly channels?: readonly Channel[];
}

/** The effect of a decision, for people and programs. */
export interface DecisionResult {
  readonly action: string;
  /** The entry's number in the audit log; 0 if nothing was entered. */
  readonly seq: number;
  /** Spools and batches it is about. */
  readonly outputs: readonly string[];
  readonly documents: number;
  readonly standing: RunStanding;
  readonly out: string;
}

type Decided = Omit<DecisionResult, "standing" | "out">;

/**
 * Makes a decision about a run, under the run's lock or beside a running verification, then renews
 * its report.
 */
export async function decideAbout(
  outFolder: string,
  { by, reason }: DecisionRequest,
  work: (desk: DecisionSession) => Decided | Promise<Decided>,
  degree: LockDegree = "alone",
): Promise<DecisionResult> {
  checkRequest(by, reason);
  const host = machine().host;
  const decided = async (desk: DecisionSession): Promise<DecisionResult> => {
    const done = await work(desk);
    return { ...done, standing: renewReport(desk), out: desk.folder.root };
  };
  return inDecisionSession(host, resolve(outFolder), actorNamed(by.trim()), decided, degree);
}

/**
 * Throws a `UsageError` unless the run is assembled, balanced, and neither closed nor abandoned; a
 * `RunFailure` if its output failed verification, unless the decision helps to correct that.
 */
export function requireAssembled(
  desk: DecisionSession,
  whenRed: "refused" | "allowed" = "allowed",
): void {
  const { ledger, audit, folder } = desk;
  requireOpen(desk);
  const red = whenRed === "refused" ? redVerdict(desk, audit.entries) : undefined;
  if (red !== undefined) throw redFailure(desk, red);
  if (ledger.fact(RUN_FACTS.balanced) === true) return;
  throw refusal("decision.not-assembled", "The run has no finished spools yet.", {
    hint: `Finish it first: \`nightpress resume ${shellWord(folder.root)}\`.`,
  });
}

/** Throws a `UsageError` if a run is closed or abandoned. */
export function requireOpen({ audit }: DecisionSession): void {
  const ended = audit.entries.find(({ action }) => action === "close" || action === "abandon");
  if (ended === undefined) return;
  throw refusal("decision.run-closed", `The run was ${ENDED[ended.action]} by ${ended.by}.`, {
    hint: "No decision about it is possible any more.",
  });
}

const ENDED: Readonly<Record<string, string>> = { close: "closed", abandon: "abandoned" };

export function refusal(
  code: DiagnosticCode,
  message: string,
  detail: { readonly hint?: string } = {},
): UsageError {
  const finding: Diagnostic = diagnostic(code, message, detail);
  return new UsageError([finding]);
}

/** The spools and batches of a scope. Throws a `UsageError` if a name fits none. */
export function outputsIn({ ledger }: DecisionSession, scope: OutputScope): OutputState[] {
  const all = ledger.outputStates();
  const { spools = [], streams = [], channels = [] } = scope;
  const unknown = [
    ...spools.filter((name) => !all.some((output) => isNamed(output, name))),
    ...streams.filter((name) => !all.some(({ stream }) => stream === name)),
  ];
  if (unknown.length > 0)
    throw refusal("decision.unknown-spool", `There is no spool, batch or stream ${unknown[0]}.`, {
      hint: "`nightpress status DIR --json` and reports/run.html list them.",
    });
  if (spools.length + streams.length + channels.length === 0) return all;
  return all.filter(
    (output) =>
      spools.some((name) => isNamed(output, name)) ||
      streams.includes(output.stream) ||
      channels.includes(output.channel),
  );
}

function isNamed({ name }: OutputState, wanted: string): boolean {
  const file = name.slice(name.lastIndexOf("/") + 1);
  return [name, file, file.slice(0, file.lastIndexOf("."))].includes(wanted);
}
