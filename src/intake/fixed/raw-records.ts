import { counted } from "../../base/counted.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { RecordFraming } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFault, ForeignFile, ForeignPlace } from "../copy/foreign-source.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { FileWindow, readRange } from "../files/file-window.ts";
import { LineCursor } from "../files/line-cursor.ts";
import { lineFault } from "./line-fault.ts";
import { prefixedRecords } from "./prefixed-records.ts";

/** A record before its fields are read. */
export interface RawRecord {
  /** Valid until the next record is read. */
  readonly bytes: Buffer;
  readonly place: ForeignPlace;
  readonly fault?: ForeignFault;
}

const LF = 10;
const CR = 13;
/** The end of a file in the world of CP/M. */
const SUBSTITUTE = 0x1a;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);

/** The records of a file, one after the other. */
export function rawRecords(
  file: ForeignFile,
  framing: RecordFraming,
  { isEbcdic }: RecordDecode,
): Iterable<RawRecord> {
  const { hasLineEnds, recordBytes, prefix } = framing;
  if (prefix !== undefined) return prefixedRecords(file, prefix);
  if (!hasLineEnds && recordBytes !== undefined) return blocks(file, recordBytes);
  if (isEbcdic) throw noLines(file);
  return lines(file, recordBytes);
}

function* lines(file: ForeignFile, recordBytes: number | undefined): Iterable<RawRecord> {
  const start = readRange(file.open, 0, BOM.length).equals(BOM) ? BOM.length : 0;
  const window = new FileWindow(file.open, { start, end: file.sizeBytes });
  const cursor = new LineCursor(window, 1);
  while (cursor.next()) {
    const { line, byteOffset, sizeBytes } = cursor;
    const place = { line, byteOffset, sizeBytes };
    const fault = lineFault(sizeBytes, recordBytes);
    const kept = Math.min(sizeBytes, limits.csvRowBytesMax);
    const bytes = window.view(byteOffset, byteOffset + kept);
    yield fault === undefined ? { bytes, place } : { bytes, place, fault };
  }
}

function* blocks(file: ForeignFile, recordBytes: number): Iterable<RawRecord> {
  const end = file.sizeBytes - endBytes(file, recordBytes);
  const window = new FileWindow(file.open, { start: 0, end });
  for (let at = 0, line = 1; at < end; at += recordBytes, line += 1) {
    window.reach(at, at + recordBytes);
    const bytes = window.view(at, at + recordBytes);
    yield { bytes, place: { line, byteOffset: at, sizeBytes: recordBytes } };
  }
}

/** The size of what may follow the last record; throws if anything else does. */
function endBytes({ file, open, sizeBytes }: ForeignFile, recordBytes: number): number {
  const rest = sizeBytes % recordBytes;
  const tail = readRange(open, sizeBytes - rest, sizeBytes);
  if (tail.every((byte) => byte === LF || byte === CR || byte === SUBSTITUTE)) return rest;
  const next = readRange(open, recordBytes, recordBytes + 1)[0];
  const records = `records of ${counted(recordBytes, "byte")}`;
  const size = counted(sizeBytes, "byte");
  const message = `the file has ${size}, which is not a whole number of ${records}`;
  const hint =
    next === LF || next === CR
      ? "line ends follow the records: set `line-ends: true`"
      : "correct `record-bytes`, or request the file again: its last record is torn";
  const place = { file, byteOffset: sizeBytes - rest };
  throw new UsageError([inputFinding("input.truncated", message, place, hint)]);
}

function noLines({ file }: ForeignFile): UsageError {
  const message = "records in EBCDIC have no line ends that are told from binary numbers";
  const hint =
    "state their size with `record-bytes`, or `prefix: rdw` if their length precedes them";
  return new UsageError([inputFinding("input.format", message, { file }, hint)]);
}
