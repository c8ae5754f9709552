import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { ShardReader } from "../intake/shard-reader.ts";
import type { CustomerRecord } from "../model/record.ts";
import { countText, grouped } from "../report/figures.ts";
import { hashOfKey } from "../run/pieces/fragment-keys.ts";
import type { OpenRun } from "../run/folder/open-run.ts";
import { type KeyTwins, twinsAmong } from "./find-duplicates.ts";
import { KeyHashes } from "./key-hashes.ts";

type InputRecord = Pick<CustomerRecord, "ordinal" | "key" | "place">;

/**
 * Reads all records of an input for their keys alone, and finds what settling would: at 8 bytes a
 * record, and once more where hashes of keys are the same. Who is suppressed is nobody's twin.
 */
export function findInputTwins(
  { host, frozen }: Pick<OpenRun, "host" | "frozen">,
  suppressed: ReadonlySet<string>,
): KeyTwins<InputRecord> {
  const { job, plan, scan } = frozen;
  const reader = new ShardReader(host, job.input, plan.shape, scan);
  const each = (visit: (record: CustomerRecord, hash: bigint) => void): void => {
    const record = (found: CustomerRecord): void => {
      if (!suppressed.has(found.key)) visit(found, hashOfKey(found.key));
    };
    for (const shard of scan.shards)
      if (shard.isSeeds !== true) reader.read(shard, { record, reject: () => undefined });
  };
  const hashes = new KeyHashes();
  each((_, hash) => hashes.add(hash));
  const twins = hashes.repeated();
  const candidates: InputRecord[] = [];
  if (twins.size > 0)
    each(({ ordinal, key, place }, hash) => {
      if (twins.has(hash)) candidates.push({ ordinal, key, place });
    });
  return twinsAmong(candidates);
}

/** What a run will reject, or make and should be asked about. */
export function twinFindings({ duplicates, similarCount }: KeyTwins<InputRecord>): Diagnostic[] {
  return [...duplicateFindings(duplicates), ...similarFindings(similarCount)];
}

function duplicateFindings(duplicates: readonly InputRecord[]): Diagnostic[] {
  const [first] = duplicates;
  if (first === undefined) return [];
  const { file, line, byteOffset } = first.place;
  const count = duplicates.length;
  const message =
    `${countText(count, "record")} would be rejected, since an earlier record of the input has ` +
    `the same key; the first is in line ${grouped(line)}.`;
  const hint = "Look whether rows were sent twice, or whether `input.key` names the right field.";
  const data = { file, line, byteOffset, record: first.ordinal, field: "" };
  return [diagnostic("data.duplicate-key", message, { severity: "warning", data, hint })];
}

function similarFindings(count: number): Diagnostic[] {
  if (count === 0) return [];
  const differ = count === 1 ? "1 key differs" : `${grouped(count)} keys differ`;
  const message = `${differ} from another one only in case or in composed characters.`;
  const hint = "See whether they are one customer each; the pieces are made all the same.";
  return [diagnostic("data.similar-key", message, { severity: "warning", hint })];
}
