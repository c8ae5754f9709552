import type { RegisteredRun } from "../ledger/register-runs.ts";
import type { FrozenRun } from "./frozen-run.ts";

/** A run as the register remembers it. */
export function registeredRun(
  { runId, job, scan }: FrozenRun,
  outFolder: string,
  startedAtIso: string,
): RegisteredRun {
  return {
    runId,
    job: job.name,
    cycle: job.cycle,
    folder: outFolder,
    inputHashes: scan.files.map((file) => file.sha256),
    mode: job.mode,
    startedAtIso,
    parentId: "",
  };
}
