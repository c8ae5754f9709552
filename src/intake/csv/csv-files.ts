import type { HostFile } from "../../base/host.ts";
import type { CsvSpec, InputFile, InputSpec } from "../../model/job.ts";
import type { CsvHeader } from "./csv-header.ts";
import { columnsByPath } from "./csv-layout.ts";
import { FileWindow } from "../files/file-window.ts";
import type { WindowRange } from "../files/file-window.ts";
import { GroupCursor } from "../join/group-cursor.ts";
import { JoinMerge } from "../join/join-merge.ts";
import { RowCursor } from "./row-cursor.ts";
import type { RowSteps } from "./row-cursor.ts";
import { RowKeys } from "./row-keys.ts";
import { SortedRowCursor } from "../join/sorted-row-cursor.ts";

/** What is known about a delimited file before its rows are read. */
export interface CsvFile {
  readonly spec: InputFile & { readonly csv: CsvSpec };
  readonly header: CsvHeader;
  readonly isFramed: boolean;
  /** Index of the column with the record's key. */
  readonly keyColumn: number;
}

/** A range of a delimited file, open to be stepped through. */
export interface OpenRows {
  /** The file's name in findings. */
  readonly file: string;
  readonly window: FileWindow;
  readonly rows: RowSteps;
  readonly keys: RowKeys;
}

/** The range's rows; `firstLine` is the line of its first byte. */
export function openRows(
  open: HostFile,
  file: CsvFile,
  range: WindowRange,
  firstLine: number,
): OpenRows {
  const { grammar } = file.header;
  const window = new FileWindow(open, range);
  const rows = file.isFramed
    ? new SortedRowCursor(window, grammar)
    : new RowCursor(window, firstLine, grammar);
  const keys = new RowKeys(window, grammar, file.keyColumn, file.spec.encoding);
  return { file: file.spec.file, window, rows, keys };
}

/** Master and detail rows, joined. */
export interface OpenJoin {
  readonly master: OpenRows;
  readonly details: readonly (OpenRows & { readonly groups: GroupCursor })[];
  readonly merge: JoinMerge;
}

/** Joins the rows of the master, which come first, with those of the detail files. */
export function joinRows(master: OpenRows, details: readonly OpenRows[]): OpenJoin {
  const grouped = details.map((detail) => ({
    ...detail,
    groups: new GroupCursor(detail.file, detail.rows, detail.keys, detail.window),
  }));
  const cursors = grouped.map(({ groups }) => groups);
  return { master, details: grouped, merge: new JoinMerge(master.rows, master.keys, cursors) };
}

/** The specs of an input's delimited files, the master first, with the name of the key column. */
export function csvSpecs(
  input: InputSpec,
): readonly { spec: InputFile & { readonly csv: CsvSpec }; keyColumn: string | undefined }[] {
  const columns = Object.entries(input.csv.columns);
  const masterKey = columns.find(([, target]) => target === input.key)?.[0];
  const details = input.details.map((spec) => ({ spec, keyColumn: spec.keyColumn }));
  return [{ spec: input, keyColumn: masterKey }, ...details];
}

/** The file with its header, against which the job's mapping has been checked. */
export function csvFile(
  spec: InputFile & { readonly csv: CsvSpec },
  keyColumn: string | undefined,
  header: CsvHeader,
  isFramed: boolean,
): CsvFile {
  return { spec, header, isFramed, keyColumn: header.columns.indexOf(keyColumn ?? "") };
}

/** The column of each field path of a file. */
export function fieldColumns(file: CsvFile): ReadonlyMap<string, number> {
  return columnsByPath(file.header.columns, file.spec.csv);
}
