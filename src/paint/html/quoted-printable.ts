import type { ByteSink } from "./byte-sink.ts";

/** A line's last column is kept for the sign of a soft break (RFC 2045, 6.7, rule 5). */
const LINE_LENGTH_MAX = 75;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const EQUALS = 61;

const HEX = new TextEncoder().encode("0123456789ABCDEF");
const encoder = new TextEncoder();

/** 1 for the bytes that may stand for themselves anywhere in a line. */
const LITERAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > SPACE && byte < 127 && byte !== EQUALS ? 1 : 0,
);

/** 1 for the bytes that may stand for themselves within a line: literal ones and blanks. */
const INNER = LITERAL.slice();
INNER[SPACE] = 1;
INNER[TAB] = 1;

/**
 * Appends a text in quoted-printable UTF-8 (RFC 2045, 6.7): lines of at most 76 characters, line
 * ends as CRLF, spaces at a line's end escaped, no line that a mail server could take for the
 * message's end.
 */
export function writeQuotedPrintable(sink: ByteSink, text: string): void {
  const bytes = encoder.encode(text);
  // Three characters a byte at most, and a soft break of three for every line.
  const out = new Uint8Array(Math.ceil((bytes.length * 3 * 76) / 72) + 3);
  let column = 0;
  let end = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    // Most bytes are plain ones within a line: copied by the run, in a loop that does nothing else.
    const runEnd = column === 0 ? index : innerRunEnd(bytes, index, LINE_LENGTH_MAX - column);
    column += runEnd - index;
    while (index < runEnd) out[end++] = bytes[index++] as number;
    if (index === bytes.length) break;
    const byte = bytes[index] as number;
    if (isLineEnd(bytes, index)) {
      if (byte === CR) index += 1;
      end = putLineEnd(out, end);
      column = 0;
      continue;
    }
    let isLiteral = LITERAL[byte] === 1 || isInnerSpace(bytes, index);
    if (column + (isLiteral ? 1 : 3) > LINE_LENGTH_MAX) {
      out[end] = EQUALS;
      end = putLineEnd(out, end + 1);
      column = 0;
    }
    // A dot or `From ` at a line's start is altered on the way by some servers.
    if (column === 0 && (byte === 46 || byte === 70)) isLiteral = false;
    if (isLiteral) out[end] = byte;
    else putEscaped(out, end, byte);
    end += isLiteral ? 1 : 3;
    column += isLiteral ? 1 : 3;
  }
  sink.bytes(out.subarray(0, end));
}

/** Where the run of plain bytes from `start` ends; what a line's end follows is no inner blank. */
function innerRunEnd(bytes: Uint8Array, start: number, countMax: number): number {
  const limit = Math.min(bytes.length, start + countMax);
  let end = start;
  while (end < limit && INNER[bytes[end] as number] === 1) end += 1;
  if (end === start || LITERAL[bytes[end - 1] as number] === 1) return end;
  return end === bytes.length || isLineEnd(bytes, end) ? end - 1 : end;
}

function isLineEnd(bytes: Uint8Array, index: number): boolean {
  return bytes[index] === LF || (bytes[index] === CR && bytes[index + 1] === LF);
}

/** A space or tab that does not end its line. */
function isInnerSpace(bytes: Uint8Array, index: number): boolean {
  if (bytes[index] !== SPACE && bytes[index] !== TAB) return false;
  return index + 1 < bytes.length && !isLineEnd(bytes, index + 1);
}

function putLineEnd(out: Uint8Array, at: number): number {
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
}

function putEscaped(out: Uint8Array, at: number, byte: number): void {
  out[at] = EQUALS;
  out[at + 1] = HEX[byte >> 4] as number;
  out[at + 2] = HEX[byte & 15] as number;
}
