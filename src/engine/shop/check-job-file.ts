import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { type Diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { scanInput } from "../../intake/scan.ts";
import { Register } from "../../ledger/register.ts";
import type { RunCost } from "../../ledger/register-history.ts";
import type { Job } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { refuseUsedFolder } from "../begin-run.ts";
import { folderOpen } from "../folder-open.ts";
import { type ReadyCheck, readyChecks } from "./check-ready.ts";
import { scheduleStreams, type StreamSchedule } from "./device-times.ts";
import { checkNotRun } from "../enter-run.ts";
import { estimateRun, type RunEstimate } from "./estimate-run.ts";
import { machine } from "../machine.ts";
import { testRecipientText } from "../message-recipient.ts";
import { type CheckedJob, loadCheckedJob, newRunId } from "../load-run.ts";
import { Overrides } from "../overrides.ts";
import { planPopulation } from "../population/population.ts";
import { prepare } from "../prepare.ts";
import { rejectLimitText, rejectsAllowed } from "../reject-limit.ts";
import { registeredRun } from "../registered-run.ts";
import { runFolder } from "../run-folder.ts";
import { sampleCodes } from "./sample-codes.ts";
import { streamWork } from "./stream-work.ts";

export interface CheckOptions {
  /** The output folder of the run: its disk is looked at, and that no run lies there. */
  readonly out?: string;
  /** Worker threads that the run will have; as many as processors where it is left out. */
  readonly workers?: number;
}

/** What a pre-flight found, and what the run will make and take. */
export interface CheckReport {
  /** True where nothing stops the run. */
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly estimate: CheckEstimate;
  /** Whom a test's messages reach, in words; undefined for a production run. */
  readonly testRecipient: string | undefined;
}

export interface CheckEstimate extends RunEstimate, Omit<ReadyCheck, "diagnostics"> {
  readonly records: number;
  /** More rejects than this hold the run; and as the job says it. */
  readonly rejectsMax: number;
  readonly rejectsRule: string;
  readonly inputBytes: number;
  /** Room that fragments and spools will want. */
  readonly diskBytes: number;
  readonly workers: number;
  /** What reading the input took just now; the run reads it again. */
  readonly scanSeconds: number;
  /** When the last spool would be there if the run began now. */
  readonly readyAtIso: string;
  /** When each stream would be printed and inserted; empty without history or a shop. */
  readonly machines: readonly (StreamSchedule & StreamEnds)[];
}

interface StreamEnds {
  readonly printedAtIso?: string;
  readonly insertedAtIso?: string;
}

/** Runs of the same job that estimates are made from. */
const HISTORY_RUNS = 5;

/**
 * Checks a job as a run would, without composing: job, layout, fonts, images, the input from end
 * to end, the register, the disk. Throws a `UsageError` with everything that is wrong where that
 * leaves nothing to be estimated.
 */
export async function checkJobFile(
  jobFile: string,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const host = machine().host;
  const checked = loadCheckedJob(host, jobFile);
  const { job, plan } = checked;
  const out = resolve(options.out ?? `${dirname(resolve(jobFile))}/out`);
  const found: Diagnostic[] = [];
  if (options.out !== undefined) collect(found, () => refuseUsedFolder(host, runFolder(out)));
  collect(found, () => planPopulation(host, job, {}));
  const { scan, scanSeconds } = await readInput(host, checked, found);
  collect(found, () => refuseRepeated(host, job, scan));
  const workers = options.workers ?? job.shop?.workers ?? availableParallelism();
  const inputBytes = scan.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const cores = availableParallelism();
  const asked = { records: scan.unitCount, inputBytes, workers, cores };
  const estimate = estimateRun(asked, historyOf(host, job));
  const ready = readyChecks(host, job, scan, estimate, out);
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

/** Reads the input end to end and opens what the layout names; all errors of both at once. */
async function readInput(
  host: Host,
  checked: CheckedJob,
  found: Diagnostic[],
): Promise<{ scan: Scan; scanSeconds: number }> {
  const { job, plan } = checked;
  const workFolder = mkdtempSync(`${tmpdir()}/nightpress-check-`);
  const startedMs = performance.now();
  let scan: Scan | undefined;
  let scanSeconds = 0;
  try {
    collect(found, () => {
      const onWarning = (warning: Diagnostic): void => void found.push(warning);
      scan = scanInput(host, job.input, plan.shape, { workFolder, onWarning });
      scanSeconds = (performance.now() - startedMs) / 1000;
      found.push(...sampleCodes(host, checked, scan));
    });
    await prepare(host, plan, job);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    found.push(...error.diagnostics);
    scan = undefined;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  if (scan === undefined) {
    // That the cycle was run already can be told without its input.
    collect(found, () => refuseRepeated(host, job, NO_INPUT));
    throw new UsageError(found);
  }
  return { scan, scanSeconds };
}

const NO_INPUT: Scan = { files: [], shards: [], unitCount: 0 };

/** Throws a `UsageError` where another run has taken the cycle or a file of the input. */
function refuseRepeated(host: Host, job: Job, scan: Scan): void {
  const run = registeredRun(
    { runId: newRunId(), job, scan },
    "",
    new Date(host.nowMs()).toISOString(),
  );
  checkNotRun(host, job, run, scan.files, new Overrides(undefined));
}

function historyOf(host: Host, job: Job): readonly RunCost[] {
  if (!host.exists(job.registerFile)) return [];
  return Register.with(host, job.registerFile, ({ history }) => history.of(job.name, HISTORY_RUNS));
}

function endsOf({ printedMs, insertedMs }: StreamSchedule): StreamEnds {
  return {
    ...(printedMs !== undefined && { printedAtIso: new Date(printedMs).toISOString() }),
    ...(insertedMs !== undefined && { insertedAtIso: new Date(insertedMs).toISOString() }),
  };
}

function collect(found: Diagnostic[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    found.push(...error.diagnostics);
  }
}
