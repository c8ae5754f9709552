import { HostError } from "../../src/base/host.ts";
import { RunFailure, UsageError } from "../../src/index.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import type { CrashPlan } from "./crash-host.ts";

/** How a run ended, where its process lived to tell. */
export interface RunEnd {
  readonly status: string;
  readonly message?: string;
  readonly hint?: string;
}

/** The options of a run that meets what CRASH_PLAN says, in random order of its tasks. */
export function crashOptions(workers: number) {
  return {
    workers,
    delay: { seed: workers, msMax: 5 },
    hostModule: new URL("./crash-host.ts", import.meta.url).href,
  };
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
    const options = crashOptions(1);
    const running = job === undefined ? resumeRun(out, options) : runJob(job, { ...options, out });
    return await endOf(running);
  } finally {
    delete process.env["CRASH_PLAN"];
  }
}
