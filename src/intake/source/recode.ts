import iconv from "iconv-lite";

const CR = 13;
const LF = 10;
/** No byte of UTF-8 text, so a line that has it is rejected, and its place is known. */
const UNDECODABLE = 0xff;
const REPLACEMENT = Buffer.from("\uFFFD", "utf8");

/** Turns the bytes of a file, piece by piece, into others. */
export interface Recoder {
  /** `isLast` says that no other piece follows. */
  push(bytes: Uint8Array, isLast: boolean): Uint8Array;
}

/**
 * Makes UTF-8 of text in an encoding. Bytes that are no character there become one that is none in
 * UTF-8 either: never a replacement character, which would pass for text.
 */
export function utf8Recoder(encoding: string): Recoder {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  let held = "";
  return {
    push(bytes, isLast) {
      const decoded = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      const text = held + decoded + (isLast ? (decoder.end() ?? "") : "");
      // Half of a surrogate pair waits for the other half.
      const isSplit = !isLast && isHighSurrogate(text.charCodeAt(text.length - 1));
      held = isSplit ? text.slice(-1) : "";
      return encoded(isSplit ? text.slice(0, -1) : text);
    },
  };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function encoded(text: string): Uint8Array {
  // Half a pair alone is written as a replacement character.
  const bytes = Buffer.from(text, "utf8");
  let found = bytes.indexOf(REPLACEMENT);
  if (found < 0) return bytes;
  let end = 0;
  let from = 0;
  for (; found >= 0; found = bytes.indexOf(REPLACEMENT, from)) {
    bytes.copyWithin(end, from, found);
    end += found - from;
    bytes[end] = UNDECODABLE;
    end += 1;
    from = found + REPLACEMENT.length;
  }
  bytes.copyWithin(end, from);
  return bytes.subarray(0, end + bytes.length - from);
}

/** A line of a file whose lines end in CR that ends in LF all the same. */
export class MixedLineEnds extends Error {
  /** 1-based. */
  readonly line: number;

  constructor(line: number) {
    super("mixed line ends");
    this.line = line;
  }
}

/** Makes LF of the CR that ends lines. Throws a `MixedLineEnds` where it meets an LF. */
export function crRecoder(): Recoder {
  let line = 1;
  return {
    push(bytes) {
      const changed = Buffer.from(bytes);
      const stray = changed.indexOf(LF);
      if (stray >= 0) throw new MixedLineEnds(line + countOf(CR, changed.subarray(0, stray)));
      for (let at = changed.indexOf(CR); at >= 0; at = changed.indexOf(CR, at + 1)) {
        changed[at] = LF;
        line += 1;
      }
      return changed;
    },
  };
}

function countOf(byte: number, bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** One recoder after the other. */
export function inTurn(recoders: readonly Recoder[]): Recoder {
  return {
    push: (bytes, isLast) =>
      recoders.reduce<Uint8Array>((out, recoder) => recoder.push(out, isLast), bytes),
  };
}
