import type { AuditEntry, AuditRoot } from "../model/audit.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { PieceState } from "../model/piece-state.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { type MailingEvidence, evidenceOfMailing } from "./mailing-evidence.ts";

/** A decision as it appears in evidence: details can name other customers, so few are included. */
export interface ToldDecision {
  readonly seq: number;
  readonly atIso: string;
  readonly by: string;
  readonly action: string;
  readonly reason: string;
  readonly hash: string;
  /** Whether it names this very document, and not only the run or a spool. */
  readonly ofThisDocument: boolean;
}

/** What accompanies a document that was retrieved: all that is known of its making and sending. */
export interface DocumentEvidence {
  readonly run: { runId: string; job: string; cycle: string; asOf: string; mode: string };
  readonly layout: { readonly file: string; readonly hash: string };
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  /** SHA-256 of job.json, which freezes all that the run used. */
  readonly jobSha256: string;
  readonly program: FrozenRun["program"];
  readonly state: PieceState;
  readonly mailing: MailingEvidence | null;
  readonly decisions: readonly ToldDecision[];
  /** The last entry of the run's audit log when this was written. */
  readonly auditRoot: AuditRoot;
  /** What is known about the sending of this document, and what is not. */
  readonly claims: readonly string[];
}

/** Gathers the evidence of one rendition in the spool or batch `output`. */
export function evidenceOf(
  frozen: FrozenRun,
  jobSha256: string,
  row: PieceRow,
  output: string,
  entries: readonly AuditEntry[],
  { seq, hash }: AuditRoot,
): DocumentEvidence {
  const { job, plan, scan, program, runId } = frozen;
  const mailing =
    (row.state === "mailed" ? evidenceOfMailing(entries, output, row) : undefined) ?? null;
  return {
    run: { runId, job: job.name, cycle: job.cycle, asOf: job.asOf, mode: job.mode },
    layout: { file: job.layout, hash: plan.hash },
    inputs: scan.files.map(({ file, sha256 }) => ({ file, sha256 })),
    jobSha256,
    program,
    state: row.state,
    mailing,
    decisions: entries.flatMap((entry) => told(entry, row, output)),
    auditRoot: { seq, hash },
    claims: claimsOf(row, job.mode, mailing),
  };
}

/** A decision counts if it is about the whole run, this output or this document. */
function told(entry: AuditEntry, row: PieceRow, output: string): ToldDecision[] {
  const { seq, atIso, by, action, reason, hash, details } = entry;
  const effects = details.effects ?? [];
  const pieces = effects.flatMap((effect) => effect.pieces ?? []);
  const outputs = effects.flatMap((effect) => effect.outputs ?? []);
  const ofThisDocument = pieces.some(
    ({ channel, ordinal }) => channel === row.channel && ordinal === row.ordinal,
  );
  const ofOthers = pieces.length + outputs.length > 0 && !outputs.includes(output);
  if (ofOthers && !ofThisDocument) return [];
  return [{ seq, atIso, by, action, reason, hash, ofThisDocument }];
}

const PRINT_CLAIMS: Readonly<Partial<Record<PieceState, string>>> = {
  composed: "It was composed. It was not spooled.",
  spooled: "It was composed and spooled. It was not released to be printed or sent.",
  released:
    "It was composed, spooled and released. Nightpress has no evidence that it was printed, " +
    "inserted, mailed or delivered.",
  pulled: "It was pulled. Nightpress has no evidence that any of it left the shop.",
  voided: "This printing was voided.",
  spoiled: "It was reported spoiled.",
};

function claimsOf(
  { state }: PieceRow,
  mode: FrozenRun["job"]["mode"],
  mailing: MailingEvidence | null,
): string[] {
  const isTest = mode === "test" ? ["The run was a test: it was not meant to be mailed."] : [];
  if (state === "mailed" && mailing !== null) {
    const { by, date, statement } = mailing;
    const source = statement === "" ? "" : ` under statement ${statement}`;
    return [
      ...isTest,
      `${by} entered that it was mailed on ${date}${source}. Nightpress itself did not see it ` +
        "mailed and knows nothing about its delivery.",
    ];
  }
  const known = PRINT_CLAIMS[state] ?? `Evidence was imported that it was ${state}.`;
  return [...isTest, known];
}
