import { isAbsolute } from "node:path";
import { canonicalJson } from "../../base/canonical-json.ts";
import { sha256 } from "../../base/hash.ts";
import { planHash } from "../../layout/plan-hash.ts";
import type { FrozenRun } from "./frozen-run.ts";

/** The hashes in `job.json`, in addition to all that it freezes. */
export interface JobSeal {
  /** Of the frozen data, without local paths: the same for every run of the job. */
  readonly jobSha256: string;
  /** Of the file's bytes with zeros in place of this hash, which is the last thing in it. */
  readonly sha256: string;
}

/** Members that name a place on this machine if they hold an absolute path, or a list of them. */
const PLACES: ReadonlySet<string> = new Set([
  "file",
  "more",
  "workFile",
  "unsorted",
  "database",
  "folder",
  "layout",
  "from",
  "registerFile",
  "suppressFile",
  "seedsFile",
  "certificateKeyFile",
]);
const ZEROS = "0".repeat(64);
const END = '"\n}';

/** Adds to a frozen run the two hashes that identify `job.json`. */
export function sealedRun(unsealed: Omit<FrozenRun, keyof JobSeal>): FrozenRun {
  const frozen = { ...unsealed, jobSha256: jobHash(unsealed), sha256: ZEROS };
  return { ...frozen, sha256: sha256(jobText(frozen)) };
}

/** The text of `job.json`. */
export function jobText(frozen: FrozenRun): string {
  return JSON.stringify(frozen, null, 1);
}

/**
 * The run frozen in a text of `job.json`, if the text is as it was sealed and its layout matches
 * the layout's hash; else undefined. Throws if the text is not JSON.
 */
export function unsealedJob(text: string): FrozenRun | undefined {
  const seal = text.slice(-END.length - ZEROS.length, -END.length);
  const blank = `${text.slice(0, -END.length - ZEROS.length)}${ZEROS}${END}`;
  const frozen = JSON.parse(text) as FrozenRun;
  if (sha256(blank) !== seal) return undefined;
  const { jobSha256: _, sha256: __, ...unsealed } = frozen;
  const isOwn = planHash(frozen.plan) === frozen.plan.hash && frozen.sha256 === seal;
  return isOwn && jobHash(unsealed) === frozen.jobSha256 ? frozen : undefined;
}

/** RFC 8785 writes the same text for the same job, wherever the run and its files are. */
function jobHash(frozen: Omit<FrozenRun, keyof JobSeal>): string {
  const parent = frozen.parent && { ...frozen.parent, runId: undefined };
  return sha256(
    canonicalJson(withoutPlaces({ ...frozen, parent, runId: undefined, begunBy: undefined })),
  );
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  // A lone surrogate has no UTF-8.
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([name, inner]) => !isPlace(name, inner));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutPlaces(inner)]));
}

function isPlace(name: string, value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return PLACES.has(name) && typeof first === "string" && isAbsolute(first);
}
