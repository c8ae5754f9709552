import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import {
  type KeyOf,
  readOwnSuppressions,
  readSuppressionList,
  suppressionListText,
} from "../../intake/lists/suppression-list.ts";
import { addFindings, throwFindings } from "../../intake/check/input-findings.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import type { Suppression } from "../../model/suppression.ts";
import type { RunPlace } from "./open-run.ts";

/** A list of keys, frozen in a run's folder. */
export interface FrozenList {
  /** Path below the run's folder, such as `decisions/suppress-001.csv`. */
  readonly list: string;
  readonly sha256: string;
  /** Different keys on it. */
  readonly keys: number;
}

/** Where suppressions came from. */
export interface SuppressionSource {
  /** The path given for the file, `register`, or `parent` for keys that a child run inherits. */
  readonly from: string;
  readonly keys: number;
  readonly duplicates: number;
  readonly sha256: string;
}

/** The suppressions a run began with. */
export interface FrozenSuppressions extends FrozenList {
  readonly sources: readonly SuppressionSource[];
}

/** Suppressions from all their sources, each key once: the first source that names it counts. */
export interface GatheredSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly sources: readonly SuppressionSource[];
}

/** Suppressions that come from no file. */
export interface SuppressionsAtHand {
  readonly from: string;
  readonly suppressions: readonly Suppression[];
}

/** Lists of keys, and the keys that records have for those that are written there. */
export interface SuppressionFiles {
  readonly lists: readonly ListSpec[];
  readonly keyOf: KeyOf;
}

/** Reads all lists; undefined if there is none. Throws a `UsageError` if one is faulty. */
export async function gatherSuppressions(
  host: Host,
  { lists, keyOf }: SuppressionFiles,
  atHand: readonly SuppressionsAtHand[] = [],
): Promise<GatheredSuppressions | undefined> {
  const known = new Map<string, Suppression>();
  const sources: SuppressionSource[] = [];
  const take = (suppressions: readonly Suppression[]): void => {
    for (const entry of suppressions) if (!known.has(entry.key)) known.set(entry.key, entry);
  };
  const findings: Diagnostic[] = [];
  for (const list of lists) {
    const reading = readSuppressionList(host, list, list.isMapped ? undefined : keyOf);
    const read = await reading.catch((error: unknown) => addFindings(findings, error));
    if (read === undefined) continue;
    const { suppressions, duplicates, sha256: hash } = read;
    take(suppressions);
    sources.push({ from: list.file, keys: suppressions.length, duplicates, sha256: hash });
  }
  throwFindings(findings);
  for (const { from, suppressions } of atHand) {
    if (suppressions.length === 0) continue;
    take(suppressions);
    const hash = sha256(suppressionListText(suppressions));
    sources.push({ from, keys: suppressions.length, duplicates: 0, sha256: hash });
  }
  return sources.length === 0 ? undefined : { suppressions: [...known.values()], sources };
}

/** Keeps the suppressions a run begins with in its folder. */
export function freezeSuppressions(
  run: RunPlace,
  { suppressions, sources }: GatheredSuppressions,
): FrozenSuppressions {
  return { ...freezeList(run, "suppress-intake.csv", suppressions), sources };
}

/**
 * Writes a list, sorted by key, so that it is complete on the disk before anything refers to it.
 */
export function freezeList(
  { host, folder }: RunPlace,
  name: string,
  suppressions: readonly Suppression[],
): FrozenList {
  const sorted = suppressions.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const bytes = new TextEncoder().encode(suppressionListText(sorted));
  makeDurableFolder(host, folder.decisions);
  writeFileAtomic(host, `${folder.decisions}/${name}`, bytes);
  return { list: `decisions/${name}`, sha256: sha256(bytes), keys: suppressions.length };
}

/** Reads a frozen list. Throws a `UsageError` if it was changed since it was frozen. */
export function readFrozenList(
  { host, folder }: RunPlace,
  frozen: FrozenList,
): readonly Suppression[] {
  const file = `${folder.root}/${frozen.list}`;
  const read = host.exists(file) ? readOwnSuppressions(host, file) : undefined;
  if (read?.sha256 === frozen.sha256) return read.suppressions;
  throw new UsageError([
    diagnostic("suppress.list-changed", `${file} was changed since it was given to the run.`, {
      hint: "Restore the original file; suppressions must not change unnoticed.",
    }),
  ]);
}

/** Reasons of the suppressions a run began with, by key; undefined if it has none. */
export function intakeSuppressions(
  run: RunPlace,
  frozen: FrozenList | undefined,
): ReadonlyMap<string, string> | undefined {
  if (frozen === undefined) return undefined;
  return new Map(readFrozenList(run, frozen).map(({ key, reason }) => [key, reason]));
}

/** The lists that were given after composing, from the audit log, the first one first. */
export function lateLists(entries: readonly AuditEntry[]): FrozenList[] {
  return entries
    .filter(({ action }) => action === "suppress")
    .map(({ details }) => ({
      list: String(details["list"]),
      sha256: String(details["sha256"]),
      keys: Number(details["keys"]),
    }));
}
