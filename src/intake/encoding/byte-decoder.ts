import { isAscii } from "node:buffer";
import iconv from "iconv-lite";
import { ebcdicTable } from "./ebcdic-pages.ts";
import { type ByteDecode, plainDecodeFor } from "./plain-decode.ts";

const LAST_ASCII = 0x7f;
const LAST_LATIN = 0xff;

/** How a record of fields at byte positions is decoded. */
export interface RecordDecode {
  readonly isEbcdic: boolean;
  readonly decode: ByteDecode;
}

/**
 * The decoder of an encoding in which fields may have byte positions: UTF-8, or one that has a
 * character for each byte. Undefined for any other.
 */
export function recordDecodeFor(encoding: string): RecordDecode | undefined {
  const plain = plainDecodeFor(encoding);
  if (plain !== undefined) return { isEbcdic: false, decode: plain };
  const ebcdic = ebcdicTable(encoding);
  const table = ebcdic ?? byteTable(encoding);
  const isEbcdic = ebcdic !== undefined;
  return table && { isEbcdic, decode: singleByteDecode(table) };
}

/** By the quickest means that the characters of an encoding allow. */
function singleByteDecode(table: Uint16Array): ByteDecode {
  const decode = table.every((code) => code <= LAST_LATIN)
    ? latinDecode(table)
    : tableDecode(table);
  const isAsciiAlike = table.every((code, byte) => byte > LAST_ASCII || code === byte);
  if (!isAsciiAlike) return decode;
  return (bytes) => (isAscii(bytes) ? bytes.toString("latin1") : decode(bytes));
}

/** The character of each byte, if all of them have one. */
function byteTable(encoding: string): Uint16Array | undefined {
  if (!iconv.encodingExists(encoding)) return undefined;
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const text = iconv.decode(Buffer.of(byte), encoding);
    if (text.length !== 1) return undefined;
    table[byte] = text.charCodeAt(0);
  }
  return table;
}

/** Characters of Latin-1 alone take a byte each in memory, too. */
function latinDecode(table: Uint16Array): ByteDecode {
  let scratch = Buffer.alloc(1024);
  return (bytes) => {
    const { length } = bytes;
    if (scratch.length < length) scratch = Buffer.alloc(length * 2);
    for (let at = 0; at < length; at += 1) scratch[at] = table[bytes[at] ?? 0] ?? 0;
    return scratch.toString("latin1", 0, length);
  };
}

function tableDecode(table: Uint16Array): ByteDecode {
  let scratch = new Uint16Array(1024);
  return (bytes) => {
    const { length } = bytes;
    if (scratch.length < length) scratch = new Uint16Array(length * 2);
    for (let at = 0; at < length; at += 1) scratch[at] = table[bytes[at] ?? 0] ?? 0;
    return Buffer.from(scratch.buffer, 0, length * 2).toString("utf16le");
  };
}
