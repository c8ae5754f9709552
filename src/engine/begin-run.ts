import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Host, HostError } from "../base/host.ts";
import { scanInput } from "../intake/scan.ts";
import type { Channel } from "../model/piece.ts";
import { type FrozenRun, jobMark, writeFrozenRun } from "./frozen-run.ts";
import { type CheckedJob, newRunId, programVersions } from "./load-run.ts";
import { freezePopulation, planPopulation, type PopulationOptions } from "./population.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { RunFailure } from "./run-failure.ts";
import type { RunFolder } from "./run-folder.ts";
import { composeSeeds, scanSeeds } from "./seeds.ts";
import type { RunWatch } from "./run-watch.ts";

/** What a run begins with, and how. */
export interface BeginOptions extends PopulationOptions {
  readonly channels: readonly Channel[];
  /** Runs the first so many units of the input only. */
  readonly limit?: number;
}

/** Scan and preparation: what can still be the user's fault, and then leaves nothing behind. */
export async function beginRun(
  host: Host,
  { job, plan }: CheckedJob,
  folder: RunFolder,
  options: BeginOptions,
  watch: RunWatch,
): Promise<{ frozen: FrozenRun; prepared: Prepared }> {
  const { channels, limit } = options;
  const wasThere = host.exists(folder.root);
  try {
    const population = planPopulation(host, job, options);
    const onProgress = (done: number, total: number): void =>
      watch.advance("scan", { done, total, unit: "bytes" });
    const scan = await watch.stage(
      "scan",
      () => scanInput(host, job.input, plan.shape, { workFolder: folder.work, onProgress }),
      ({ unitCount }) => unitCount,
    );
    const prepared = await watch.stage("prepare", () => prepare(host, plan, job));
    const unitLimit = limit ?? scan.unitCount;
    const limited = { ...scan, shards: scan.shards.filter((s) => s.firstOrdinal < unitLimit) };
    const seeds = scanSeeds(host, job, plan, folder, limited);
    const frozen: FrozenRun = {
      version: 1,
      runId: newRunId(),
      jobMark: jobMark(job),
      job,
      plan,
      scan: { ...limited, shards: [...limited.shards, ...(seeds?.shards ?? [])] },
      unitLimit,
      channels,
      ...(seeds && { seeds: seeds.seeds }),
      ...freezePopulation(host, folder, population),
      program: programVersions(),
    };
    host.makeFolder(folder.shards);
    if (seeds !== undefined) composeSeeds(host, frozen, folder, prepared);
    writeFrozenRun(host, folder, frozen);
    return { frozen, prepared };
  } catch (error) {
    const { root, work, shards, decisions } = folder;
    for (const made of wasThere ? [work, shards, decisions] : [root]) host.remove(made);
    if (!(error instanceof HostError)) throw error;
    throw new RunFailure(error.message, "Mend what is named, then run the job again.", "");
  }
}

/** Throws a `UsageError` where a run lies in the folder. */
export function refuseUsedFolder(host: Host, folder: RunFolder): void {
  if (!host.exists(folder.jobFile)) return;
  throw new UsageError([
    diagnostic("run.folder-used", `A run lies in ${folder.root} already.`, {
      hint: `Go on by \`nightpress resume ${folder.root}\`, or name another folder with --out.`,
    }),
  ]);
}
