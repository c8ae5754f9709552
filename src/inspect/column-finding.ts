import type { ColumnFinding } from "../model/inspection.ts";
import { kindOf } from "./column-kind.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** What a column's profile came to, after so many rows. */
export function columnFinding(profile: ColumnProfile, rows: number): ColumnFinding {
  const { name, filled, distinct, shortest, longest, samples, values } = profile;
  return {
    name,
    filled,
    distinct: Math.min(distinct.count, filled),
    isEstimated: !distinct.isExact,
    isNumeric: profile.numeric > filled / 2,
    shortest: filled === 0 ? 0 : shortest,
    longest,
    kind: kindOf(profile, rows),
    samples: [...samples],
    ...(values !== undefined && { values: [...values.keys()] }),
  };
}

/** What may differ from row to row and still is no key: a street, a name, a postal code. */
const NO_KEY = /(?:addr|street|city|zip|postal|name|mail|phone|mobile|note|text)/i;

/** Columns that are filled in all rows and the same in no two, as far as was counted. */
export function keyColumns(columns: readonly ColumnFinding[], rows: number): string[] {
  if (rows < 2) return [];
  const isKey = ({ name, filled, distinct, isEstimated, kind, samples }: ColumnFinding): boolean =>
    filled === rows &&
    (kind.kind === "text" || kind.kind === "integer") &&
    (isEstimated ? distinct > rows * 0.97 : distinct === rows) &&
    !NO_KEY.test(name) &&
    samples.every((sample) => !/[\s@]/.test(sample));
  return columns.filter(isKey).map(({ name }) => name);
}
