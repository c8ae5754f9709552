import type { Host } from "../base/host.ts";
import { CHANNELS } from "../model/channel.ts";
import type { Scan } from "../model/shard.ts";
import { earlierAttempts } from "../run/enter-run.ts";
import { type FrozenRun, jobMark } from "../run/frozen-run.ts";
import { sealedRun } from "../run/job-seal.ts";
import { type CheckedJob, newRunId } from "../run/load-run.ts";
import { programVersions } from "../run/host/program.ts";
import { composeSeeds } from "./compose-seeds.ts";
import { scanSeeds } from "../run/seeds.ts";
import type { Prepared } from "../work/prepare.ts";
import type { RunFolder } from "../run/run-folder.ts";

interface Trial {
  readonly host: Host;
  readonly checked: CheckedJob;
  readonly scan: Scan;
  readonly prepared: Prepared;
  /** A folder that is removed again: seeds are composed in it. */
  readonly folder: RunFolder;
}

/**
 * The run that would be frozen now, for composing by it what is not kept. Its seeds are composed,
 * as in every run before anything else: throws a `UsageError` where that cannot be done.
 */
export function trialRun(run: Trial): FrozenRun {
  const { host, checked, scan, prepared, folder } = run;
  const { job, plan } = checked;
  const scanned = scanSeeds(run, job, plan, scan);
  const frozen = sealedRun({
    version: 1,
    runId: newRunId(),
    jobMark: jobMark(job, 0, earlierAttempts(host, job)),
    job,
    plan,
    scan: { ...scan, shards: [...scan.shards, ...(scanned?.shards ?? [])] },
    unitLimit: scan.unitCount,
    channels: CHANNELS,
    ...(scanned && { seeds: scanned.seeds }),
    program: programVersions(),
  });
  host.makeFolder(folder.shards);
  if (scanned !== undefined) composeSeeds({ host, folder, frozen }, prepared);
  // What is sampled are the records of the input.
  return { ...frozen, scan };
}
