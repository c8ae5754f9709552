import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { valueAtPath } from "./field-path.ts";
import { minorUnits } from "./minor-units.ts";
import { withShardFiles } from "./shard-files.ts";
import { isMoney } from "./scalar-forms.ts";
import { compileUnitSource } from "./unit-source.ts";

/** The exact sum of a money field over all records in which it could be read. */
export interface FieldSum {
  minorUnits: bigint;
  /** Units whose bytes gave no such amount. */
  unreadCount: number;
}

/**
 * Sums money fields over the whole input, bad records included as far as the field can be read in
 * them: the control total of the sender knows nothing of what is wrong with a record. A second
 * pass over the input, made only where the job asks for it.
 */
export function sumFields(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  fields: readonly string[],
): Map<string, FieldSum> {
  const openSource = compileUnitSource(host, input, shape, scan.files);
  const sums = new Map(fields.map((field) => [field, { minorUnits: 0n, unreadCount: 0 }]));
  const paths = [...sums].map(([field, sum]) => ({ path: field.split("."), sum }));
  for (const shard of scan.shards)
    withShardFiles(host, scan.files, (files) => {
      openSource(files, shard).forEach(({ place, value }) => {
        if (place.file !== input.file) return;
        for (const { path, sum } of paths) addTo(sum, valueAtPath(value, path));
      });
    });
  return sums;
}

function addTo(sum: FieldSum, amount: unknown): void {
  const units = typeof amount === "string" && isMoney(amount) ? minorUnits(amount) : undefined;
  if (units === undefined) sum.unreadCount += 1;
  else sum.minorUnits += units;
}
