import { UsageError } from "../../base/diagnostic.ts";
import type { ParquetSpec } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type {
  ForeignFault,
  ForeignFile,
  ForeignRecord,
  ForeignRow,
  ForeignSource,
} from "../copy/foreign-source.ts";
import { valueAtPath } from "../json/field-path.ts";
import { readRange } from "../files/file-window.ts";
import { structOf, unreadable, type BadField, type ColumnField } from "./column-tree.ts";
import { ParquetFile, type ParquetRow } from "./parquet-file.ts";

const MAGIC = "PAR1";

/** Opens a Parquet file as rows of its plain columns, or as records with all that is nested. */
export async function parquetSource(spec: ParquetSpec, file: ForeignFile): Promise<ForeignSource> {
  checkMagic(file);
  const parquet = await guarded(file, () => ParquetFile.open(file));
  const wanted =
    spec.form === "rows" ? wantedFields(parquet.fields, file.columns ?? []) : parquet.fields;
  for (const { node } of wanted) {
    const path = unreadable(node);
    if (path !== undefined) throw noText(file, path);
  }
  const batches = guardedRows(file, parquet, wanted);
  return spec.form === "records"
    ? { form: "records", batches: () => batches((row, line) => recordOf(wanted, row, line)) }
    : rowsOf(wanted, file.columns ?? [], batches);
}

type Batches = <T>(make: (row: ParquetRow, line: number) => T) => AsyncIterable<readonly T[]>;

function guardedRows(
  file: ForeignFile,
  parquet: ParquetFile,
  fields: readonly ColumnField[],
): Batches {
  return async function* (make) {
    let line = 0;
    const rows = parquet.rows(fields);
    for (;;) {
      const next = await guarded(file, () => rows.next());
      if (next.done === true) return;
      yield next.value.map((row) => make(row, (line += 1)));
    }
  };
}

function recordOf(fields: readonly ColumnField[], row: ParquetRow, line: number): ForeignRecord {
  const bad: BadField[] = [];
  const value = structOf(fields, row, (found) => bad.push(found));
  return { value, place: { line, byteOffset: 0, sizeBytes: 0 }, ...faultOf(bad, line) };
}

function rowsOf(
  fields: readonly ColumnField[],
  wanted: readonly string[],
  batches: Batches,
): ForeignSource {
  const columns = wanted.length > 0 ? wanted : fields.map(({ name }) => name);
  const present = columns.filter((column) => hasColumn(fields, column.split(".")));
  const paths = present.map((column) => column.split("."));
  const rowOf = (row: ParquetRow, line: number): ForeignRow => {
    const { value, ...rest } = recordOf(fields, row, line);
    const texts = paths.map((path) => valueAtPath(value, path));
    return { ...rest, fields: texts.map((text) => (typeof text === "string" ? text : "")) };
  };
  return { form: "rows", columns: present, batches: () => batches(rowOf) };
}

function hasColumn(fields: readonly ColumnField[], [name, ...rest]: readonly string[]): boolean {
  const node = fields.find((field) => field.name === name)?.node;
  if (node === undefined || node.kind === "list") return false;
  if (node.kind === "leaf") return rest.length === 0;
  return hasColumn(node.fields, rest);
}

function wantedFields(
  fields: readonly ColumnField[],
  columns: readonly string[],
): readonly ColumnField[] {
  if (columns.length === 0) return fields.filter(({ node }) => node.kind === "leaf");
  const names = new Set(columns.map((column) => column.split(".")[0]));
  return fields.filter(({ name, node }) => names.has(name) && node.kind !== "list");
}

function faultOf([first]: readonly BadField[], line: number): { fault?: ForeignFault } {
  if (first === undefined) return {};
  const { column, problem } = first;
  const message = `${column} ${problem} in row ${line}: correct it`;
  return { fault: { code: "data.wrong-type", column, message } };
}

function checkMagic(file: ForeignFile): void {
  const { open, sizeBytes } = file;
  const head = readRange(open, 0, Math.min(sizeBytes, MAGIC.length)).toString("latin1");
  if (head !== MAGIC)
    throw refusal(file, "input.format", "the file is not Parquet: set the format that it is in");
  const tail = readRange(open, Math.max(0, sizeBytes - MAGIC.length), sizeBytes).toString("latin1");
  if (tail !== MAGIC || sizeBytes < 3 * MAGIC.length)
    throw refusal(file, "input.truncated", "the Parquet file ends early: send it again");
}

/** What the library throws is about the file: it does not say where. */
async function guarded<T>(file: ForeignFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    const reason = error.message.replace(/^parquet\s*/, "");
    throw refusal(
      file,
      "input.format",
      `the Parquet file cannot be read (${reason}): send it again`,
    );
  }
}

function noText(file: ForeignFile, column: string): UsageError {
  const message =
    `the column ${column} has a type that has no text, such as a map or bytes: ` +
    "send it as text, or map other columns alone";
  return refusal(file, "input.format", message);
}

function refusal(
  { file }: ForeignFile,
  code: "input.format" | "input.truncated",
  message: string,
): UsageError {
  return new UsageError([inputFinding(code, message, { file })]);
}
