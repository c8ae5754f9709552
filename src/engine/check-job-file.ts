import { scratchFolder } from "../run/host/path-facts.ts";
import { processorCount } from "../run/host/this-machine.ts";
import { dirname, resolve } from "node:path";
import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { readInput } from "../intake/read-input.ts";
import { sampleMapping } from "../intake/mapping-sample.ts";
import type { MappedFile } from "../model/mapping.ts";
import type { Job } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { refuseUsedFolder } from "./begin-run.ts";
import { folderOpen } from "../run/folder/folder-open.ts";
import { type ReadyCheck, readyChecks } from "../shop/check-ready.ts";
import { scheduleStreams, type StreamSchedule } from "../run/device-times.ts";
import { checkNotRun } from "../run/folder/enter-run.ts";
import { type InputSizes, inputSizes } from "../shop/input-sizes.ts";
import { copiesShort } from "../shop/disk-short.ts";
import { estimateRun, type RunEstimate } from "../shop/estimate-run.ts";
import { historyOf } from "../shop/job-history.ts";
import { tryPlan } from "../shop/lint-plan.ts";
import { machine } from "../run/host/machine.ts";
import { testRecipientText } from "../work/message-recipient.ts";
import {
  type CheckedJob,
  type JobSettings,
  loadCheckedJob,
  newRunId,
} from "../run/folder/load-run.ts";
import { refuseBadOut } from "./out-folder.ts";
import { refuseOtherShop } from "../run/decisions/governance.ts";
import { runApproval } from "../run/decisions/layout-approval.ts";
import { Overrides } from "../run/decisions/overrides.ts";
import { planPopulation } from "./population.ts";
import { rejectLimitText, rejectsAllowed } from "../run/rejects/reject-limit.ts";
import { registeredRun } from "../run/folder/registered-run.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { compareProfile } from "./compare-profile.ts";
import { findInputTwins, twinFindings } from "./input-twins.ts";
import { maskMapping } from "./mask-mapping.ts";
import { sampleFindings } from "./sample-findings.ts";
import { type RecordSample, sampleRecords } from "./sample-records.ts";
import { streamWork } from "../shop/stream-work.ts";
import { trialRun } from "./trial-run.ts";

/** Records on which a check tries the job's mapping for people to see. */
const MAPPED_RECORDS = 3;

export interface CheckOptions {
  /** The output folder of the run: its disk is measured, and it must not hold a run. */
  readonly out?: string;
  /** Worker threads of the run; as many as processors if omitted. */
  readonly workers?: number;
  /** As of the run. */
  readonly settings?: JobSettings;
  /** The mapping's sample has the values of records, and not only their forms. */
  readonly showValues?: boolean;
}

/** What a pre-flight found, and what the run will make and take. */
export interface CheckReport {
  /** True if nothing stops the run. */
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly estimate: CheckEstimate;
  /** The recipients of a test's messages, in words; undefined for a production run. */
  readonly testRecipient: string | undefined;
  /** What the job maps, tried on the first records; values are masked unless asked for. */
  readonly mapping: readonly MappedFile[];
  /** The cycle that the input's profile was compared with; absent if the register has none. */
  readonly lastCycle?: string;
  /** Too few records, then or now, for a comparison to say anything. */
  readonly isTooSmallToCompare?: true;
  /** The result of composing a sample of records; absent if none could be composed. */
  readonly sample?: RecordSample;
}

export interface CheckEstimate extends RunEstimate, Omit<ReadyCheck, "diagnostics"> {
  readonly records: number;
  /** The run is held if it has more rejects than this; the text gives the limit as in the job. */
  readonly rejectsMax: number;
  readonly rejectsRule: string;
  readonly inputBytes: number;
  /** Disk space needed for fragments and spools. */
  readonly diskBytes: number;
  readonly workers: number;
  /** How long reading the input took just now; the run reads it again. */
  readonly scanSeconds: number;
  /** When the last spool would be finished if the run began now. */
  readonly readyAtIso: string;
  /** When each stream would be printed and inserted; empty without a history or a shop. */
  readonly machines: readonly (StreamSchedule & StreamEnds)[];
}

interface StreamEnds {
  readonly printedAtIso?: string;
  readonly insertedAtIso?: string;
}

/**
 * Checks a job as a run would: job, layout, fonts, images, the whole input, the register and the
 * disk; and composes a sample of the records. Throws a `UsageError` with every error if these leave
 * nothing to estimate.
 */
