import { diagnostic } from "../base/diagnostic.ts";
import { sha256 } from "../base/hash.ts";
import { writeFileAtomic, isFaultOfFile } from "../base/host.ts";
import { parseOwnJson } from "../base/own-json.ts";
import { utf8Text } from "../base/utf8-text.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Channel } from "../model/channel.ts";
import type { SharedResource } from "../model/shared-resource.ts";
import type { Scan, ScannedFile } from "../model/shard.ts";
import { type JobSeal, jobText, unsealedJob } from "./job-seal.ts";
import { RunFailure } from "./run-failure.ts";
import type { RunFolder } from "./run-folder.ts";
import type { FrozenSeeds } from "./seeds.ts";
import type { FrozenSuppressions } from "./suppressions.ts";
import type { BegunRun, RunPlace } from "./open-run.ts";

/**
 * Everything a run uses, fixed when it begins and kept as `job.json`: a resumed run reads this and
 * nothing else, so that what changes on the machine in between cannot change its output.
 */
export interface FrozenRun extends JobSeal {
  readonly version: 1;
  /** Names this execution in the register; not in any deterministic output. */
  readonly runId: string;
  /** One to eight capitals and digits that tell the job's marks from those of other jobs. */
  readonly jobMark: string;
  /** How many runs of its job and cycle the register knew before it; only where there were any. */
  readonly attempt?: number;
  readonly job: Job;
  readonly plan: LayoutPlan;
  readonly scan: Scan;
  /** Units with an ordinal at or past this are left out (`--limit`). */
  readonly unitLimit: number;
  readonly channels: readonly Channel[];
  /** The run whose rejects this one drives again. */
  readonly parent?: FrozenParent;
  /** Who is mailed to beside the input's records; their shards stand behind those of the input. */
  readonly seeds?: FrozenSeeds;
  /** Who gets nothing, where the run began with such a list. */
  readonly suppressions?: FrozenSuppressions;
  /** Static art and images as they were prepared; earlier programs did not write them down. */
  readonly art?: readonly SharedResource[];
  readonly program: ProgramVersions;
}

export interface ProgramVersions {
  readonly nightpress: string;
  readonly node: string;
  readonly zlib: string;
  readonly arch: string;
}

/** Of a child run: the run that its records were rejected in. */
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
 * have a job mark of their own, because their pieces are different (`child` is the number), and so
 * have runs of a cycle that was run before: its earlier print may still be around.
 */
export function jobMark(job: Job, child = 0, attempt = 0): string {
  const again = attempt === 0 ? "" : `\nattempt ${attempt}`;
  const run = again + (child === 0 ? "" : `\nchild ${child}`);
  const hash = BigInt(`0x${sha256(`${job.name}\n${job.cycle}\n${job.mode}${run}`).slice(0, 15)}`);
  return hash.toString(36).toUpperCase().padStart(8, "0").slice(0, 8);
}

/** What a run's files are named after: those of a child are told from its parent's. */
export function runName({ job, parent }: FrozenRun): string {
  return parent === undefined ? job.name : `${job.name}-child-${parent.child}`;
}

/** All files that records come from, in the order that places number them. */
export function recordFiles({ scan, seeds }: FrozenRun): readonly ScannedFile[] {
  return seeds === undefined ? scan.files : [...scan.files, ...seeds.files];
}

export function writeFrozenRun({ host, folder, frozen }: BegunRun): void {
  writeFileAtomic(host, folder.jobFile, new TextEncoder().encode(jobText(frozen)));
}

/**
 * Reads `job.json`. Throws a `RunFailure` where it is not as it was written when the run began: a
 * run must not go on, nor be vouched for, by what somebody has put into it since.
 */
export function readFrozenRun({ host, folder }: RunPlace): FrozenRun {
  const frozen = sealedIn(utf8Text(host.readFile(folder.jobFile)), folder);
  if (frozen === undefined) throw jobChanged(folder);
  return frozen;
}

/** For those who go on without the run where its `job.json` was changed or is damaged. */
export function frozenRunOr(run: RunPlace): FrozenRun | Error {
  try {
    return readFrozenRun(run);
  } catch (error) {
    if (error instanceof RunFailure || isFaultOfFile(error)) return error;
    throw error;
  }
}

/** Whether the file at hand is still the one that a run began with, or was read from. */
export function isJobUnchanged(run: BegunRun): boolean {
  const {
    host,
    folder,
    frozen: { sha256: seal },
  } = run;
  return host.exists(folder.jobFile) && readFrozenRun(run).sha256 === seal;
}

/** What to say where `job.json` is not the one that the run began with. */
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

/** A file that was changed may lack anything. Throws a `HostError` where it is no JSON at all. */
function sealedIn(text: string, { jobFile }: RunFolder): FrozenRun | undefined {
  try {
    return unsealedJob(text);
  } catch (error) {
    if (error instanceof SyntaxError) parseOwnJson(text, jobFile);
    return undefined;
  }
}
