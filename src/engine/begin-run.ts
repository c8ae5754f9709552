import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Host, HostError, makeDurableFolder } from "../base/host.ts";
import { shellWord } from "../base/shell-word.ts";
import { withCopyHashes } from "../intake/copy/copy-hashes.ts";
import { readInput } from "../intake/read-input.ts";
import { StoreError } from "../store/store-error.ts";
import { RunLock } from "../ledger/run-lock.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Scan } from "../model/shard.ts";
import type { Channel } from "../model/channel.ts";
import { actorNamed, recordedActor } from "../run/decisions/actor.ts";
import { Decider } from "../run/decisions/decider.ts";
import { runApproval } from "../run/decisions/layout-approval.ts";
import { refuseOtherShop, runGovernance } from "../run/decisions/governance.ts";
import { hasNotBegun, removeBegun } from "../run/folder/begun-folder.ts";
import { folderOpen } from "../run/folder/folder-open.ts";
import { checkNotRun, earlierAttempts, enterOverrides, enterRun } from "../run/folder/enter-run.ts";
import {
  type FrozenParent,
  type FrozenRun,
  jobMark,
  writeFrozenRun,
} from "../run/folder/frozen-run.ts";
import { keepFonts } from "../run/folder/keep-fonts.ts";
import { sealedRun } from "../run/folder/job-seal.ts";
import { type CheckedJob, newRunId } from "../run/folder/load-run.ts";
import { programVersions } from "../run/host/program.ts";
import { madeArt } from "../work/made-resources.ts";
import { type OverrideRequest, Overrides } from "../run/decisions/overrides.ts";
import { freezePopulation, planPopulation, type PopulationOptions } from "./population.ts";
import { type Prepared, prepare } from "../work/prepare.ts";
import { registeredRun, type RunToRegister } from "../run/folder/registered-run.ts";
import { runInUse } from "../run/folder/run-turn.ts";
import { compareProfile } from "./compare-profile.ts";
import type { RedriveRequest } from "./redrive.ts";
import { RunFailure } from "../run/run-failure.ts";
import { scanSeeds } from "../run/folder/seeds.ts";
import { refuseCopiesShort, refuseDiskShort } from "../shop/disk-short.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import type { RunPlace } from "../run/folder/open-run.ts";

/** What a run begins with, and how. */
export interface BeginOptions extends PopulationOptions {
  readonly channels: readonly Channel[];
  /** Runs only the first units of the input, up to this many. */
  readonly limit?: number;
  /** What a file of the input named `-` is read from. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** Findings to override, with a name and a reason for the audit log. */
  readonly override?: OverrideRequest;
  /** Rejects of an earlier run that this run redrives. */
  readonly redrive?: RedriveRequest;
}

