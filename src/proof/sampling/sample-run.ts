import { assert } from "../../base/assert.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { toldFindings } from "../../base/finding-list.ts";
import { sha256 } from "../../base/hash.ts";
import { HASH_BYTES, merkleRoot } from "../../base/merkle.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { Ordinal } from "../../base/units.ts";
import { detailsOf } from "../../model/decision-details.ts";
import type {
  Aql,
  InspectionLevel,
  Sample,
  SampledItem,
  SampleDetails,
  Severity,
} from "../../model/sample.ts";
import { Register } from "../../register/register.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
  requireAssembled,
  requireOpen,
} from "../../run/decisions/decision-request.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { sampleFolder } from "../../run/decisions/sample-files.ts";
import { lastSample } from "../../run/decisions/sample-standing.ts";
import { storedLeaves, storedVerification } from "../../run/folder/stored-verification.ts";
import { samplingPlan } from "./aql-plan.ts";
import { DocumentKinds, unreadable } from "./document-kinds.ts";
import { drawSample } from "./draw-sample.ts";
import { mandatoryPicks } from "./mandatory-picks.ts";
import { lotOf, type SampleItem } from "./sample-lot.ts";
import { writeSamplePack } from "./sample-pack.ts";
import { standingAfter } from "./switching.ts";

export interface SampleRequest extends DecisionRequest {
  readonly aql: Aql;
  readonly level: InspectionLevel;
  /** Committed before assembly; the job's own seed if absent. */
  readonly seed?: string | undefined;
  /** Keys of documents that are judged besides. */
  readonly also?: readonly string[] | undefined;
  /** Whoever judges sees no values: letters and digits are others of the same width. */
  readonly mask?: boolean | undefined;
  /** Somebody answers for it that the cause of five rejections was mended. */
  readonly causeMended?: boolean | undefined;
}

export interface SampleReport extends DecisionResult {
  readonly sample: Sample;
  /** Where it and what people judge lie. */
  readonly pack: string;
}

/**
 * Draws a sample of a finished, verified and unreleased run by ISO 2859-1, enters it in the audit
 * log, and writes what people need to judge it. Throws a `UsageError` if that is not possible.
 */
export async function sampleRun(outFolder: string, request: SampleRequest): Promise<SampleReport> {
  let made: Pick<SampleReport, "sample" | "pack"> | undefined;
  const result = await decideAbout(outFolder, request, async (desk) => {
    requireAssembled(desk, "refused");
    refuseReleased(desk);
    const sample = drawn(desk, request);
    const pack = sampleFolder(desk.folder, sample.number);
    refuseUsed(desk, pack);
    const text = sampleText(sample);
    const details: SampleDetails = {
      change: "draw",
      number: sample.number,
      sampleSha256: sha256(text),
      root: sample.root,
      lotSize: sample.lotSize,
      plan: planText(sample),
      items: sample.items.length,
      ...(request.causeMended === true && { causeMended: true }),
      ...(request.mask === true && { isMasked: true }),
    };
    const { seq } = desk.decide({
      action: "sample",
      reason: request.reason,
      details: { ...details },
    });
    await writeSamplePack(desk, sample, text, { pack, isMasked: request.mask });
    made = { sample, pack };
    return { action: "sample", seq, outputs: [], documents: sample.items.length };
  });
  assert(made !== undefined, "a decision that was entered has a sample");
  return { ...result, ...made };
}

/**
 * Commits a seed before assembly, by its hash, so that who will draw cannot choose. Throws a
 * `UsageError` once assembly has begun.
 */
export async function commitSeed(
  outFolder: string,
  { seed, ...request }: DecisionRequest & { readonly seed: string },
): Promise<DecisionResult> {
  return decideAbout(outFolder, request, (desk) => {
    requireOpen(desk);
    if (assemblyMark(desk) !== undefined)
      throw refusal("sample.seed", "The run's assembly has begun: a seed would come too late.", {
        hint: "Draw with the seed of the job: leave out --seed.",
      });
    const details: SampleDetails = { change: "commit", seedSha256: sha256(seed) };
    const { seq } = desk.decide({
      action: "sample",
      reason: request.reason,
      details: { ...details },
    });
    return { action: "sample", seq, outputs: [], documents: 0 };
  });
}

/** The sample as it is written, and hashed. */
function sampleText(sample: Sample): string {
  return `${JSON.stringify(sample, null, 1)}\n`;
}

export function planText({ aql, level, severity, plan }: Omit<Sample, "items">): string {
  const { size, letter, accept, reject } = plan;
  return `AQL ${aql}, level ${level}, ${severity}: ${size} of ${letter}, ${accept}/${reject}`;
}

