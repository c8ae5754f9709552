import { resolve } from "node:path";
import { canonicalJson } from "../base/canonical-json.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { toldFindings } from "../base/finding-list.ts";
import type { Host } from "../base/host.ts";
import { ShardReader } from "../intake/shard-reader.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Scan } from "../model/shard.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { actorNamed, recordedActor, checkRequest } from "../run/decisions/actor.ts";
import { Decider } from "../run/decisions/decider.ts";
import { runGovernance } from "../run/decisions/governance.ts";
import { keepClaim } from "../run/rejects/child-claims.ts";
import { type OpenFragment, recordsOfKeys } from "../run/pieces/fragment-keys.ts";
import { type FrozenParent, type FrozenRun, readFrozenRun } from "../run/folder/frozen-run.ts";
import { redriveInput } from "../desk/rejects/redrive-input.ts";
import { matchUnits, type InputUnit } from "../desk/rejects/redrive-match.ts";
import { drivenChildren, rejectItems } from "../run/rejects/reject-items.ts";
import { actsInRun, noRun, openAudit } from "../run/decisions/decision-session.ts";
import { fragmentPath, type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { runTurnHere } from "../run/folder/run-turn.ts";
import { lateLists, readFrozenList, type SuppressionsAtHand } from "../run/folder/suppressions.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

/** Rejects of an earlier run to redrive, and who decides it. */
export interface RedriveRequest {
  /** The output folder of the run that rejected them. */
  readonly rejectsOf: string;
  /** The corrected records, and their detail files; the job's own files if omitted. */
  readonly files?: readonly string[];
  /** The lists whose corrected rows the settings of the run name, in place of their `files`. */
  readonly lists?: readonly string[];
  /** Keys of corrected records, by the ordinal of the reject that each of them settles. */
  readonly resolves?: ReadonlyMap<number, string>;
  readonly by: string;
  readonly reason: string;
}

/** A run whose rejects are redriven. */
export interface Redrive {
  readonly request: RedriveRequest;
  readonly folder: RunFolder;
  readonly parent: FrozenRun;
  /** The job of the child: the corrected files, and no seeds. */
  readonly job: Job;
  /** Records suppressed in the parent are suppressed in the child. */
  readonly suppressions: SuppressionsAtHand;
}

/**
 * Opens the parent for a child run. Throws a `UsageError` if the two do not match, or if the
 * parent's rules refuse it to the person.
 */
export function openRedrive(
  host: Host,
  job: Job,
  plan: LayoutPlan,
  request: RedriveRequest,
): Redrive {
  checkRequest(request.by, request.reason);
  const folder = runFolder(resolve(request.rejectsOf));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, request.rejectsOf)]);
  const parent = readFrozenRun({ host, folder });
  const audit = openAudit({ host, folder, frozen: parent });
  const { entries } = audit;
  const decider = new Decider(host, runGovernance(host, parent.job.shop), actorNamed(request.by));
  decider.refuse("redrive", actsInRun({ frozen: parent, audit }));
  const findings = differencesFrom(parent, job, plan);
  const ended = entries.find(({ action }) => action === "close" || action === "abandon");
  if (ended !== undefined) findings.push(parentEnded(folder.root));
  if (findings.length > 0) throw new UsageError(findings);
  const atIntake = parent.suppressions === undefined ? [] : [parent.suppressions];
  const suppressions = [...atIntake, ...lateLists(entries)].flatMap((list) =>
    readFrozenList({ host, folder }, list),
  );
  return {
    request,
    folder,
    parent,
    job: redriveInput(job, request.files, request.lists),
    suppressions: { from: "parent", suppressions },
  };
}

/** The child run that claims the rejects. */
export interface ClaimingRun extends Pick<FrozenRun, "plan" | "scan" | "unitLimit" | "runId"> {
  /** Its output folder. */
  readonly folder: string;
}

/**
 * Claims the rejects that the scanned records settle, before anything is composed, and lets the
 * child begin while it holds the parent's lock. Throws a `UsageError` naming every record that
 * settles none, and if another process has the parent.
 */
