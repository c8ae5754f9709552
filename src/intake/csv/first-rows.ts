import type { HostFile } from "../../base/host.ts";
import type { WindowRange } from "../files/file-window.ts";
import { type CsvFile, openRows } from "./csv-files.ts";

/** Where few rows are asked for, as much as those of a usual file take is read at a time. */
export const FEW_ROWS_BYTES = 64 * 1024;
/** So many rows are read for each that is wanted, if some are broken. */
const TRIES = 10;

/** The first whole rows of a range of a delimited file, up to `rowsMax`. */
export function firstRows(
  open: HostFile,
  file: CsvFile,
  { start, end }: WindowRange,
  rowsMax: number,
): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const range = { start, end, chunkBytes: FEW_ROWS_BYTES };
  const { rows, fields } = openRows(open, file, range, 1);
  const { columnCount } = file.header.grammar;
  for (let count = 0; count < rowsMax * TRIES && found.length < rowsMax; count += 1) {
    if (!rows.next()) break;
    if (rows.fault !== "" || rows.countFields() !== columnCount) continue;
    const row = fields();
    if (row !== undefined) found.push(row);
  }
  return found;
}