function drawn(desk: DecisionSession, request: SampleRequest): Sample {
  const { frozen } = desk;
  const { leaves, root } = provenLeaves(desk);
  const seed = seedOf(desk, request.seed);
  const notStratified = unreadable(desk);
  const kinds = notStratified === undefined ? new DocumentKinds(desk) : undefined;
  const lot = [...lotOf(desk, leaves, kinds)];
  if (lot.length === 0)
    throw refusal("decision.nothing-to-do", "The run has nothing that could go out.");
  const resubmitted = refuseSameLot(desk, { root, lotSize: lot.length });
  const severity = severityOf(desk, request);
  const plan = samplingPlan(lot.length, request.level, request.aql, severity);
  const by = { seed: seed.seed, root };
  const { items, strata } = drawSample(lot, plan.size, by);
  const named = namedDocuments(desk, request.also ?? []);
  const isNamed = ({ document }: SampleItem): boolean => named.has(document);
  const picks = mandatoryPicks(lot, items, by, { kinds, isNamed });
  const all = [
    ...items.map((item) => ({ item, reason: "drawn" as const })),
    ...[...picks].map(([item, reason]) => ({ item, reason })),
  ].sort((a, b) => a.item.leaf - b.item.leaf);
  const number = 1 + (lastSample(desk.audit.entries)?.drawn.number ?? 0);
  return {
    format: "nightpress-sample-1",
    number,
    runId: frozen.runId,
    root,
    lotSize: lot.length,
    aql: request.aql,
    level: request.level,
    severity,
    plan,
    ...seed,
    ...(resubmitted && { isResubmitted: true }),
    ...(notStratified !== undefined && { notStratified }),
    strata,
    items: all.map(sampledItem),
  };
}

/** The documents of keys. Throws a `UsageError` with all keys that nothing was made for. */
function namedDocuments({ ledger }: DecisionSession, keys: readonly string[]): Set<Ordinal> {
  const found = ledger.findPieces(keys, []);
  const known = new Set(found.map(({ key }) => key));
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length === 0) return new Set(found.map(({ ordinal }) => ordinal));
  const findings = unknown.map((key) =>
    diagnostic("decision.unknown-piece", `Spools and batches hold nothing for key ${key}.`),
  );
  throw new UsageError(toldFindings(findings));
}

function sampledItem({
  item,
  reason,
}: {
  readonly item: SampleItem;
  readonly reason: SampledItem["reason"];
}): SampledItem {
  const { leaf, sha256: hash, channel, output, document, piece, pages, stratum } = item;
  return { leaf, sha256: hash, channel, output, document, piece, pages, stratum, reason };
}

/** The leaves of the run's own outputs, if they lead to the root that was proven. */
function provenLeaves(desk: DecisionSession): { leaves: Uint8Array; root: string } {
  const found = storedVerification(desk);
  const leaves = storedLeaves(desk);
  const { leafCount = 0, merkleRoot: root = "" } = found?.own ?? {};
  const own = leaves?.subarray(0, leafCount * HASH_BYTES) ?? new Uint8Array();
  const isProven = own.length > 0 && Buffer.from(merkleRoot(own)).toString("hex") === root;
  if (found?.ok === true && isProven) return { leaves: own, root };
  throw refusal("sample.not-verified", "A sample is drawn from verified output, and this is not.", {
    hint: `Verify it first: \`nightpress verify ${shellWord(desk.folder.root)}\`.`,
  });
}

function refuseUsed({ host }: DecisionSession, pack: string): void {
  if (host.list(pack).length === 0) return;
  throw refusal("sample.out-used", `The folder ${pack} has files already.`, {
    hint: "They are in no decision of the run. Move them away.",
  });
}

function refuseReleased({ ledger }: DecisionSession): void {
  const released = ledger
    .outputStates()
    .find(({ state }) => state !== "composed" && state !== "spooled");
  if (released === undefined) return;
  throw refusal("sample.released", `${released.name} is ${released.state} already.`, {
    hint: "A sample decides on a release. Take it back first with `nightpress hold`.",
  });
}

/** Whoever names a seed has committed it before assembly; the job's own was sealed with the job. */
function seedOf(
  { audit, frozen, ...run }: DecisionSession,
  seed: string | undefined,
): Pick<Sample, "seed" | "committed"> {
  if (seed === undefined) return { seed: String(frozen.job.seed) };
  const before = assemblyMark(run)?.audit.seq ?? 0;
  const entry = audit.entries.find((one) => {
    const details = detailsOf(one, "sample");
    return details?.change === "commit" && details.seedSha256 === sha256(seed);
  });
  if (entry !== undefined && entry.seq <= before) return { seed, committed: entry.seq };
  throw refusal("sample.seed", "The seed was not committed before the run was assembled.", {
    hint:
      "Leave out --seed: the job's own was fixed when the run began. For another run, commit " +
      "one with `nightpress sample commit`.",
  });
}

/** Whether the lot was rejected before. Throws a `UsageError` if nothing has changed since. */
function refuseSameLot(
  { audit, folder }: DecisionSession,
  { root, lotSize }: { readonly root: string; readonly lotSize: number },
): boolean {
  const last = lastSample(audit.entries);
  if (last?.judgement?.isAccepted !== false) return false;
  if (last.drawn.root !== root || last.drawn.lotSize !== lotSize) return true;
  throw refusal("sample.same-lot", "The run was rejected and nothing of it has changed since.", {
    hint:
      `Pull what is defective (\`nightpress pull ${shellWord(folder.root)}\`), or run the job ` +
      "again.",
  });
}

/** How strictly this run of the job is judged, by the runs before it. Test runs know none. */
function severityOf(
  { host, frozen }: DecisionSession,
  { aql, level, causeMended = false }: SampleRequest,
): Severity {
  const { job } = frozen;
  if (job.mode !== "production") return "normal";
  const lots = Register.with(host, job.registerFile, ({ samples }) =>
    samples.of({ job: job.name, aql, level }),
  );
  const { severity, isStopped } = standingAfter(lots);
  if (!isStopped || causeMended) return severity;
  throw refusal(
    "sample.stopped",
    "Five runs of the job were rejected under tightened inspection.",
    {
      hint: "Mend the cause, then draw with --cause-mended. Until then no sample accepts a run.",
    },
  );
}
