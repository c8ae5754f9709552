import { resolve } from "node:path";
import { assert } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import { writeFileAtomic } from "../../base/host.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { shellWord } from "../../base/shell-word.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import {
  AQLS,
  DEFECT_CLASSES,
  type DefectClass,
  type ItemVerdict,
  type JudgedLot,
  type JudgementDetails,
  type Sample,
  type SampledItem,
} from "../../model/sample.ts";
import { Register } from "../../register/register.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
  requireAssembled,
} from "../../run/decisions/decision-request.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { SAMPLE_FILES, sampleFolder } from "../../run/decisions/sample-files.ts";
import { lastSample } from "../../run/decisions/sample-standing.ts";
import { storedVerification } from "../../run/folder/stored-verification.ts";
import { countText } from "../../report/figures.ts";
import { codeLetter, planOfLetter } from "./aql-plan.ts";

export interface VerdictReport extends DecisionResult {
  readonly sample: Sample;
  readonly judgement: JudgementDetails;
}

/**
 * Enters what people said of a sample, and whether the run is accepted by it. Throws a `UsageError`
 * if the file does not judge exactly the items of the sample, each with its hash.
 */
export async function judgeSample(
  outFolder: string,
  file: string,
  request: DecisionRequest,
): Promise<VerdictReport> {
  let made: Pick<VerdictReport, "sample" | "judgement"> | undefined;
  const result = await decideAbout(outFolder, request, (desk) => {
    requireAssembled(desk);
    const sample = openSample(desk);
    const bytes = verdictBytes(desk, file);
    const verdicts = checkedVerdicts(sample, utf8Text(bytes));
    const judgement = judged(sample.sample, verdicts, sha256(bytes));
    const { seq } = desk.decide({
      action: "judge",
      reason: request.reason,
      details: { ...judgement },
    });
    const folder = sampleFolder(desk.folder, sample.sample.number);
    writeFileAtomic(desk.host, `${folder}/${SAMPLE_FILES.verdicts}`, bytes);
    keepLot(desk, sample.sample, judgement);
    made = { sample: sample.sample, judgement };
    return { action: "judge", seq, outputs: [], documents: sample.sample.items.length };
  });
  assert(made !== undefined, "a decision that was entered has a judgement");
  return { ...result, ...made };
}

interface OpenSample {
  readonly sample: Sample;
  readonly hash: string;
}

/** The sample that waits for a verdict, as it was drawn. */
function openSample(desk: DecisionSession): OpenSample {
  const last = lastSample(desk.audit.entries);
  const dir = shellWord(desk.folder.root);
  if (last === undefined || last.judgement !== undefined)
    throw refusal("sample.nothing-drawn", "No sample of the run waits for a verdict.", {
      hint: `Draw one: \`nightpress sample ${dir}\`.`,
    });
  const { drawn } = last;
  const file = `${sampleFolder(desk.folder, drawn.number)}/${SAMPLE_FILES.sample}`;
  const bytes = desk.host.exists(file) ? desk.host.readFile(file) : new Uint8Array();
  const isSame = sha256(bytes) === drawn.sampleSha256;
  if (!isSame || storedVerification(desk)?.own.merkleRoot !== drawn.root)
    throw refusal(
      "sample.changed",
      `Sample ${drawn.number}, or the run, has changed since it was drawn.`,
      {
        hint: `Draw another: \`nightpress sample ${dir}\`.`,
      },
    );
  return { sample: JSON.parse(utf8Text(bytes)) as Sample, hash: drawn.sampleSha256 };
}

function verdictBytes({ host }: DecisionSession, file: string): Uint8Array {
  const path = resolve(file);
  if (host.exists(path)) return host.readFile(path);
  throw refusal("sample.bad-verdicts", `There is no file ${path}.`, {
    hint: "Name the verdicts.json that the review page has saved.",
  });
}

