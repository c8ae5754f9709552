import type { CsvSpec } from "../../model/job.ts";

/** A column mapped to this is read and ignored. */
export const IGNORED_COLUMN = "-";

/** The column index of each field path that the job maps a column to. */
export function columnsByPath(columns: readonly string[], csv: CsvSpec): Map<string, number> {
  const columnOf = new Map<string, number>();
  columns.forEach((name, index) => {
    const target = Object.hasOwn(csv.columns, name) ? csv.columns[name] : undefined;
    if (target !== undefined && target !== IGNORED_COLUMN) columnOf.set(target, index);
  });
  return columnOf;
}
