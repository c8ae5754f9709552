import { existsSync, readdirSync } from "node:fs";
import {
  approveRun,
  auditRun,
  closeRun,
  finishReprints,
  listReprints,
  pullPieces,
  recordMailing,
  rebuildRun,
  rejectAccount,
  releaseOutputs,
  reprintPieces,
  resumeRun,
  type RunReport,
  runJob,
  verifyStoredRun,
} from "../../src/index.ts";
import type { AuditAction } from "../../src/model/audit.ts";
import { type Cycle, lateKeys, type ShopVariant } from "./sim-shop.ts";

const WHO = { by: "A. Novak", reason: "simulated" } as const;

/** The shop as its operator sees it. */
export interface ShopFloor {
  readonly root: string;
  readonly variant: ShopVariant;
  readonly workers: number;
}

/** Something that an operator does until it is done. */
export interface Step {
  readonly name: string;
  /** The folder of the run it is about. */
  readonly out: string;
  /**
   * Does it, or goes on with it where it was interrupted, as the operator would who looks at what
   * there is. Throws what the engine throws.
   */
  readonly act: (floor: ShopFloor) => Promise<void>;
}

/** The day's work with one cycle: composed, assembled, and whatever people decide about it. */
export function nightSteps(variant: ShopVariant, cycle: Cycle, isLong: boolean): Step[] {
  const out = `out/${cycle}`;
  const steps: Step[] = [runStep(out, cycle, variant)];
  if (variant.isHeld) steps.push(approveStep(out), suppressStep(out, cycle), releaseStep(out));
  if (!isLong) return steps;
  steps.push(reprintStep(out), pullStep(out, variant, cycle));
  if (variant.mode === "production") steps.push(...redriveSteps(out, variant, cycle));
  steps.push(mailStep(out), closeStep(out));
  return steps;
}

/** Makes the ledgers of finished and held runs anew where they are lost, as their operator must. */
export async function rebuildLedgers({ root, workers }: ShopFloor): Promise<void> {
  const out = `${root}/out`;
  const runs = existsSync(out) ? readdirSync(out) : [];
  for (const run of runs) {
    const isAtRest = ["run.json", "counts.json"].some((report) =>
      existsSync(`${out}/${run}/reports/${report}`),
    );
    if (!isAtRest || existsSync(`${out}/${run}/ledger.db`)) continue;
    const { status } = await rebuildRun(`${out}/${run}`);
    // What was damaged beside is not booked; going on makes it again.
    if (status === "stopped") await resumeRun(`${out}/${run}`, { workers });
  }
}

/** What the verifier finds in each run that has come to its end, by the run's name. */
export async function verifyRuns({ root, workers }: ShopFloor): Promise<Map<string, string[]>> {
  const out = `${root}/out`;
  const found = new Map<string, string[]>();
  for (const run of readdirSync(out)) {
    if (!existsSync(`${out}/${run}/reports/run.json`)) continue;
    const { verification } = await verifyStoredRun(`${out}/${run}`, { workers });
    found.set(
      run,
      (verification?.breaches ?? []).map(({ file, code }) => `${code} in ${file}`),
    );
  }
  return found;
}

function runStep(out: string, cycle: Cycle, variant: ShopVariant): Step {
  const wanted = variant.isHeld ? "held-for-approval" : "finished";
  const act = async (floor: ShopFloor): Promise<void> => {
    const { root, workers } = floor;
    const job = `${root}/job-${cycle}.yaml`;
    const report = isBegun(floor, out)
      ? await resumeRun(`${root}/${out}`, { workers })
      : await runJob(job, { out: `${root}/${out}`, workers });
    expectStatus(report, wanted);
  };
  return { name: `run ${cycle}`, out, act };
}

function approveStep(out: string): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    // Not gone on with, as accounts are still to be taken out.
    if (!isEntered(floor, out, "approve")) await approveRun(`${floor.root}/${out}`, WHO);
  };
  return { name: "approve", out, act };
}

function suppressStep(out: string, cycle: Cycle): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    const { root, workers } = floor;
    const suppress = { files: [`${root}/late-${cycle}.csv`], ...WHO };
    const isIn = isEntered(floor, out, "suppress");
    const report = await resumeRun(`${root}/${out}`, { workers, ...(isIn ? {} : { suppress }) });
    expectStatus(report, "held-for-release");
  };
  return { name: "suppress and resume", out, act };
}

