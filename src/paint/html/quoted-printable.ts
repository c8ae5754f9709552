import { ByteSink } from "./byte-sink.ts";

/** A line's last column is kept for the sign of a soft break (RFC 2045, 6.7, rule 5). */
const LINE_LENGTH_MAX = 75;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const EQUALS = 61;

const HEX = new TextEncoder().encode("0123456789ABCDEF");
/** 1 for the bytes that may stand for themselves anywhere in a line. */
const LITERAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > SPACE && byte < 127 && byte !== EQUALS ? 1 : 0,
);

/** 1 for the bytes that may stand for themselves within a line: literal ones and blanks. */
const INNER = LITERAL.slice();
INNER[SPACE] = 1;
INNER[TAB] = 1;

/** 1 for the bytes that are escaped wherever they are; line ends and blanks may be, too. */
const ESCAPED = LITERAL.map((isLiteral, byte) =>
  isLiteral === 1 || byte === SPACE || byte === TAB || byte === LF || byte === CR ? 0 : 1,
);

/** The UTF-8 bytes of the text at hand; its room is used again. */
const utf8 = new ByteSink();

/**
 * Appends a text in quoted-printable UTF-8 (RFC 2045, 6.7): lines of at most 76 characters, line
 * ends as CRLF, spaces at a line's end escaped, no line that a mail server could take for the
 * message's end.
 */
export function writeQuotedPrintable(sink: ByteSink, text: string): void {
  utf8.clear();
  utf8.text(text);
  const bytes = utf8.view();
  // Three characters a byte at most, and a soft break of three for every line.
  const out = sink.room(Math.ceil((bytes.length * 3 * 76) / 72) + 3);
  let column = 0;
  let end = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    // Most bytes are plain ones within a line: copied in a loop that does nothing else.
    if (column > 0) {
      const start = index;
      const limit = Math.min(bytes.length, index + LINE_LENGTH_MAX - column);
      while (index < limit && INNER[bytes[index] as number] === 1)
        out[end++] = bytes[index++] as number;
      // A blank may turn out to end its line.
      if (index > start && !isInner(bytes, index - 1)) {
        index -= 1;
        end -= 1;
      }
      column += index - start;
      if (index === bytes.length) break;
    }
    const byte = bytes[index] as number;
    // Most others are the equals signs of HTML.
    let isLiteral = ESCAPED[byte] === 0;
    if (isLiteral) {
      if (isLineEnd(bytes, index)) {
        if (byte === CR) index += 1;
        end = putLineEnd(out, end);
        column = 0;
        continue;
      }
      isLiteral = isInner(bytes, index);
    }
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
  sink.advance(end);
}

function isLineEnd(bytes: Uint8Array, index: number): boolean {
  return bytes[index] === LF || (bytes[index] === CR && bytes[index + 1] === LF);
}

/** Whether a byte may stand for itself within a line: a blank only where it does not end it. */
function isInner(bytes: Uint8Array, index: number): boolean {
  const byte = bytes[index] as number;
  if (byte !== SPACE && byte !== TAB) return LITERAL[byte] === 1;
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
