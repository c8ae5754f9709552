import type { QrLevel } from "../model/barcode.ts";
import { BitWriter } from "./bit-writer.ts";
import { byteAt } from "./cells.ts";
import { QR_VERSION_MAX, qrDataCodewords } from "./qr-sizes.ts";

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHANUMERIC.length; value += 1)
  VALUES[ALPHANUMERIC.charCodeAt(value)] = value;

const NUMERIC = 1;
const LETTERS = 2;
const BYTES = 4;
type Mode = typeof NUMERIC | typeof LETTERS | typeof BYTES;

/** Bits of a character count for versions up to 9, 26 and 40 (ISO/IEC 18004, Table 3). */
const COUNT_BITS: Readonly<Record<Mode, readonly [number, number, number]>> = {
  [NUMERIC]: [10, 12, 14],
  [LETTERS]: [9, 11, 13],
  [BYTES]: [8, 16, 16],
};

/** A text in one mode: the densest that has all of its characters; bytes are UTF-8. */
export interface QrSegment {
  readonly mode: Mode;
  readonly text: string;
  /** Of mode bytes alone. */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

export function qrSegment(text: string, bytesOnly: boolean): QrSegment {
  if (!bytesOnly && /^\d+$/.test(text)) return { mode: NUMERIC, text, bytes: NO_BYTES };
  if (!bytesOnly && /^[\dA-Z $%*+\-./:]+$/.test(text))
    return { mode: LETTERS, text, bytes: NO_BYTES };
  return { mode: BYTES, text, bytes: Buffer.from(text) };
}

function countBits(mode: Mode, version: number): number {
  const [small, middle, large] = COUNT_BITS[mode];
  if (version < 10) return small;
  return version < 27 ? middle : large;
}

function dataBits({ mode, text, bytes }: QrSegment): number {
  if (mode === BYTES) return bytes.length * 8;
  if (mode === LETTERS) return (text.length >> 1) * 11 + (text.length & 1) * 6;
  const rest = text.length % 3;
  return Math.floor(text.length / 3) * 10 + (rest === 0 ? 0 : rest * 3 + 1);
}

/** The smallest version that holds a segment, or undefined if none does. */
export function qrVersionFor(segment: QrSegment, level: QrLevel): number | undefined {
  const bits = 4 + dataBits(segment);
  for (let version = 1; version <= QR_VERSION_MAX; version += 1)
    if (bits + countBits(segment.mode, version) <= qrDataCodewords(version, level) * 8)
      return version;
  return undefined;
}

/** Writes a segment as the data codewords of a version (7.4), padded to the end of `out`. */
export function writeQrData(segment: QrSegment, version: number, out: Uint8Array): void {
  const writer = new BitWriter(out);
  const { mode, text, bytes } = segment;
  writer.write(mode, 4);
  writer.write(mode === BYTES ? bytes.length : text.length, countBits(mode, version));
  if (mode === BYTES)
    for (let at = 0; at < bytes.length; at += 1) writer.write(byteAt(bytes, at), 8);
  else if (mode === LETTERS) writeLetters(text, writer);
  else writeDigits(text, writer);
  writer.write(0, Math.min(4, writer.spareBits));
  writer.flush();
  for (let at = writer.length, pad = 0xec; at < out.length; at += 1, pad ^= 0xec ^ 0x11)
    out[at] = pad;
}

function writeLetters(text: string, writer: BitWriter): void {
  let at = 0;
  for (; at + 1 < text.length; at += 2)
    writer.write(valueAt(text, at) * ALPHANUMERIC.length + valueAt(text, at + 1), 11);
  if (at < text.length) writer.write(valueAt(text, at), 6);
}

function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? -1;
}

function writeDigits(text: string, writer: BitWriter): void {
  for (let at = 0; at < text.length; at += 3) {
    const digits = text.slice(at, at + 3);
    writer.write(Number(digits), digits.length * 3 + 1);
  }
}
