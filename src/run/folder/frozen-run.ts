import { diagnostic } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { writeFileAtomic, isFaultOfFile } from "../../base/host.ts";
import { parseOwnJson } from "../../base/own-json.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { RunApproval } from "../../model/approval.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { InputProfile } from "../../model/input-profile.ts";
import type { Channel } from "../../model/channel.ts";
import type { SharedResource } from "../../model/shared-resource.ts";
import type { Scan, ScannedFile } from "../../model/shard.ts";
import { copiesHere } from "./copies-here.ts";
import { type JobSeal, jobText, unsealedJob } from "./job-seal.ts";
import { RunFailure } from "../run-failure.ts";
import type { RunFolder } from "./run-folder.ts";
import type { FrozenSeeds } from "./seeds.ts";
import type { FrozenSuppressions } from "./suppressions.ts";
import type { BegunRun, RunPlace } from "./open-run.ts";

/**
 * Everything a run uses, fixed when it begins and kept as `job.json`: a resumed run reads this and
 * nothing else, so that changes on the machine in between cannot change its output.
 */
export interface FrozenRun extends JobSeal {
  readonly version: 1;
  /** Names this execution in the register; not in any deterministic output. */
  readonly runId: string;
  /** Who began it, where the shop has rules for people; as the run's id, not in any output. */
  readonly begunBy?: { readonly osUser: string; readonly hostName: string };
  /** One to eight capitals and digits that distinguish the job's marks from those of other jobs. */
  readonly jobMark: string;
  /** How many runs of its job and cycle the register knew before it; absent if there were none. */
  readonly attempt?: number;
  readonly job: Job;
  readonly plan: LayoutPlan;
  readonly scan: Scan;
  /** How the input is filled; only production runs have it. */
  readonly profile?: InputProfile;
  /** Units from this ordinal on are left out (`--limit`). */
  readonly unitLimit: number;
  readonly channels: readonly Channel[];
  /** The run whose rejects this one redrives. */
  readonly parent?: FrozenParent;
  /** Recipients in addition to the input's records; their shards follow those of the input. */
  readonly seeds?: FrozenSeeds;
  /** Who is suppressed, if the run began with such a list. */
  readonly suppressions?: FrozenSuppressions;
  /** Static art and images as they were prepared; earlier versions did not record them. */
  readonly art?: readonly SharedResource[];
  readonly program: ProgramVersions;
  /** By what its layout was approved; only of a shop that wants that. */
  readonly approval?: RunApproval;
}

export interface ProgramVersions {
  readonly nightpress: string;
  readonly node: string;
  readonly zlib: string;
  readonly arch: string;
}

/** For a child run: the run that its records were rejected in. */
export interface FrozenParent {
  readonly runId: string;
  readonly folder: string;
  readonly jobMark: string;
  /** As of that run. */
  readonly attempt?: number;
  /** 1-based among all children of that run. */
  readonly child: number;
}

/**
 * The mark is derived from the job, so that a job prints the same wherever it is run. Child runs
 * (`child` is the number) have a mark of their own, since their pieces differ, and so do runs of a
 * cycle that was run before: printed sheets of the earlier run may still exist.
 */
export function jobMark(job: Job, child = 0, attempt = 0): string {
  const again = attempt === 0 ? "" : `\nattempt ${attempt}`;
  const run = again + (child === 0 ? "" : `\nchild ${child}`);
  const hash = BigInt(`0x${sha256(`${job.name}\n${job.cycle}\n${job.mode}${run}`).slice(0, 15)}`);
  return hash.toString(36).toUpperCase().padStart(8, "0").slice(0, 8);
}

/** The name that a run's files begin with: those of a child differ from its parent's. */
export function runName({ job, parent }: FrozenRun): string {
  return parent === undefined ? job.name : `${job.name}-child-${parent.child}`;
}

/** All files that records come from, in the order in which places number them. */
export function recordFiles({ scan, seeds }: FrozenRun): readonly ScannedFile[] {
  return seeds === undefined ? scan.files : [...scan.files, ...seeds.files];
}

export function writeFrozenRun({ host, folder, frozen }: BegunRun): void {
  writeFileAtomic(host, folder.jobFile, new TextEncoder().encode(jobText(frozen)));
}

/**
 * Reads `job.json`, and finds the run's copies of inputs where its folder lies now. Throws a
 * `RunFailure` if it was changed since the run began: a run must neither continue nor be certified
 * on data that somebody has altered.
 */
export function readFrozenRun({ host, folder }: RunPlace): FrozenRun {
  const frozen = sealedIn(utf8Text(host.readFile(folder.jobFile)), folder);
  if (frozen === undefined) throw jobChanged(folder);
  const { scan, seeds } = frozen;
  return {
    ...frozen,
    scan: { ...scan, files: copiesHere(scan.files, folder) },
    ...(seeds && { seeds: { ...seeds, files: copiesHere(seeds.files, folder) } }),
  };
}

/** For callers that can do without the run if its `job.json` was changed or is damaged. */
export function frozenRunOr(run: RunPlace): FrozenRun | Error {
  try {
    return readFrozenRun(run);
  } catch (error) {
    if (error instanceof RunFailure || isFaultOfFile(error)) return error;
    throw error;
  }
}

/** Whether the file is still the one that a run began with, or was read from. */
export function isJobUnchanged(run: BegunRun): boolean {
  const {
    host,
    folder,
    frozen: { sha256: seal },
  } = run;
  return host.exists(folder.jobFile) && readFrozenRun(run).sha256 === seal;
}

/** The failure for a `job.json` that was changed since the run began. */
export function jobChanged({ root, jobFile }: RunFolder): RunFailure {
  const message = `${jobFile} has changed since the run began.`;
  const hint =
    "Restore it from a copy and find out who changed it. To change the job, run it again in a " +
    "new folder.";
  const finding = diagnostic("run.job-changed", message, {
    source: { file: jobFile, line: 1, column: 1 },
    hint,
  });
  return new RunFailure(message, hint, root, [finding]);
}

/** A file that was changed may lack anything. Throws a `HostError` if it is not JSON at all. */
function sealedIn(text: string, { jobFile }: RunFolder): FrozenRun | undefined {
  try {
    return unsealedJob(text);
  } catch (error) {
    if (error instanceof SyntaxError) parseOwnJson(text, jobFile);
    return undefined;
  }
}
