import type { HostFile } from "../../base/host.ts";
import type { CsvSpec, InputFile, InputSpec } from "../../model/job.ts";
import type { CsvHeader } from "./csv-header.ts";
import type { FieldSources } from "../../model/mapping.ts";
import { columnsByPath } from "./csv-layout.ts";
import type { RowMapping } from "./row-builder.ts";
import { FileWindow } from "../files/file-window.ts";
import type { WindowRange } from "../files/file-window.ts";
import { GroupCursor } from "../join/group-cursor.ts";
import { JoinMerge } from "../join/join-merge.ts";
import { RowCursor } from "./row-cursor.ts";
import type { RowSteps } from "./row-cursor.ts";
import { RowKeys } from "./row-keys.ts";
import { SortedRowCursor } from "../join/sorted-row-cursor.ts";

const NO_COLUMN = -1;

/** A delimited file of an input: its master, or one of its detail files. */
export type DelimitedSpec = InputFile & {
  readonly csv: CsvSpec;
  readonly fields?: FieldSources;
};

/** What is known about a delimited file before its rows are read. */
export interface CsvFile {
  readonly spec: DelimitedSpec;
  readonly header: CsvHeader;
  readonly isFramed: boolean;
  /** Index of the column with the record's key; -1 if no one column has it. */
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
): readonly { spec: DelimitedSpec; keyColumn: string | undefined }[] {
  const masterKey = keyColumnOf(input);
  const details = input.details.map((spec) => ({ spec, keyColumn: spec.keyColumn }));
  return [{ spec: input, keyColumn: masterKey }, ...details];
}

/** The column that the records' key is read from; undefined if no one column has it. */
export function keyColumnOf({ key, csv, fields }: InputSpec): string | undefined {
  const source = fields?.[key]?.source;
  if (source !== undefined) return source.kind === "column" ? source.column : undefined;
  return Object.entries(csv.columns).find(([, target]) => target === key)?.[0];
}

/** The file with its header, against which the job's mapping has been checked. */
export function csvFile(
  spec: DelimitedSpec,
  keyColumn: string | undefined,
  header: CsvHeader,
  isFramed: boolean,
): CsvFile {
  return {
    spec,
    header,
    isFramed,
    keyColumn: keyColumn === undefined ? NO_COLUMN : header.columns.indexOf(keyColumn),
  };
}

/** Which columns of a file's rows fill which fields. */
export function rowMapping({ header, spec }: CsvFile): RowMapping {
  return {
    columnOf: columnsByPath(header.columns, spec.csv),
    sources: spec.fields ?? {},
    columnNamed: new Map(header.columns.map((name, index) => [name, index])),
  };
}
