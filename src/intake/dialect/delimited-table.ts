import { counted } from "../../base/counted.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { DelimitedSpec } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile, ForeignRow, ForeignTable } from "../copy/foreign-source.ts";
import { FileWindow, readRange } from "../files/file-window.ts";
import { DialectReader, type DialectRow } from "./read-rows.ts";

const LF = 10;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);
const CHUNK_BYTES = 1024 * 1024;
const PREAMBLE_BYTES_MAX = 256 * 1024;

/** Reads a delimited file of an unusual dialect as rows. */
export function delimitedTable(spec: DelimitedSpec, file: ForeignFile): ForeignTable {
  const start = startOf(spec, file);
  const { columns, rowsAt } = headAt(spec, file, start);
  if (columns.length > limits.csvColumnsMax) throw tooMany(file, start.line);
  const reader = readerAt(spec, file, rowsAt);
  reader.fieldCount = columns.length + (spec.trailingDelimiter === true ? 1 : 0);
  const batches = async function* (): AsyncGenerator<readonly ForeignRow[]> {
    for (let rows = reader.next(); rows !== undefined; rows = reader.next())
      yield rows.map((row) => shaped(row, columns.length, spec));
  };
  return { form: "rows", columns, batches };
}

/** A place in the file between two lines. */
interface LineStart {
  readonly at: number;
  readonly line: number;
}

/** Past the order mark and the lines to skip. */
function startOf({ skipLines = 0 }: DelimitedSpec, file: ForeignFile): LineStart {
  const marked = readRange(file.open, 0, BOM.length).equals(BOM);
  const start = marked ? BOM.length : 0;
  const end = Math.min(file.sizeBytes, PREAMBLE_BYTES_MAX);
  const bytes = skipLines === 0 ? BOM : readRange(file.open, 0, end);
  let at = start;
  for (let line = 1; line <= skipLines; line += 1) {
    at = bytes.indexOf(LF, at) + 1;
    if (at === 0) throw tooFewLines(file, skipLines, line);
  }
  return { at, line: skipLines + 1 };
}

function readerAt(spec: DelimitedSpec, file: ForeignFile, { at, line }: LineStart): DialectReader {
  const range = { start: at, end: file.sizeBytes, chunkBytes: CHUNK_BYTES };
  return new DialectReader(spec, new FileWindow(file.open, range), line);
}

interface TableHead {
  readonly columns: readonly string[];
  readonly rowsAt: LineStart;
}

function headAt(spec: DelimitedSpec, file: ForeignFile, start: LineStart): TableHead {
  const { header } = spec;
  if (header !== undefined && header !== "numbers") return { columns: header, rowsAt: start };
  const first = firstRow(readerAt(spec, file, start));
  if (first === undefined || first.fault !== undefined) throw noHead(file, first, header);
  const isTrailing = spec.trailingDelimiter === true && first.fields.at(-1) === "";
  const fields = isTrailing ? first.fields.slice(0, -1) : first.fields;
  if (header === undefined) return { columns: fields, rowsAt: pastRow(file, first) };
  return { columns: fields.map((_, index) => String(index + 1)), rowsAt: start };
}

function firstRow(reader: DialectReader): DialectRow | undefined {
  let rows = reader.next();
  while (rows?.length === 0) rows = reader.next();
  return rows?.[0];
}

function pastRow(file: ForeignFile, { place }: DialectRow): LineStart {
  const end = place.byteOffset + place.sizeBytes;
  const lineEnd = readRange(file.open, end, Math.min(end + 2, file.sizeBytes));
  const bytes = readRange(file.open, place.byteOffset, end);
  const lineCount = bytes.toString("latin1").split("\n").length;
  return { at: end + lineEnd.indexOf(LF) + 1, line: place.line + lineCount };
}

/** The row with a field for each column; at fault unless the job says how to get there. */
function shaped(row: DialectRow, columnCount: number, spec: DelimitedSpec): ForeignRow {
  const { fields, place, fault } = row;
  const isTrailing = spec.trailingDelimiter === true;
  const ends = isTrailing && fields.length > columnCount && fields[columnCount] === "";
  const own = ends && fields.length === columnCount + 1 ? fields.slice(0, -1) : fields;
  const whole =
    own.length === columnCount
      ? own
      : Array.from({ length: columnCount }, (_, index) => own[index] ?? "");
  if (fault !== undefined) return { fields: whole, place, fault };
  const isShort = own.length < columnCount && spec.fillsShortRows !== true;
  const isLong = own.length > columnCount && spec.cutsLongRows !== true;
  const isBare = isTrailing && own === fields && own.length === columnCount;
  if (!isShort && !isLong && !(isBare && spec.fillsShortRows !== true))
    return { fields: whole, place };
  const key = isLong ? "`long-rows: cut`" : "`short-rows: fill`";
  const message =
    `the row has ${counted(fields.length, "field")} where ${columnCount + (isTrailing ? 1 : 0)} ` +
    `belong: it may be torn; if it is right, say ${key} in \`dialect\``;
  return { fields: whole, place, fault: { code: "data.field-count", message } };
}

function tooFewLines({ file }: ForeignFile, skipLines: number, line: number): UsageError {
  const message = `the job skips ${skipLines} lines, but the file has not so many short ones`;
  const hint = "correct `skip-lines`";
  return new UsageError([inputFinding("input.header", message, { file, line }, hint)]);
}

function tooMany({ file }: ForeignFile, line: number): UsageError {
  const message = `the header has more than ${limits.csvColumnsMax} columns`;
  const hint = "check that it is the right file with the delimiter that the job declares";
  return new UsageError([inputFinding("input.header", message, { file, line, column: 1 }, hint)]);
}

function noHead(
  { file }: ForeignFile,
  row: DialectRow | undefined,
  header: DelimitedSpec["header"],
): UsageError {
  const message =
    row === undefined
      ? "the input file has no header line"
      : "the header line cannot be read: its quotes or bytes are broken";
  const hint =
    header === undefined
      ? "the first line must name the columns that the job maps"
      : "without a header the first row must be whole, because it tells how many columns there are";
  const place = { file, line: row?.place.line ?? 1, column: 1 };
  return new UsageError([inputFinding("input.header", message, place, hint)]);
}