/** A run that has begun: all of it is on disk, and nothing is composed yet. */
export interface BegunRun {
  readonly frozen: FrozenRun;
  readonly prepared: Prepared;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Scans the input, prepares the resources and enters the run in the register. Faults of the user
 * are found here and leave nothing behind. Throws a `UsageError`, also if another process is
 * beginning a run in the folder.
 */
export async function beginRun(
  run: RunPlace,
  checked: CheckedJob,
  options: BeginOptions,
  watch: RunWatch,
): Promise<BegunRun> {
  const { host, folder } = run;
  refuseLimited(checked.job, options);
  const overrides = new Overrides(options.override);
  const wasThere = host.exists(folder.root);
  const wasBegun = hasNotBegun({ host, folder });
  const open = folderOpen(folder.root);
  let lock: RunLock | undefined;
  try {
    makeDurableFolder(host, folder.root);
    lock = RunLock.take(host, folder.lockFile);
    if (lock === undefined) throw new UsageError([runInUse(folder)]);
    // Another process may have begun first.
    refuseUsedFolder(run);
    if (wasBegun && hasNotBegun({ host, folder })) removeBegun({ host, folder });
    try {
      const begun = await begin(run, checked, { ...options, overrides }, watch);
      return { ...begun, warnings: [...begun.warnings, ...open] };
    } catch (error) {
      leaveNothingIfPossible(run, wasThere);
      throw error;
    }
  } catch (error) {
    if (!(error instanceof HostError || error instanceof StoreError)) throw error;
    throw new RunFailure(error.message, "Fix what is named, then run the job again.", "");
  } finally {
    lock?.release();
  }
}

/** What is scanned before the input is read. */
const NOTHING: Scan = { files: [], shards: [], unitCount: 0 };

/** Reads the whole input, and keeps the hashes of the copies that had to be made for that. */
async function readAll(
  { host, folder }: RunPlace,
  plan: LayoutPlan,
  job: Job,
  { standardInput, overrides }: Begin,
  { watch, found }: { readonly watch: RunWatch; readonly found: Diagnostic[] },
): Promise<Scan> {
  const scan = await readInput(host, job.input, plan.shape, {
    workFolder: folder.work,
    ...(standardInput && { standardInput }),
    onProgress: (done, total) => watch.advance("scan", { done, total, unit: "bytes" }),
    isOverridden: (finding) => overrides.lifts(finding),
    onWarning: (warning) => found.push(warning),
  });
  return withCopyHashes(host, scan);
}

interface Begin extends BeginOptions {
  readonly overrides: Overrides;
}

async function begin(
  run: RunPlace,
  checked: CheckedJob,
  options: Begin,
  watch: RunWatch,
): Promise<BegunRun> {
  const { host, folder } = run;
  const { plan, warnings } = checked;
  const { channels, limit, overrides } = options;
  const redrive =
    options.redrive && (await redriving()).openRedrive(host, checked.job, plan, options.redrive);
  const job = redrive?.job ?? checked.job;
  const [runId, parent] = [newRunId(), redrive?.parent];
  const approval = beforeReading(host, { runId, job, scan: NOTHING, parent }, plan, options);
  const population = await planPopulation(host, job, options, redrive);
  await refuseCopiesShort(host, folder.root, job.input, overrides);
  const found: Diagnostic[] = [];
  const scan = await watch.stage(
    "scan",
    () => readAll(run, plan, job, options, { watch, found }),
    ({ unitCount }) => unitCount,
  );
  checkRegister(host, { runId, job, scan, parent }, overrides);
  const unitLimit = limit ?? scan.unitCount;
  refuseDiskShort(host, folder.root, job, scan, unitLimit, overrides);
  overrides.checkNeeded();
  const prepared = await watch.stage("prepare", () => prepare(host, plan, job));
  // A child run has only the rejects of a cycle; a test is no cycle that others are compared with.
  const isCycle = parent === undefined && job.mode === "production";
  const compared = isCycle ? compareProfile(host, { job, plan }, scan) : undefined;
  const limited = { ...scan, shards: scan.shards.filter((s) => s.firstOrdinal < unitLimit) };
  const seeds = await scanSeeds({ host, folder }, job, plan, limited);
  // Few jobs have seeds, and composing loads code that otherwise only workers need.
  const composing = seeds && (await import("./compose-seeds.ts"));
  const attempt = parent === undefined ? earlierAttempts(host, job) : 0;
  const freeze = (itsParent?: FrozenParent): FrozenRun => {
    const frozen = sealedRun({
      version: 1,
      runId,
      ...begunByOf(job),
      jobMark: jobMark(job, itsParent?.child, itsParent?.attempt ?? attempt),
      ...(attempt > 0 && { attempt }),
      job,
      plan: keepFonts(run, plan, fontFiles(prepared)),
      scan: { ...limited, shards: [...limited.shards, ...(seeds?.shards ?? [])] },
      ...(compared && { profile: compared.profile }),
      unitLimit,
      channels,
      ...(itsParent && { parent: itsParent }),
      ...(seeds && { seeds: seeds.seeds }),
      ...freezePopulation(run, population),
      art: madeArt(prepared),
      program: programVersions(),
      ...(approval && { approval }),
    });
    makeDurableFolder(host, folder.shards);
    composing?.composeSeeds({ host, folder, frozen }, prepared);
    writeFrozenRun({ host, folder, frozen });
    return frozen;
  };
  const claiming = { plan, scan: limited, unitLimit, runId, folder: folder.root };
  const frozen = redrive
    ? (await redriving()).claimRejects(host, redrive, claiming, freeze)
    : freeze();
  enterOverrides({ host, folder, frozen }, overrides, actorNamed(options.override?.by ?? ""));
  enterRun({ host, folder, frozen });
  return { frozen, prepared, warnings: [...warnings, ...found, ...(compared?.findings ?? [])] };
}

/**
 * What would refuse the run whatever its input is: reading that may take minutes. By what its
 * layout was approved, if the shop wants that.
 */
function beforeReading(host: Host, run: RunToRegister, plan: LayoutPlan, options: Begin) {
  refusePeople(host, run.job, options);
  if (run.job.mode === "production") refuseOtherShop(host, run.job.registerFile, run.job.shop);
  checkRegister(host, run, options.overrides);
  return runApproval(host, run.job, plan, options.overrides);
}

/** Throws a `UsageError` if the shop's rules refuse to the person what the run begins with. */
function refusePeople(host: Host, { shop }: Job, { override }: BeginOptions): void {
  if (override === undefined) return;
  new Decider(host, runGovernance(host, shop), actorNamed(override.by)).refuse("override", []);
}

/** Rules can keep the person who began a run from deciding about it. */
function begunByOf({ shop }: Job): Pick<FrozenRun, "begunBy"> {
  if (shop?.rules === undefined) return {};
  const { osUser, hostName } = recordedActor("");
  return { begunBy: { osUser, hostName } };
}

function fontFiles({ fonts }: Prepared): readonly Uint8Array[] {
  return fonts.map(({ face }) => face.bytes);
}

/** Few runs are child runs; the others do not load this code. */
function redriving(): Promise<typeof import("./redrive.ts")> {
  return import("./redrive.ts");
}

function checkRegister(host: Host, run: RunToRegister, overrides: Overrides): void {
  const atIso = new Date(host.nowMs()).toISOString();
  checkNotRun(host, run.job, registeredRun(run, "", atIso), run.scan.files, overrides);
}

/** No other run would mail what a production run leaves out. */
function refuseLimited({ mode }: Job, { limit }: BeginOptions): void {
  if (mode !== "production" || limit === undefined) return;
  throw new UsageError([
    diagnostic("run.limit-in-production", "A production run takes all of its input.", {
      hint: "Try the job with `mode: test`, or give it a file of just the records to be mailed.",
    }),
  ]);
}

/** Removes what the run wrote; anything that was in the folder before is left alone. */
function leaveNothingIfPossible({ host, folder }: RunPlace, wasThere: boolean): void {
  try {
    if (!wasThere) return host.remove(folder.root);
    removeBegun({ host, folder });
    host.remove(folder.lockFile);
  } catch {
    // The error that stopped the run is reported; the next run in this folder removes the rest.
  }
}

/** Throws a `UsageError` if the folder already holds a run. */
export function refuseUsedFolder({ host, folder }: RunPlace): void {
  if (!host.exists(folder.jobFile)) return;
  throw new UsageError([
    diagnostic("run.folder-used", `There is already a run in ${folder.root}.`, {
      hint: `Run \`nightpress resume ${shellWord(folder.root)}\`, or name a folder with --out.`,
    }),
  ]);
}