export async function checkJobFile(
  jobFile: string,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const host = machine().host;
  const checked = loadCheckedJob(host, jobFile, options.settings);
  const { job, plan } = checked;
  const out = resolve(options.out ?? `${dirname(resolve(jobFile))}/out`);
  const found: Diagnostic[] = [];
  collect(found, () => refuseBadOut(out, jobFile, job));
  if (options.out !== undefined)
    collect(found, () => refuseUsedFolder({ host, folder: runFolder(out) }));
  if (job.mode === "production")
    collect(found, () => refuseOtherShop(host, job.registerFile, job.shop));
  collect(found, () => runApproval(host, job, plan, new Overrides(undefined)));
  const tried = await tryInput(host, checked, found);
  const { sizes, scan, scanSeconds, sample, mapping, lastCycle } = tried;
  collect(found, () => refuseRepeated(host, job, scan));
  const workers = options.workers ?? job.shop?.workers ?? processorCount();
  const inputBytes = scan.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const cores = processorCount();
  const { plainBytes, copiesBytes } = sizes;
  const asked = { records: scan.unitCount, inputBytes: plainBytes, workers, cores };
  const estimate = estimateRun({ ...asked, ...(sample && { sample }) }, historyOf(host, job));
  const ready = readyChecks(host, job, scan, estimate, out, copiesBytes);
  const open = options.out === undefined ? [] : folderOpen(out);
  const diagnostics = [...checked.warnings, ...found, ...ready.diagnostics, ...open];
  const { fragmentBytes, outputBytes, seconds, streams } = estimate;
  const runSeconds = Object.values(seconds).reduce((sum, one) => sum + one, scanSeconds);
  const readyMs = host.nowMs() + runSeconds * 1000;
  const works = streams.map((stream) => streamWork(plan, stream, readyMs));
  const machines = job.shop === undefined ? [] : scheduleStreams(job.shop, works);
  return {
    ok: diagnostics.every(({ severity }) => severity !== "error"),
    diagnostics,
    testRecipient: testRecipientText(job),
    mapping: options.showValues === true ? mapping : maskMapping(mapping),
    ...(lastCycle !== undefined && { lastCycle }),
    ...(tried.isTooSmall === true && { isTooSmallToCompare: true }),
    ...(sample && { sample }),
    estimate: {
      ...estimate,
      records: scan.unitCount,
      rejectsMax: rejectsAllowed(job.limits.rejects, scan.unitCount),
      rejectsRule: rejectLimitText(job.limits.rejects),
      inputBytes,
      diskBytes: fragmentBytes + outputBytes,
      diskFreeBytes: ready.diskFreeBytes,
      ...(ready.serials && { serials: ready.serials }),
      workers,
      scanSeconds,
      readyAtIso: new Date(readyMs).toISOString(),
      machines: machines.map((one) => ({ ...one, ...endsOf(one) })),
    },
  };
}

interface TriedInput {
  readonly scan: Scan;
  readonly scanSeconds: number;
  readonly sizes: InputSizes;
  readonly mapping: readonly MappedFile[];
  readonly lastCycle?: string;
  readonly isTooSmall?: boolean;
  /** Undefined if no record could be composed. */
  readonly sample?: RecordSample;
}

/** Reads the whole input, opens the layout's resources, and composes a sample. */
async function tryInput(host: Host, checked: CheckedJob, found: Diagnostic[]): Promise<TriedInput> {
  const { job, plan } = checked;
  const root = scratchFolder();
  try {
    const { scan, scanSeconds } = await tryScan(host, checked, root, found);
    const planning = planPopulation(host, job, {});
    const population = await planning.catch((error: unknown) => taken(found, error));
    const { prepared, diagnostics } = await tryPlan(host, plan, job);
    found.push(...diagnostics);
    if (scan === undefined) {
      // Whether the cycle has been run can be checked without the input.
      collect(found, () => refuseRepeated(host, job, NO_INPUT));
      throw new UsageError(found);
    }
    const mapping = sampleMapping(host, job.input, plan.shape, scan, MAPPED_RECORDS);
    const { findings, profile: _, ...compared } = compareProfile(host, checked, scan);
    found.push(...findings);
    const read = { scan, scanSeconds, sizes: inputSizes(host, scan) };
    const tried = { ...read, mapping, ...compared };
    if (prepared === undefined || population === undefined) return tried;
    const trial = { host, checked, scan, prepared, folder: runFolder(root) };
    const trying = trialRun(trial);
    const frozen = await trying.catch((error: unknown) => taken(found, error));
    if (frozen === undefined) return tried;
    const sample = await sampleRecords({ host, frozen }, prepared, population);
    const keys = (population.suppressions?.suppressions ?? []).map(({ key }) => key);
    const twins = findInputTwins({ host, frozen }, new Set(keys));
    const { length: duplicates } = twins.duplicates;
    const expected = { unitCount: scan.unitCount, duplicates, limit: job.limits.rejects };
    found.push(...twinFindings(twins), ...sampleFindings(sample, expected));
    return { ...tried, sample };
  } finally {
    host.remove(root);
  }
}

async function tryScan(
  host: Host,
  { job, plan }: CheckedJob,
  root: string,
  found: Diagnostic[],
): Promise<{ readonly scan?: Scan; readonly scanSeconds: number }> {
  const startedMs = performance.now();
  const short = await copiesShort(host, root, job.input);
  if (short.length > 0) {
    found.push(...short);
    return { scanSeconds: 0 };
  }
  const onWarning = (warning: Diagnostic): void => void found.push(warning);
  const options = { workFolder: runFolder(root).work, onWarning };
  const reading = readInput(host, job.input, plan.shape, options);
  const scan = await reading.catch((error: unknown) => taken(found, error));
  return { ...(scan && { scan }), scanSeconds: (performance.now() - startedMs) / 1000 };
}

const NO_INPUT: Scan = { files: [], shards: [], unitCount: 0 };

/** Throws a `UsageError` if another run has taken the cycle or an input file. */
function refuseRepeated(host: Host, job: Job, scan: Scan): void {
  const run = registeredRun(
    { runId: newRunId(), job, scan },
    "",
    new Date(host.nowMs()).toISOString(),
  );
  checkNotRun(host, job, run, scan.files, new Overrides(undefined));
}

function endsOf({ printedMs, insertedMs }: StreamSchedule): StreamEnds {
  return {
    ...(printedMs !== undefined && { printedAtIso: new Date(printedMs).toISOString() }),
    ...(insertedMs !== undefined && { insertedAtIso: new Date(insertedMs).toISOString() }),
  };
}

/** The result of the work; undefined after a `UsageError`, which is recorded. */
function collect<T>(found: Diagnostic[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    return taken(found, error);
  }
}

/** Takes the findings of a `UsageError`; any other error is thrown on. */
function taken(found: Diagnostic[], error: unknown): undefined {
  if (!(error instanceof UsageError)) throw error;
  found.push(...error.diagnostics);
}
