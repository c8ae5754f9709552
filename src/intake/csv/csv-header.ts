import { counted } from "../../base/counted.ts";
import { UsageError } from "../../base/diagnostic.ts";
import type { HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { FixedSpec } from "../../model/input-format.ts";
import type { CsvSpec, InputFile } from "../../model/job.ts";
import { isOfLines } from "../fixed/line-form.ts";
import { FileWindow } from "../files/file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { RowCursor, type RowSteps } from "./row-cursor.ts";
import { splitFields } from "./row-fields.ts";
import type { RowGrammar } from "./row-grammar.ts";
import { BARE_CR } from "../files/sniff-format.ts";
import { SortedRowCursor } from "../join/sorted-row-cursor.ts";
import { textDecodeFor } from "../files/text-decode.ts";

const LF = 10;
const CR = 13;
const BOM_BYTES = [0xef, 0xbb, 0xbf];
const HEADER_BYTES_MAX = 256 * 1024;
/** Rows of a file without a header of which one at least has as many fields as the job names. */
const TRIED_ROWS = 20;

type DelimitedFile = InputFile & { readonly csv: CsvSpec };

/** The columns of a delimited file, and where its rows begin. */
export interface CsvHeader {
  /** A delimiter behind the last field makes no column. */
  readonly columns: readonly string[];
  readonly grammar: RowGrammar;
  /** Whether a row of the file names the columns. */
  readonly isRow: boolean;
  /** 1-based line of the header, or of the first row where there is none. */
  readonly line: number;
  /** Offset of the header in the work file. */
  readonly headerStart: number;
  /** Offset in the work file, and line, of what follows the header. */
  readonly dataStart: number;
  readonly dataLine: number;
}

/** Reads the header of an open work file; throws a `UsageError` if it cannot. */
export function readCsvHeader(
  open: HostFile,
  workBytes: number,
  spec: DelimitedFile,
  isFramed: boolean,
): CsvHeader {
  const window = new FileWindow(open, { start: 0, end: Math.min(workBytes, HEADER_BYTES_MAX) });
  window.slide(0);
  if (isFramed) return framedHeader(window, spec);
  if (isOfLines(spec.foreign)) return describedHeader(window, spec, spec.foreign);
  const line = 1 + (spec.csv.dialect?.skipLines ?? 0);
  const start = headStart(window, spec, line);
  if (start > 0) window.slide(start);
  const cursor = new RowCursor(window, line, grammarOf(spec, 0));
  const names = spec.csv.dialect?.header;
  return names === undefined
    ? headerRow(window, cursor, spec)
    : noHeader(window, cursor, spec, names);
}

/** A sorted or work copy begins with the header, or with a row of numbers in place of one. */
function framedHeader(window: FileWindow, spec: DelimitedFile): CsvHeader {
  const cursor = new SortedRowCursor(window, grammarOf(spec, 0));
  const header = headerRow(window, cursor, spec);
  const names = spec.csv.dialect?.header;
  if (names === undefined) return header;
  return { ...header, isRow: false, columns: names === "numbers" ? header.columns : names };
}

/** The job describes the columns of a fixed-width file, which begins with its first row. */
function describedHeader(
  { bytes }: FileWindow,
  spec: DelimitedFile,
  { fields }: FixedSpec,
): CsvHeader {
  const start = markBytes(bytes);
  return {
    columns: fields.map(({ name }) => name),
    grammar: grammarOf(spec, fields.length),
    isRow: false,
    line: 1,
    headerStart: start,
    dataStart: start,
    dataLine: 1,
  };
}

function headerRow(window: FileWindow, cursor: RowSteps, spec: DelimitedFile): CsvHeader {
  const fields = fieldsHere(window, cursor, spec);
  const { columns, grammar } = columnsOf(fields, spec);
  const text = window.view(cursor.contentStart, cursor.contentEnd).toString("latin1");
  const lineCount = 1 + (text.match(/\n/g)?.length ?? 0);
  return {
    columns,
    grammar,
    isRow: true,
    line: cursor.line,
    headerStart: cursor.start,
    dataStart: cursor.end,
    dataLine: cursor.line + lineCount,
  };
}

/** The columns of a file that does not name them: by the job's names, or as many as fields. */
function noHeader(
  window: FileWindow,
  cursor: RowSteps,
  spec: DelimitedFile,
  names: "numbers" | readonly string[],
): CsvHeader {
  const start = window.base;
  const line = 1 + (spec.csv.dialect?.skipLines ?? 0);
  const found =
    names === "numbers" ? fieldsHere(window, cursor, spec) : namedFields(cursor, spec, names);
  const { columns, grammar } = columnsOf(found, spec);
  const numbers = columns.map((_, index) => String(index + 1));
  return {
    columns: names === "numbers" ? numbers : names,
    grammar,
    isRow: false,
    line,
    headerStart: start,
    dataStart: start,
    dataLine: line,
  };
}

/** Fields of the job's names, if any of the first rows has as many. */
function namedFields(
  cursor: RowSteps,
  { file, csv }: DelimitedFile,
  names: readonly string[],
): readonly string[] {
  const fields = csv.dialect?.trailingDelimiter === true ? [...names, ""] : names;
  const counts: number[] = [];
  let line = 0;
  while (counts.length < TRIED_ROWS && cursor.next()) {
    if (counts.length === 0) line = cursor.line;
    counts.push(cursor.countFields());
  }
  if (counts.length === 0 || counts.includes(fields.length)) return fields;
  const message =
    `the rows have ${counted(counts[0] ?? 0, "field")}, ` +
    `and the job names ${counted(fields.length, "column")}`;
  const hint = "give `header` a name for each column; if the first row is one, leave it out";
  throw new UsageError([inputFinding("input.header", message, { file, line }, hint)]);
}

function fieldsHere(window: FileWindow, row: RowSteps, spec: DelimitedFile): string[] {
  if (!row.next()) throw unreadable(spec, row, "the input file has no header line");
  const bytes = window.view(row.contentStart, row.contentEnd);
  if (endsInBareCr(bytes, grammarOf(spec, 0))) throw bareCr(spec.file);
  const text = textDecodeFor(spec.encoding)(bytes);
  if (row.fault !== "" || text === undefined) {
    const what = "the header line cannot be read: its quotes or bytes are broken";
    throw unreadable(spec, row, what);
  }
  const fields = splitFields(text, grammarOf(spec, 0));
  if (fields.length <= limits.csvColumnsMax) return fields;
  throw unreadable(spec, row, `the header has more than ${limits.csvColumnsMax} columns`);
}

/** Rows have a field more than there are columns where a delimiter follows the last one. */
function columnsOf(
  fields: readonly string[],
  spec: DelimitedFile,
): Pick<CsvHeader, "columns" | "grammar"> {
  const isTrailing = spec.csv.dialect?.trailingDelimiter === true;
  const columns = isTrailing && fields.at(-1) === "" ? fields.slice(0, -1) : fields;
  return { columns, grammar: grammarOf(spec, columns.length + (isTrailing ? 1 : 0)) };
}

function markBytes(bytes: Buffer): number {
  return BOM_BYTES.every((byte, index) => bytes[index] === byte) ? BOM_BYTES.length : 0;
}

/** Where the given line begins, past the byte order mark. */
function headStart(window: FileWindow, spec: DelimitedFile, line: number): number {
  let start = markBytes(window.bytes);
  for (let at = 1; at < line; at += 1) {
    start = window.bytes.indexOf(LF, start) + 1;
    if (start > 0) continue;
    const message = `the job skips ${line - 1} lines, but the file has not so many short ones`;
    const hint = "correct `skip-lines`";
    throw new UsageError([
      inputFinding("input.header", message, { file: spec.file, line: at }, hint),
    ]);
  }
  return start;
}

/** The delimiter and quote of a spec as bytes; `checkMapping` has checked that they are ASCII. */
function grammarOf({ csv, foreign }: DelimitedFile, columnCount: number): RowGrammar {
  const { delimiter, quote, dialect } = csv;
  return {
    delimiter: delimiter.charCodeAt(0),
    quote: quote.charCodeAt(0),
    ...(dialect?.comment !== undefined && { comment: dialect.comment.charCodeAt(0) }),
    columnCount,
    isOwn: foreign !== undefined,
  };
}

/** Whether a CR without an LF ends a line within a supposed header: quoted ones do not. */
function endsInBareCr(bytes: Buffer, { quote }: RowGrammar): boolean {
  let isQuoted = false;
  for (const byte of bytes) {
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === CR && !isQuoted) return true;
  }
  return false;
}

function bareCr(file: string): UsageError {
  return new UsageError([inputFinding("input.format", BARE_CR.message, { file }, BARE_CR.hint)]);
}

function unreadable({ file, csv }: DelimitedFile, { line }: RowSteps, message: string): UsageError {
  const hint =
    csv.dialect?.header === undefined
      ? "the first line must name the columns that the job maps"
      : "without a header the first row must be whole, because it tells how many columns there are";
  const place = { file, line: Math.max(line, 1) };
  return new UsageError([inputFinding("input.header", message, place, hint)]);
}
