import { UsageError } from "../../base/diagnostic.ts";
import type { HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { CsvSpec, InputFile } from "../../model/job.ts";
import { FileWindow } from "../files/file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { RowCursor } from "./row-cursor.ts";
import { splitFields } from "./row-fields.ts";
import type { RowGrammar } from "./row-grammar.ts";
import { BARE_CR } from "../files/sniff-format.ts";
import { SortedRowCursor } from "../join/sorted-row-cursor.ts";
import { textDecodeFor } from "../files/text-decode.ts";

const CR = 13;
const BOM_BYTES = [0xef, 0xbb, 0xbf];
const HEADER_BYTES_MAX = 256 * 1024;

/** The header of a delimited file, and where the rows after it begin. */
export interface CsvHeader {
  readonly columns: readonly string[];
  readonly grammar: RowGrammar;
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
  spec: InputFile & { readonly csv: CsvSpec },
  isSorted: boolean,
): CsvHeader {
  const grammar = grammarOf(spec.csv, 0);
  const end = Math.min(workBytes, HEADER_BYTES_MAX);
  const window = new FileWindow(open, { start: 0, end });
  window.slide(0);
  const bomBytes = BOM_BYTES.every((byte, index) => window.bytes[index] === byte) ? 3 : 0;
  if (bomBytes > 0) window.slide(bomBytes);
  const row = isSorted ? new SortedRowCursor(window, grammar) : new RowCursor(window, 1, grammar);
  if (!row.next()) throw unreadable(spec.file, "the input file has no header line");
  const bytes = window.view(row.contentStart, row.contentEnd);
  if (endsInBareCr(bytes, grammar)) throw bareCr(spec.file);
  const text = textDecodeFor(spec.encoding)(bytes);
  if (row.fault !== "" || text === undefined)
    throw unreadable(spec.file, "the header line cannot be read: its quotes or bytes are broken");
  const columns = splitFields(text, grammar);
  if (columns.length > limits.csvColumnsMax)
    throw unreadable(spec.file, `the header has more than ${limits.csvColumnsMax} columns`);
  const lineCount = 1 + (text.match(/\n/g)?.length ?? 0);
  return {
    columns,
    grammar: grammarOf(spec.csv, columns.length),
    headerStart: row.start,
    dataStart: row.end,
    dataLine: row.line + lineCount,
  };
}

/** The delimiter and quote of a spec as bytes; `checkMapping` has checked that they are ASCII. */
function grammarOf(csv: CsvSpec, columnCount: number): RowGrammar {
  return {
    delimiter: csv.delimiter.charCodeAt(0),
    quote: csv.quote.charCodeAt(0),
    columnCount,
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

function unreadable(file: string, message: string): UsageError {
  const hint = "the first line must name the columns that the job maps";
  return new UsageError([inputFinding("input.header", message, { file, line: 1 }, hint)]);
}
