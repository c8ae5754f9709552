import { UsageError } from "../../src/base/diagnostic.ts";
import { HostError } from "../../src/base/host.ts";
import { resumeRun, runJob } from "../../src/engine/run-job.ts";
import { RunFailure } from "../../src/run/run-failure.ts";
import { inProcess } from "../kit/in-process.ts";
import { onThreads } from "../kit/on-threads.ts";
import type { CrashPlan } from "./crash-host.ts";

/** How a run ended, where its process lived to tell. */
export interface RunEnd {
  readonly status: string;
  readonly message?: string;
  readonly hint?: string;
}

/** Does `work` on a machine that meets what CRASH_PLAN says: threads in random order, where there are several. */
export function onCrashing<T>(workers: number, work: () => Promise<T>): Promise<T> {
  const hostModule = new URL("./crash-host.ts", import.meta.url).href;
  if (workers === 1) return inProcess(work, { hostModule });
  return onThreads({ hostModule, delay: { seed: workers, msMax: 5 } }, work);
}

export async function endOf(running: Promise<{ readonly status: string }>): Promise<RunEnd> {
  try {
    const { status } = await running;
    return { status };
  } catch (error) {
    if (error instanceof RunFailure) {
      return { status: "failed", message: error.message, hint: error.hint };
    }
    if (error instanceof HostError) return { status: "failed", message: error.message };
    if (!(error instanceof UsageError)) throw error;
    return { status: "usage", message: error.diagnostics.map(({ code }) => code).join(" ") };
  }
}

/**
 * Runs a job, or resumes where no job is given, in this process, which must outlive the fault: a
 * process of its own takes a second more to begin.
 */
export async function endHere(
  job: string | undefined,
  out: string,
  plan: CrashPlan,
): Promise<RunEnd> {
  process.env["CRASH_PLAN"] = JSON.stringify(plan);
  try {
    const work = (): Promise<{ readonly status: string }> =>
      job === undefined ? resumeRun(out, { workers: 1 }) : runJob(job, { workers: 1, out });
    return await endOf(onCrashing(1, work));
  } finally {
    delete process.env["CRASH_PLAN"];
  }
}
