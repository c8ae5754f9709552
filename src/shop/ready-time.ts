import { processorCount } from "../run/host/this-machine.ts";
import { Register } from "../register/register.ts";
import type { RunningRun } from "../model/running-run.ts";
import type { Stage } from "../model/run-report.ts";
import { inputSizes } from "./input-sizes.ts";
import { type EstimatedStage, estimateRun } from "./estimate-run.ts";
import type { OpenRun } from "../run/folder/open-run.ts";

/** Below this a speed says nothing. */
const SPEED_MS_MIN = 2000;
const HISTORY_RUNS = 5;

/**
 * When a run's last spool will be there: the stage it is in by its own speed so far, the ones to
 * come as earlier runs took them. Undefined if it waits, or has no speed yet.
 */
export function readyMsOf(
  run: Pick<OpenRun, "host" | "frozen">,
  running: RunningRun | undefined,
): number | undefined {
  const progress = running?.progress;
  if (running === undefined || progress === undefined || running.lanes === 0) return undefined;
  const workedMs = running.beatMs - progress.startedMs;
  const worked = progress.done - progress.firstDone;
  if (workedMs < SPEED_MS_MIN || worked <= 0) return undefined;
  const leftMs = ((progress.total - progress.done) / worked) * workedMs;
  const laterMs = laterStagesMs(run, progress.stage, running.lanes);
  return running.beatMs + leftMs + laterMs;
}

/** What comes behind the stages that are told of as they go on. */
const LATER: Partial<Record<Stage, readonly EstimatedStage[]>> = {
  compose: ["settle", "assemble", "verify", "report"],
  assemble: ["verify", "report"],
};

function laterStagesMs(
  { host, frozen: { job, scan } }: Pick<OpenRun, "host" | "frozen">,
  stage: Stage,
  workers: number,
): number {
  const later = LATER[stage] ?? [];
  if (later.length === 0) return 0;
  const { plainBytes: inputBytes } = inputSizes(host, scan);
  const asked = { records: scan.unitCount, inputBytes, workers, cores: processorCount() };
  const history = host.exists(job.registerFile)
    ? Register.with(host, job.registerFile, (register) =>
        register.history.of(job.name, HISTORY_RUNS),
      )
    : [];
  const { seconds } = estimateRun(asked, history);
  return later.reduce((sum, name) => sum + seconds[name] * 1000, 0);
}
