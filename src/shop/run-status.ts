import { resolve } from "node:path";
import { UsageError } from "../base/diagnostic.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { ReprintTotals } from "../model/run-report.ts";
import { readFrozenRun } from "../run/folder/frozen-run.ts";
import { storedReport } from "../run/decisions/write-report.ts";
import { machine } from "../run/host/machine.ts";
import { noRun } from "../run/decisions/decision-session.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { lastingVerdict, type RedVerdict } from "../run/decisions/red-verdict.ts";

/** Where a run stands. */
export interface RunStatusReport {
  readonly job: string;
  readonly cycle: string;
  readonly mode: "test" | "production";
  readonly stage: "compose" | "assemble" | "finished" | "failed";
  /** What the verifier found last, where it found the output bad and nothing has ended that. */
  readonly failed?: RedVerdict;
  readonly shardsDone: number;
  readonly shardsTotal: number;
  readonly spoolsDone: number;
  /** 0 until the sequence is known. */
  readonly spoolsTotal: number;
  readonly recordsDone: number;
  readonly recordsTotal: number;
  readonly rejects: number;
  /** As the run's report has it; left out where nothing was printed once more. */
  readonly reprints?: ReprintTotals;
  readonly out: string;
}

/** Reads where the run in a folder stands; throws a `UsageError` where there is none. */
export function runStatus(outFolder: string): RunStatusReport {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const frozen = readFrozenRun({ host, folder });
  const { job, scan, unitLimit } = frozen;
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const shards = [...ledger.shardsDone().values()];
    const sequence = ledger.fact("sequence-totals");
    const report = storedReport({ host, folder });
    const reprints = report?.standing?.reprints;
    const failed = lastingVerdict({ host, folder, frozen });
    const made = sequence === undefined ? "compose" : "assemble";
    const stage = failed ? "failed" : report === undefined ? made : "finished";
    return {
      job: job.name,
      cycle: job.cycle,
      mode: job.mode,
      stage,
      ...(failed && { failed }),
      shardsDone: shards.length,
      shardsTotal: scan.shards.length,
      spoolsDone: ledger.spools().length,
      spoolsTotal: sequence?.spools ?? 0,
      recordsDone: shards.reduce((sum, { units }) => sum + units, 0),
      recordsTotal: Math.min(scan.unitCount, unitLimit),
      // Settling finds some that no shard by itself can: keys that occur twice.
      rejects: Math.max(
        shards.reduce((sum, { rejects }) => sum + rejects, 0),
        ledger.rejects().reduce((sum, { count }) => sum + count, 0),
      ),
      ...(reprints && { reprints }),
      out: folder.root,
    };
  } finally {
    ledger.close();
  }
}