export function claimRejects<T>(
  host: Host,
  redrive: Redrive,
  { plan, scan, unitLimit, runId, folder: own }: ClaimingRun,
  begin: (parent: FrozenParent) => T,
): T {
  const { folder, parent, request } = redrive;
  const all = unitsOf(host, redrive.job, plan, scan);
  const units = all.filter(({ ordinal }) => ordinal < unitLimit);
  const lock = runTurnHere({ host, folder });
  try {
    const items = rejectItems({ host, folder, frozen: parent });
    const taken = takenKeys(host, redrive, units);
    const matched = matchUnits({ units, items, taken, resolves: request.resolves ?? new Map() });
    if (matched.findings.length > 0) throw new UsageError(toldFindings(matched.findings));
    const claim = { actor: recordedActor(request.by.trim()), reason: request.reason };
    const known = { runId, folder: own, ...claim, items: matched.items };
    const child = keepClaim({ host, folder }, known);
    const { jobMark, attempt } = parent;
    const ofParent = { runId: parent.runId, folder: folder.root, jobMark };
    return begin({ ...ofParent, ...(attempt !== undefined && { attempt }), child });
  } finally {
    lock.release();
  }
}

function unitsOf(host: Host, { input }: Job, plan: LayoutPlan, scan: Scan): InputUnit[] {
  const reader = new ShardReader(host, input, plan.shape, scan);
  const units: InputUnit[] = [];
  for (const shard of scan.shards)
    reader.read(shard, {
      record: ({ ordinal, key, place: { file, line } }) => units.push({ ordinal, key, file, line }),
      reject: ({ ordinal, key, file, line }) => units.push({ ordinal, key, file, line }),
    });
  return units;
}

/** Keys of these units under which a document was already sent: by the parent or by a child. */
function takenKeys(
  host: Host,
  { folder, parent }: Redrive,
  units: readonly InputUnit[],
): ReadonlyMap<string, string> {
  const keys = new Map(units.map(({ key }) => [key, key]));
  const taken = new Map<string, string>();
  for (const { key } of recordsOfKeys(inputFragments({ host, folder, frozen: parent }), keys))
    taken.set(key, "was accepted in the run");
  for (const { child, items } of drivenChildren(
    openAudit({ host, folder, frozen: parent }).entries,
  ))
    for (const { key } of items) taken.set(key, `was redriven by child ${child}`);
  return taken;
}

function* inputFragments({ host, folder, frozen: run }: BegunRun): Generator<OpenFragment> {
  for (const { index, isSeeds } of run.scan.shards) {
    if (isSeeds === true) continue;
    const reader = FragmentReader.open(host, fragmentPath(folder, index));
    try {
      yield { shard: index, reader };
    } finally {
      reader.close();
    }
  }
}

function differencesFrom(parent: FrozenRun, job: Job, plan: LayoutPlan): Diagnostic[] {
  const of = parent.job;
  const isAlike = canonicalJson(of.parameters ?? {}) === canonicalJson(job.parameters ?? {});
  const pairs = [
    ["job", of.name, job.name],
    ["mode", of.mode, job.mode],
    ["cycle", of.cycle, job.cycle],
    ["key field", of.input.key, job.input.key],
    // The layout's hash depends on the parameters.
    isAlike ? ["layout", parent.plan.hash, plan.hash] : ["value of a parameter", "", "other"],
  ] as const;
  const found = pairs
    .filter(([, its, own]) => its !== own)
    .map(([what]) => notAlike(`The ${what} is not that of the run with these rejects.`));
  if (parent.parent !== undefined) {
    const first = parent.parent.folder;
    found.push(notAlike(`That run is itself a child: redrive the rejects of ${first}.`));
  }
  return found;
}

function notAlike(message: string): Diagnostic {
  return diagnostic("reject.other-job", message, {
    hint: "Use the job of that run, with `--input FILE` for the corrected records.",
  });
}

function parentEnded(root: string): Diagnostic {
  return diagnostic("reject.run-ended", `The run in ${root} is closed or abandoned.`, {
    hint: "No decision about it is possible any more; start a separate run.",
  });
}
