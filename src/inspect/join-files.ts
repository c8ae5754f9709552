import type { FileFinding, JoinFinding } from "../model/inspection.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** A file together with the values of its columns, as hashes. */
export interface LookedFile {
  readonly finding: FileFinding;
  readonly profiles: readonly ColumnProfile[];
}

const MATCH_MIN = 0.9;
const VALUES_MIN = 2;

/**
 * Which file's rows belong to which other's records: of each file, the column whose values most
 * are keys of another file.
 */
export function joinFiles(files: readonly LookedFile[]): JoinFinding[] {
  return files.flatMap((detail) => {
    const joins = files
      .filter((master) => master !== detail)
      .flatMap((master) => joinsTo(detail, master))
      .sort((a, b) => b.matched / b.compared - a.matched / a.compared || b.compared - a.compared);
    return joins.slice(0, 1);
  });
}

function joinsTo(detail: LookedFile, master: LookedFile): JoinFinding[] {
  const keys = master.profiles.filter(({ name }) => master.finding.keys.includes(name));
  // Rows of a detail file repeat the key, or are as many as the records.
  const columns = detail.profiles.filter(({ distinct }) => distinct.count >= VALUES_MIN);
  return keys.flatMap((key) =>
    columns.flatMap((column): JoinFinding[] => {
      if (!key.distinct.isExact || !column.distinct.isExact) return [];
      const known = key.distinct.hashes;
      const own = [...column.distinct.hashes];
      const matched = own.filter((hash) => known.has(hash)).length;
      if (matched < own.length * MATCH_MIN || isReverse(detail, master, column)) return [];
      return [
        {
          detailFile: detail.finding.file,
          detailColumn: column.name,
          masterFile: master.finding.file,
          masterColumn: key.name,
          matched,
          compared: own.length,
        },
      ];
    }),
  );
}

/** Of two files with the same keys, the one with fewer rows is the master; of equals the first. */
function isReverse(detail: LookedFile, master: LookedFile, column: ColumnProfile): boolean {
  if (!detail.finding.keys.includes(column.name)) return false;
  return detail.finding.rows <= master.finding.rows && detail.finding.file < master.finding.file;
}
