import type { Diagnostic } from "../../base/diagnostic.ts";
import type { InputSpec, TotalPlace, TrailerSpec } from "../../model/job.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { CsvFile } from "../csv/csv-files.ts";
import { valueAtPath } from "../json/field-path.ts";
import { FileWindow, readRange } from "../files/file-window.ts";
import type { ForeignTrailer } from "../copy/foreign-source.ts";
import { FramedCursor } from "../copy/framed-cursor.ts";
import type { WorkCopy } from "../copy/work-copy.ts";
import { type FindingPlace, inputFinding } from "./input-findings.ts";
import type { OpenInput } from "../files/open-inputs.ts";
import { splitFields } from "../csv/row-fields.ts";
import { membersFault } from "../json/json-members.ts";
import { readTotals, type StatedTotals } from "./stated-totals.ts";
import { textDecodeFor } from "../files/text-decode.ts";

/** A trailer is short, and so is what may follow one. */
const TAIL_BYTES = 64 * 1024;
const LF = 10;
const SPACE = 32;

/** How to look up a place in a line; undefined if the line is not in the format. */
type LineReader = (line: string) => ((place: TotalPlace) => string | undefined) | undefined;

/** The master file without its trailer, and what the trailer states. */
export interface CutTrailer {
  readonly open: OpenInput;
  readonly totals: readonly StatedTotals[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Takes the trailer off the end of the master file, so that nobody reads it as a record. If the
 * last line is not a trailer, the file is truncated or something was appended.
 */
export function cutTrailer(input: InputSpec, open: OpenInput, csv?: CsvFile): CutTrailer {
  const { trailer } = input.expect;
  if (trailer === undefined) return { open, totals: [], findings: [] };
  if (open.copy?.trailer !== undefined) return statedIn(open, trailer, open.copy.trailer);
  const read = csv === undefined ? readJsonLine : csvLineReader(csv);
  const lines =
    open.copy === undefined
      ? tailLines(input, open, csv?.header.dataStart ?? open.bomBytes)
      : lastRows(open, open.copy);
  const last = lines.at(-1);
  const lookup = last && lookupIn(trailer, read, last.text);
  if (last === undefined || lookup === undefined) {
    const isCovered = lines.some(({ text }) => lookupIn(trailer, read, text) !== undefined);
    return { open, totals: [], findings: [isCovered ? covered(input) : cutOff(input)] };
  }
  return statedBy({ ...open, dataEnd: last.start }, trailer, last.place, lookup);
}

/** A trailer that the reader of the format has told from the records. */
function statedIn(open: OpenInput, trailer: TrailerSpec, found: ForeignTrailer): CutTrailer {
  const lookup = (place: TotalPlace): string | undefined =>
    Object.hasOwn(found, place) ? found[place] : undefined;
  return statedBy(open, trailer, {}, lookup);
}

function statedBy(
  open: OpenInput,
  trailer: TrailerSpec,
  at: Pick<FindingPlace, "line" | "byteOffset">,
  lookup: (place: TotalPlace) => string | undefined,
): CutTrailer {
  const place = { file: open.spec.file, ...at };
  const code = "input.trailer" as const;
  const { totals, findings } = readTotals({ by: "the trailer", place, code, at: lookup }, trailer);
  return { open, totals: [totals], findings };
}

function lookupIn(
  { at, marker }: TrailerSpec,
  read: LineReader,
  line: string,
): ReturnType<LineReader> {
  const lookup = read(line);
  return lookup?.(at)?.trim() === marker ? lookup : undefined;
}

interface TailLine {
  /** Offset in the work file. */
  readonly start: number;
  /** In the sender's file. */
  readonly place: Pick<FindingPlace, "line" | "byteOffset">;
  readonly text: string;
}

/** The last rows of a work copy. */
function lastRows({ source }: OpenInput, { lastRows: [first], dataEnd }: WorkCopy): TailLine[] {
  const lines: TailLine[] = [];
  if (first === undefined) return lines;
  const window = new FileWindow(source, { start: first, end: dataEnd });
  const rows = new FramedCursor(window);
  while (rows.next()) {
    const { start, line, byteOffset, contentStart, contentEnd } = rows;
    const text = window.view(contentStart, contentEnd).toString("utf8");
    lines.push({ start, place: { line, byteOffset }, text });
  }
  return lines;
}

/** The last lines that are not blank; the first of them may be partial. */
function tailLines(input: InputSpec, open: OpenInput, dataStart: number): TailLine[] {
  const from = Math.max(dataStart, open.dataEnd - TAIL_BYTES);
  const bytes = readRange(open.source, from, open.dataEnd);
  const decode = textDecodeFor(input.encoding);
  const lines: TailLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const text = decode(bytes.subarray(start, end))?.trimEnd() ?? "\uFFFD";
    if (bytes.subarray(start, end).some((byte) => byte > SPACE))
      lines.push({ start: from + start, place: { byteOffset: from + start }, text });
    start = end + 1;
  }
  return lines;
}

function csvLineReader({ header }: CsvFile): LineReader {
  return (line) => {
    const fields = splitFields(line, header.grammar);
    return (place) => fields[typeof place === "number" ? place - 1 : header.columns.indexOf(place)];
  };
}

function readJsonLine(line: string): ReturnType<LineReader> {
  const value = parsed(line);
  if (!isPlainObject(value) || membersFault(line, value) !== "") return undefined;
  return (place) => {
    const found = valueAtPath(value, String(place).split("."));
    return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
  };
}

function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

function cutOff({ file }: InputSpec): Diagnostic {
  const message = "the file does not end with its trailer: it is truncated, or not complete yet";
  return inputFinding("input.no-trailer", message, { file }, "request it again from its sender");
}

function covered({ file }: InputSpec): Diagnostic {
  const message = "there are lines after the trailer: something was appended to the file";
  return inputFinding("input.trailer", message, { file }, "request it again from its sender");
}
