import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { STANDARD_INPUT } from "../../intake/files/input-files.ts";
import type { JobSettings } from "../../job/job-settings.ts";
import { loadJob } from "../../job/load-job.ts";
export type { JobSettings } from "../../job/job-settings.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { CHANNELS, type Channel } from "../../model/channel.ts";
import { sharedPaths } from "../host/program.ts";

export interface CheckedJob {
  readonly job: Job;
  readonly plan: LayoutPlan;
  readonly warnings: readonly Diagnostic[];
}

/** A job that is looked at for what does not depend on its period and parameters. */
export const OPEN_SETTINGS: JobSettings = { isOpen: true };

/**
 * Loads a job and its layout, with what the command line says in place of the job's file; files
 * there are relative to the working folder. Throws a `UsageError` with every error of all.
 */
export function loadCheckedJob(
  host: Host,
  jobFile: string,
  settings: JobSettings = {},
): CheckedJob {
  const file = resolve(jobFile);
  if (!host.exists(file)) {
    throw new UsageError([
      diagnostic("job.missing-file", `There is no job file ${jobFile}.`, {
        hint: "Make a sample: `nightpress fixtures statement --records 1000 --seed 7 --out DIR`.",
      }),
    ]);
  }
  const { job, plan, diagnostics } = loadJob(host, file, sharedPaths(), withFullPaths(settings));
  if (job === undefined || plan === undefined) throw new UsageError(diagnostics);
  return { job, plan, warnings: diagnostics };
}

function withFullPaths(settings: JobSettings): JobSettings {
  const { input, details = [] } = settings;
  const full = new Map([...details].map(([into, files]) => [into, fullPaths(files)] as const));
  return {
    ...settings,
    ...(input !== undefined && { input: fullPaths(input) }),
    details: full,
  };
}

/** A hyphen is the standard input. */
function fullPaths(files: string | readonly string[]): string[] {
  return [files].flat().map((file) => (file === STANDARD_INPUT ? file : resolve(file)));
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
