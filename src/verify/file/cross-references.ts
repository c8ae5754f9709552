import type { HashedFile } from "./hashed-file.ts";
import { type PdfDictionary, PdfReference, PdfSyntax, type PdfValue } from "./pdf-syntax.ts";

const TAIL_BYTES = 1024;
/** A line of a classic cross-reference table (ISO 32000-1, 7.5.4). */
const LINE_BYTES = 20;
const LINES_AT_ONCE = 3000;
const FREE_LINE = "0000000000 65535 f \n";
const OFFSET_DIGITS = 10;
/** What follows the offset of an object in use. */
const IN_USE = Buffer.from(" 00000 n \n", "latin1");

/** Where the objects of a PDF file are, and what its trailer refers to. */
export interface CrossReferences {
  /** By object number; there is no object 0. */
  readonly offsets: Float64Array;
  readonly tableAt: number;
  readonly trailer: PdfDictionary;
  readonly rootId: number;
  readonly infoId: number;
}

/**
 * Reads the trailer and the classic cross-reference table (ISO 32000-1, 7.5.4 and 7.5.5): one table
 * with one section over all objects, with only the first one free. Returns a sentence if they are
 * broken.
 */
export function readCrossReferences(file: HashedFile): CrossReferences | string {
  const tailAt = Math.max(0, file.sizeBytes - TAIL_BYTES);
  const tail = file.beside(tailAt, TAIL_BYTES).toString("latin1");
  const end = /startxref\n(\d{1,15})\n%%EOF\n$/.exec(tail);
  if (end === null) return "The file does not end as a PDF file does.";
  const tableAt = Number(end[1]);
  const head = /^xref\n0 (\d{1,10})\n/.exec(file.beside(tableAt, 64).toString("latin1"));
  if (head === null) return "The cross-reference table is not where the end of the file says.";
  const count = Number(head[1]);
  const linesAt = tableAt + head[0].length;
  const trailerAt = linesAt + count * LINE_BYTES;
  const endAt = tailAt + end.index;
  if (count < 1 || trailerAt > endAt) return "The cross-reference table is cut.";
  const offsets = readLines(file, linesAt, count, tableAt);
  if (typeof offsets === "string") return offsets;
  const trailer = readTrailer(file, trailerAt, endAt);
  if (trailer?.get("Size") !== count)
    return "The trailer and the table differ in the number of objects.";
  const [rootId, infoId] = [idOf(trailer.get("Root")), idOf(trailer.get("Info"))];
  if (rootId === 0) return "The trailer names no catalog.";
  return { offsets, tableAt, trailer, rootId, infoId };
}

function readLines(
  file: HashedFile,
  linesAt: number,
  count: number,
  tableAt: number,
): Float64Array | string {
  const offsets = new Float64Array(count);
  for (let first = 0; first < count; first += LINES_AT_ONCE) {
    const lines = Math.min(LINES_AT_ONCE, count - first);
    const bytes = file.beside(linesAt + first * LINE_BYTES, lines * LINE_BYTES);
    if (bytes.length < lines * LINE_BYTES) return "The cross-reference table is cut.";
    const broken = takeOffsets(bytes, offsets.subarray(first, first + lines), first === 0, tableAt);
    if (broken >= 0) return `Line ${first + broken + 1} of the cross-reference table is broken.`;
  }
  return offsets;
}

/** Fills in the offsets of as many lines; returns the index of one that is broken, or -1. */
function takeOffsets(
  bytes: Buffer,
  offsets: Float64Array,
  hasFree: boolean,
  tableAt: number,
): number {
  if (hasFree && bytes.toString("latin1", 0, LINE_BYTES) !== FREE_LINE) return 0;
  for (let index = hasFree ? 1 : 0; index < offsets.length; index += 1) {
    const offset = offsetIn(bytes, index * LINE_BYTES);
    if (offset < 0 || offset >= tableAt) return index;
    offsets[index] = offset;
  }
  return -1;
}

/** The offset in a line of the table, or -1. */
function offsetIn(bytes: Buffer, at: number): number {
  let offset = 0;
  for (let index = at; index < at + OFFSET_DIGITS; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    offset = offset * 10 + digit;
  }
  for (let index = 0; index < IN_USE.length; index += 1)
    if (bytes[at + OFFSET_DIGITS + index] !== IN_USE[index]) return -1;
  return offset;
}

function readTrailer(file: HashedFile, at: number, endAt: number): PdfDictionary | undefined {
  if (endAt - at > TAIL_BYTES) return undefined;
  const syntax = new PdfSyntax();
  const bytes = file.beside(at, endAt - at);
  syntax.open(bytes);
  if (!syntax.takes("trailer")) return undefined;
  const value = syntax.value();
  // Nothing but the end of its line may follow it.
  const isAll = !syntax.failed && syntax.at === bytes.length - 1;
  return value instanceof Map && isAll ? value : undefined;
}

/**
 * The object that a value refers to; 0 if it refers to none, for example with another generation.
 */
export function idOf(value: PdfValue | undefined): number {
  return value instanceof PdfReference && value.generation === 0 ? value.id : 0;
}
