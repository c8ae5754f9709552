import type { Host } from "../base/host.ts";
import { CHANNELS } from "../model/channel.ts";
import type { Scan } from "../model/shard.ts";
import { earlierAttempts } from "../run/folder/enter-run.ts";
import { type FrozenRun, jobMark } from "../run/folder/frozen-run.ts";
import { sealedRun } from "../run/folder/job-seal.ts";
import { type CheckedJob, newRunId } from "../run/folder/load-run.ts";
import { programVersions } from "../run/host/program.ts";
import { composeSeeds } from "./compose-seeds.ts";
import { scanSeeds } from "../run/folder/seeds.ts";
import type { Prepared } from "../work/prepare.ts";
import type { RunFolder } from "../run/folder/run-folder.ts";

interface Trial {
  readonly host: Host;
  readonly checked: CheckedJob;
  readonly scan: Scan;
  readonly prepared: Prepared;
  /** A scratch folder in which seeds are composed; it is removed again. */
  readonly folder: RunFolder;
}

/**
 * The run as it would be frozen now, for composing without keeping anything. Its seeds are composed
 * first, as in every run: throws a `UsageError` if that fails.
 */
export async function trialRun(run: Trial): Promise<FrozenRun> {
  const { host, checked, scan, prepared, folder } = run;
  const { job, plan } = checked;
  const scanned = await scanSeeds(run, job, plan, scan);
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
  // Samples are taken from the records of the input alone.
  return { ...frozen, scan };
}
