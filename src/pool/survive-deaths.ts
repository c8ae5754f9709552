import { shellWord } from "../base/shell-word.ts";
import { composePastPoison } from "./poison-hunt.ts";
import { RunFailure } from "../run/run-failure.ts";
import { WorkerDeath } from "../run/tasks/worker-death.ts";
import type { ResultOf, RunOne, WorkerTask } from "../run/tasks/worker-tasks.ts";

/**
 * Carries out a task that may kill workers: a shard is composed without the records that kill, a
 * spool or batch is assembled once more. Throws a `RunFailure` if the task keeps killing.
 */
export async function surviveDeaths<T extends WorkerTask>(
  task: T,
  run: RunOne,
  out: string,
): Promise<ResultOf<T>> {
  try {
    if (task.kind === "compose") return (await composePastPoison(task.shard, run)) as ResultOf<T>;
    return await run(task).catch((error: unknown) => {
      if (error instanceof WorkerDeath) return run(task);
      throw error;
    });
  } catch (error) {
    throw error instanceof WorkerDeath ? deadly(task, error, out) : error;
  }
}

function deadly(task: WorkerTask, death: WorkerDeath, out: string): RunFailure {
  const resume = `run \`nightpress resume ${shellWord(out)}\``;
  if (!("shard" in task)) {
    const what = whatOf(task);
    const message = `Twice ${death.message} while it ${what}.`;
    return new RunFailure(message, `Check the machine's memory and disk, then ${resume}.`, out);
  }
  const { index, firstOrdinal, unitCount } = task.shard;
  const units = `${firstOrdinal} to ${firstOrdinal + unitCount - 1}`;
  const message =
    `Again and again ${death.message} while it composed shard ${index} (records ${units}), and ` +
    "no single record of it causes this.";
  const hint = `Check the machine's memory and disk, then ${resume}; if it fails again, report it.`;
  return new RunFailure(message, hint, out);
}

function whatOf(task: Exclude<WorkerTask, { readonly shard: unknown }>): string {
  if ("plan" in task) return `assembled ${task.plan.name}`;
  if (task.kind === "raster") return `rendered sheets of ${task.samples[0]?.file}`;
  return `read ${task.expected.file} again`;
}