function releaseStep(out: string): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    await once(floor, out, "release", (folder) => releaseOutputs(folder, WHO));
  };
  return { name: `release ${out}`, out, act };
}

/** The inserter tears two pieces. */
function reprintStep(out: string): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    const folder = `${floor.root}/${out}`;
    if (listReprints(folder).reprints.length > 0) await finishReprints(folder);
    else await reprintPieces(folder, { pieces: "2,5", cause: "damaged", ...WHO });
    const { reprints } = listReprints(folder);
    if (reprints.length !== 1 || reprints[0]?.made !== true) throw new Error("no reprint is made");
  };
  return { name: "reprint", out, act };
}

function pullStep(out: string, variant: ShopVariant, cycle: Cycle): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    const late = new Set(lateKeys(variant, cycle));
    await pullPieces(`${floor.root}/${out}`, { keys: [pulledKey(cycle)], ...WHO });
    if (late.has(pulledKey(cycle))) throw new Error("the script pulls what it has suppressed");
  };
  return { name: "pull", out, act };
}

export function pulledKey(cycle: Cycle): string {
  return `${cycle.slice(5)}-00007`;
}

/** Corrected rejects are driven again in a run of their own; the others are withdrawn. */
function redriveSteps(out: string, variant: ShopVariant, cycle: Cycle): Step[] {
  const child = `${out}-child`;
  const drive = async (floor: ShopFloor): Promise<void> => {
    const { root, workers } = floor;
    const files = [`${root}/corrected-${cycle}.${variant.format}`];
    const redrive = { rejectsOf: `${root}/${out}`, files, ...WHO };
    const report = isBegun(floor, child)
      ? await resumeRun(`${root}/${child}`, { workers })
      : await runJob(`${root}/job-${cycle}.yaml`, { out: `${root}/${child}`, workers, redrive });
    expectStatus(report, variant.isHeld ? "held-for-approval" : "finished");
  };
  const goOn = async ({ root, workers }: ShopFloor): Promise<void> =>
    expectStatus(await resumeRun(`${root}/${child}`, { workers }), "held-for-release");
  const steps: Step[] = [{ name: "drive rejects again", out: child, act: drive }];
  if (!variant.isHeld) return steps;
  const resume = { name: "resume the child", out: child, act: goOn };
  return [...steps, approveStep(child), resume, releaseStep(child)];
}

function mailStep(out: string): Step {
  const act = async (floor: ShopFloor): Promise<void> => {
    const evidence = { date: "2026-11-03", statement: "PS 3600 no. 1", ...WHO };
    await once(floor, out, "mailed", (folder) => recordMailing(folder, evidence));
  };
  return { name: "mailed", out, act };
}

/** A run of which rejects are open does not close, and says so. */
function closeStep(out: string): Step {
  const act = async ({ root }: ShopFloor): Promise<void> => {
    const { items } = rejectAccount(`${root}/${out}`);
    const isOpen = items.some(({ state }) => state === "open");
    const { closed, open } = await closeRun(`${root}/${out}`, WHO);
    if (closed === isOpen) throw new Error(`closing went wrong: ${open.join("; ")}`);
  };
  return { name: "close", out, act };
}

/** Decides what is not decided yet; what was entered and then interrupted, `resume` completes. */
async function once(
  floor: ShopFloor,
  out: string,
  action: AuditAction,
  decide: (folder: string) => Promise<unknown>,
): Promise<void> {
  const folder = `${floor.root}/${out}`;
  if (isEntered(floor, out, action)) await resumeRun(folder, { workers: floor.workers });
  else await decide(folder);
}

function isBegun({ root }: ShopFloor, out: string): boolean {
  return existsSync(`${root}/${out}/job.json`);
}

function isEntered({ root }: ShopFloor, out: string, action: AuditAction): boolean {
  return auditRun(`${root}/${out}`).entries.some((entry) => entry.action === action);
}

function expectStatus({ status }: RunReport, wanted: RunReport["status"]): void {
  if (status !== wanted) throw new Error(`the run ended ${status}, not ${wanted}`);
}
