import type { HostFile } from "../../base/host.ts";
import type { CsvSpec, InputFile, InputSpec } from "../../model/job.ts";
import type { CsvHeader } from "./csv-header.ts";
import type { FieldSources } from "../../model/mapping.ts";
import { columnsByPath } from "./csv-layout.ts";
import type { RowMapping } from "./row-builder.ts";
import { FileWindow } from "../files/file-window.ts";
import type { WindowRange } from "../files/file-window.ts";
import { type TextDecode, textDecodeFor } from "../files/text-decode.ts";
import { isOfLines, type LineForm, lineForm } from "../fixed/line-form.ts";
import { LineKeys, LineRows } from "./line-rows.ts";
import { GroupCursor } from "../join/group-cursor.ts";
import { JoinMerge } from "../join/join-merge.ts";
import { RowCursor } from "./row-cursor.ts";
import type { RowSteps } from "./row-cursor.ts";
import { fieldsOf } from "./row-fields.ts";
import { type KeyReader, RowKeys } from "./row-keys.ts";
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
  readonly decode: TextDecode;
  /** Of a fixed-width file that is read as it is. */
  readonly form?: LineForm;
}

/** A range of a delimited file, open to be stepped through. */
export interface OpenRows {
  /** The file's name in findings. */
  readonly file: string;
  readonly window: FileWindow;
  readonly rows: RowSteps;
  readonly keys: KeyReader;
  /** The fields of the current row, if it is whole; undefined if its bytes are no text. */
  readonly fields: () => readonly string[] | undefined;
}

/** The range's rows; `firstLine` is the line of its first byte. */
export function openRows(
  open: HostFile,
  file: CsvFile,
  range: WindowRange,
  firstLine: number,
): OpenRows {
  return rowsOver(new FileWindow(open, range), file, firstLine);
}

/** The rows in a window; `firstLine` is the line of its first byte. */
export function rowsOver(window: FileWindow, file: CsvFile, firstLine: number): OpenRows {
  const { header, spec, keyColumn, form, decode } = file;
  if (form !== undefined) {
    const rows = new LineRows(window, firstLine, form);
    const keys = new LineKeys(window, form, keyColumn);
    return { file: spec.file, window, rows, keys, fields: () => rows.texts() };
  }
  const { grammar } = header;
  const rows = file.isFramed
    ? new SortedRowCursor(window, grammar)
    : new RowCursor(window, firstLine, grammar);
  const keys = new RowKeys(window, grammar, keyColumn, spec.encoding);
  const fields = (): readonly string[] | undefined => {
    const text = decode(window.view(rows.contentStart, rows.contentEnd));
    return text === undefined ? undefined : fieldsOf(text, rows.isQuoted, grammar);
  };
  return { file: spec.file, window, rows, keys, fields };
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
  const { foreign } = spec;
  return {
    spec,
    header,
    isFramed,
    decode: textDecodeFor(spec.encoding),
    ...(!isFramed && isOfLines(foreign) && { form: lineForm(foreign) }),
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
