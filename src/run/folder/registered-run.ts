import type { RegisteredRun } from "../../register/register-runs.ts";
import type { FrozenRun } from "./frozen-run.ts";

/** What the register needs to know of a run, which need not have begun. */
export interface RunToRegister extends Pick<FrozenRun, "runId" | "job" | "scan"> {
  /** The run whose rejects it redrives. */
  readonly parent?: { readonly runId: string } | undefined;
}

/** A run as recorded in the register. */
export function registeredRun(
  { runId, job, scan, parent }: RunToRegister,
  outFolder: string,
  startedAtIso: string,
): RegisteredRun {
  return {
    runId,
    job: job.name,
    cycle: job.cycle,
    folder: outFolder,
    // A file without rows is the same every month.
    inputHashes: scan.files.filter(({ rowCount }) => rowCount > 0).map(({ sha256 }) => sha256),
    mode: job.mode,
    startedAtIso,
    parentId: parent?.runId ?? "",
  };
}
