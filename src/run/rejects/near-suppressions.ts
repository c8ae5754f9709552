import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { nearKeys } from "../../base/near-keys.ts";
import { countText, grouped } from "../../report/figures.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import type { BegunRun } from "../folder/open-run.ts";
import { fragmentPath } from "../folder/run-folder.ts";
import { hashOfKey, type OpenFragment, recordsOfHashes } from "../pieces/fragment-keys.ts";
import { foldedKey } from "../pieces/key-hash.ts";

/** A key of a list that no record has, and the keys of records that it may mean. */
export interface NearSuppression {
  readonly key: string;
  readonly near: readonly string[];
}

/** What a whole column has lost, its first keys show. */
const KEYS_MAX = 2000;
const TOLD = 3;

/**
 * Of keys that are not in the run, those that nearly are: only indexes of fragments are read for
 * them, and the keys that are found.
 */
export function nearSuppressions(run: BegunRun, notInRun: readonly string[]): NearSuppression[] {
  const meant = new Map<string, string[]>();
  const hashes = new Set<bigint>();
  for (const key of notInRun.slice(0, KEYS_MAX))
    for (const form of [key, ...nearKeys(key)]) {
      const folded = foldedKey(form);
      meant.set(folded, [...(meant.get(folded) ?? []), key]);
      hashes.add(hashOfKey(form));
    }
  if (hashes.size === 0) return [];
  const found = new Map<string, Set<string>>();
  for (const { key: other } of recordsOfHashes(inputFragments(run), hashes))
    for (const key of meant.get(foldedKey(other)) ?? [])
      found.set(key, (found.get(key) ?? new Set()).add(other));
  const near = [...found].map(([key, others]) => ({ key, near: [...others].sort() }));
  return near.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Somebody who should get nothing may get something. */
export function nearWarnings(near: readonly NearSuppression[]): Diagnostic[] {
  if (near.length === 0) return [];
  const pairs = near.slice(0, TOLD).map(({ key, near: [other] }) => `${key} for ${other}`);
  const hidden = near.length - pairs.length;
  const more = hidden > 0 ? `, and ${grouped(hidden)} more` : "";
  const message =
    `${countText(near.length, "key")} of a suppression list ${near.length === 1 ? "is" : "are"} ` +
    `not in the run, but nearly: ${pairs.join(", ")}${more}.`;
  const hint =
    "Nothing is suppressed for them: write keys as the input does, with all zeros. " +
    "reports/suppressions.json lists them.";
  return [diagnostic("suppress.near-key", message, { severity: "warning", hint })];
}

function* inputFragments({ host, folder, frozen }: BegunRun): Generator<OpenFragment> {
  for (const { index, isSeeds } of frozen.scan.shards) {
    if (isSeeds === true) continue;
    const reader = FragmentReader.open(host, fragmentPath(folder, index));
    try {
      yield { shard: index, reader };
    } finally {
      reader.close();
    }
  }
}