/** By leaf: one for each item. Throws a `UsageError` with the first thing that is wrong. */
function checkedVerdicts({ sample, hash }: OpenSample, text: string): Map<number, ItemVerdict> {
  const parsed = parsedJson(text);
  if (!isPlainObject(parsed) || parsed["format"] !== "nightpress-verdicts-1")
    throw bad("It is no file of verdicts.");
  if (parsed["sample"] !== hash) throw bad("It is of another sample.");
  const items: readonly unknown[] = Array.isArray(parsed["items"]) ? parsed["items"] : [];
  const wanted = new Map(sample.items.map((item) => [item.leaf, item]));
  const found = new Map<number, ItemVerdict>();
  for (const item of items) {
    const verdict = verdictOf(item);
    const own = verdict && wanted.get(verdict.leaf);
    if (verdict === undefined) throw bad(`Its item ${found.size + 1} has no valid verdict.`);
    if (own === undefined) throw bad(`Leaf ${verdict.leaf} is not in the sample.`);
    if (own.sha256 !== verdict.sha256) throw bad(`The hash of leaf ${verdict.leaf} is another.`);
    if (found.has(verdict.leaf)) throw bad(`Leaf ${verdict.leaf} is judged twice.`);
    found.set(verdict.leaf, verdict);
  }
  const missing = sample.items.filter(({ leaf }) => !found.has(leaf));
  if (missing.length > 0)
    throw bad(
      `${countText(missing.length, "verdict")} missing, first of leaf ${missing[0]?.leaf}.`,
    );
  return found;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw bad("It is no JSON.");
  }
}

function verdictOf(item: unknown): ItemVerdict | undefined {
  if (!isPlainObject(item)) return undefined;
  const { leaf, sha256: hash, verdict, defect, note } = item;
  if (typeof leaf !== "number" || typeof hash !== "string") return undefined;
  const told = typeof note === "string" ? { note } : {};
  if (verdict === "accept") return { leaf, sha256: hash, verdict, ...told };
  const known = DEFECT_CLASSES.find((one) => one === defect);
  if (verdict !== "reject" || known === undefined) return undefined;
  return { leaf, sha256: hash, verdict, defect: known, ...told };
}

function bad(message: string): Error {
  return refusal("sample.bad-verdicts", `The verdicts cannot be entered. ${message}`, {
    hint: "Judge every item in the sample's own review.html and save again.",
  });
}

/** Drawn items alone decide on the run: critical defects by 0, the others by the plan's number. */
function judged(
  sample: Sample,
  verdicts: ReadonlyMap<number, ItemVerdict>,
  verdictsSha256: string,
): JudgementDetails {
  const defectOf = ({ leaf }: SampledItem): DefectClass | undefined => verdicts.get(leaf)?.defect;
  const drawn = sample.items.filter(({ reason }) => reason === "drawn");
  const count = (wanted: DefectClass): number =>
    drawn.filter((item) => defectOf(item) === wanted).length;
  const defects = { critical: count("critical"), major: count("major"), minor: count("minor") };
  const rejected = sample.items.flatMap((item) => {
    const defect = defectOf(item);
    const { leaf, channel, document, piece } = item;
    return defect === undefined ? [] : [{ leaf, channel, document, piece, defect }];
  });
  const isAccepted = passes(defects, sample.plan.accept);
  return { number: sample.number, verdictsSha256, isAccepted, defects, rejected };
}

function passes({ critical, major, minor }: JudgementDetails["defects"], accept: number): boolean {
  return critical === 0 && major <= accept && minor <= accept;
}

/** Keeps how the lot was judged, for the severity of the next; a resubmitted one does not count. */
function keepLot(
  { host, frozen }: DecisionSession,
  sample: Sample,
  judgement: JudgementDetails,
): void {
  const { job, runId } = frozen;
  if (job.mode !== "production" || sample.isResubmitted === true) return;
  const { aql, level, severity, plan } = sample;
  const { isAccepted } = judgement;
  const isAcceptedTighter = passes(judgement.defects, tighterAccept(sample));
  const lot: JudgedLot = { severity, accept: plan.accept, isAccepted, isAcceptedTighter };
  const atIso = new Date(host.nowMs()).toISOString();
  Register.with(host, job.registerFile, ({ samples }) =>
    samples.keep({ job: job.name, aql, level }, runId, lot, atIso),
  );
}

/** The acceptance number of the next tighter AQL. */
function tighterAccept({ aql, level, severity, lotSize, plan }: Sample): number {
  const tighter = AQLS[AQLS.indexOf(aql) - 1];
  if (tighter === undefined || plan.accept < 2) return 0;
  return planOfLetter(codeLetter(lotSize, level), tighter, severity).accept;
}
