import { availableParallelism } from "node:os";
import type { Host } from "../../base/host.ts";
import { Register } from "../../ledger/register.ts";
import type { RunningRun } from "../../model/running-run.ts";
import { estimateRun } from "./estimate-run.ts";
import type { FrozenRun } from "../frozen-run.ts";

/** Below this a speed says nothing. */
const SPEED_MS_MIN = 2000;
const HISTORY_RUNS = 5;

/**
 * When a run's last spool will be there: the stage it is in by its own speed so far, the ones to
 * come as earlier runs took them. Undefined where it waits, or has no speed yet.
 */
export function readyMsOf(
  host: Host,
  frozen: FrozenRun,
  running: RunningRun | undefined,
): number | undefined {
  const progress = running?.progress;
  if (running === undefined || progress === undefined || running.lanes === 0) return undefined;
  const workedMs = running.beatMs - progress.startedMs;
  const worked = progress.done - progress.firstDone;
  if (workedMs < SPEED_MS_MIN || worked <= 0) return undefined;
  const leftMs = ((progress.total - progress.done) / worked) * workedMs;
  const laterMs = progress.stage === "compose" ? assembleMs(host, frozen, running.lanes) : 0;
  return running.beatMs + leftMs + laterMs;
}

function assembleMs(host: Host, { job, scan }: FrozenRun, workers: number): number {
  const inputBytes = scan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const asked = { records: scan.unitCount, inputBytes, workers, cores: availableParallelism() };
  const history = host.exists(job.registerFile)
    ? Register.with(host, job.registerFile, (register) =>
        register.history.of(job.name, HISTORY_RUNS),
      )
    : [];
  const { settle, assemble, report } = estimateRun(asked, history).seconds;
  return (settle + assemble + report) * 1000;
}
