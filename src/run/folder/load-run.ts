import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { loadJob } from "../../layout/job/load-job.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { CHANNELS, type Channel } from "../../model/channel.ts";
import { sharedPaths } from "../host/program.ts";

export interface CheckedJob {
  readonly job: Job;
  readonly plan: LayoutPlan;
  readonly warnings: readonly Diagnostic[];
}

/** Loads a job and its layout. Throws a `UsageError` with every error of both. */
export function loadCheckedJob(host: Host, jobFile: string): CheckedJob {
  const file = resolve(jobFile);
  if (!host.exists(file)) {
    throw new UsageError([
      diagnostic("job.missing-file", `There is no job file ${jobFile}.`, {
        hint: "Make a sample: `nightpress fixtures statement --records 1000 --seed 7 --out DIR`.",
      }),
    ]);
  }
  const { job, plan, diagnostics } = loadJob(host, file, sharedPaths());
  if (job === undefined || plan === undefined) throw new UsageError(diagnostics);
  return { job, plan, warnings: diagnostics };
}

/** The channels of a run; paper cannot be left out, since it takes what no other channel does. */
export function chosenChannels(channels: readonly Channel[] | undefined): readonly Channel[] {
  const chosen = channels ?? CHANNELS;
  if (!chosen.includes("print")) {
    throw new UsageError([
      diagnostic("run.print-left-out", "The channels of a run must include print.", {
        hint: "Customers without consent or address for another channel get print.",
      }),
    ]);
  }
  return CHANNELS.filter((channel) => chosen.includes(channel));
}

export function newRunId(): string {
  return randomUUID();
}
