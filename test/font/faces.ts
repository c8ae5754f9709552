import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openFontFace } from "../../src/font/font-face.ts";
import type { FontFace } from "../../src/font/font-face.ts";
import { readTables } from "../../src/font/sfnt.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { loadSubsetter } from "../../src/work/load-subsetter.ts";

/** The part of fontkit the tests use as a second opinion; it comes without types. */
export interface Oracle {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly numGlyphs: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly characterSet: number[];
  glyphForCodePoint(codePoint: number): { readonly id: number };
  getGlyph(id: number): { readonly advanceWidth: number; readonly path: { toSVG(): string } };
  layout(
    text: string,
    features: Record<string, boolean>,
  ): {
    readonly glyphs: { readonly id: number }[];
    readonly positions: { readonly xAdvance: number }[];
    readonly advanceWidth: number;
  };
}

const fontkit = createRequire(import.meta.url)("fontkit") as {
  create(bytes: Uint8Array): Oracle;
};

export const FONT_NAMES = [
  "NotoSans-Regular",
  "NotoSans-Bold",
  "NotoSans-Italic",
  "NotoSans-SemiBold",
] as const;

export function fontBytes(name: string): Uint8Array {
  return readFileSync(new URL(`../../fonts/${name}.ttf`, import.meta.url));
}

export function noto(name = "NotoSans-Regular"): FontFace {
  return openFontFace(fontBytes(name));
}

export function oracleOf(bytes: Uint8Array): Oracle {
  return fontkit.create(Buffer.from(bytes));
}

export function readySubsetter(): void {
  loadSubsetter(new NodeHost());
}

/** A CFF font of the machine, where there is one. */
export const CFF_PATH = "/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf";
export const hasCff: boolean = existsSync(CFF_PATH);

/** A font of the machine with Hebrew and Arabic (Debian's fonts-dejavu-core). */
export const DEJAVU_PATH = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
export const hasDejavu: boolean = existsSync(DEJAVU_PATH);

/** Numbers that only depend on the text's characters: no ligatures, no alternates. */
export const NO_LIGATURES = { liga: false, clig: false };

function tableRecord(bytes: Uint8Array, tag: string): { record: number; offset: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let record = 12; record < 12 + view.getUint16(4) * 16; record += 16)
    if (Buffer.from(bytes.subarray(record, record + 4)).toString("latin1") === tag)
      return { record, offset: view.getUint32(record + 8) };
  throw new Error(`no ${tag}`);
}

/** A font with one 16-bit field changed and the table's checksum made right again. */
export function withField(font: Uint8Array, tag: string, at: number, value: number): Uint8Array {
  const bytes = Uint8Array.from(font);
  const view = new DataView(bytes.buffer);
  const { record, offset } = tableRecord(bytes, tag);
  const before = view.getUint16(offset + at);
  view.setUint16(offset + at, value);
  const shift = at % 4 === 0 ? 16 : 0;
  const sum = view.getUint32(record + 4) + (value - before) * 2 ** shift;
  view.setUint32(record + 4, sum % 2 ** 32);
  return bytes;
}

/** A font without some of its tables and with others, its directory made anew. */
export function withTables(
  font: Uint8Array,
  dropped: readonly string[],
  added: Readonly<Record<string, Uint8Array>>,
): Uint8Array {
  const tables = [...readTables(font)]
    .filter(([tag]) => !dropped.includes(tag))
    .map(([tag, view]) => [tag, new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]);
  const all = ([...tables, ...Object.entries(added)] as [string, Uint8Array][]).toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  let at = 12 + all.length * 16;
  const bytes = Buffer.alloc(all.reduce((sum, [, { length }]) => sum + length + 3, at));
  Buffer.from(font.subarray(0, 4)).copy(bytes);
  bytes.writeUInt16BE(all.length, 4);
  for (const [index, [tag, table]] of all.entries()) {
    const record = 12 + index * 16;
    bytes.set(table, at);
    bytes.write(tag, record, "latin1");
    bytes.writeUInt32BE(checksumOf(table, tag), record + 4);
    bytes.writeUInt32BE(at, record + 8);
    bytes.writeUInt32BE(table.length, record + 12);
    at += Math.ceil(table.length / 4) * 4;
  }
  return bytes.subarray(0, at);
}

function checksumOf(table: Uint8Array, tag: string): number {
  const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4);
  padded.set(table);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4)
    if (tag !== "head" || at !== 8) sum = (sum + padded.readUInt32BE(at)) % 2 ** 32;
  return sum;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

/** A `kern` table of format 0: pairs of glyphs with a value each. */
export function pairKern(pairs: readonly (readonly [number, number, number])[]): Uint8Array {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const length = 14 + sorted.length * 6;
  return words([0, 1, 0, length, 1, sorted.length, 0, 0, 0, ...sorted.flat()]);
}

/** A `kern` table of format 2: two lefts of one class, one right, and the value of these. */
export function classKern(left: number, right: number, value: number): Uint8Array {
  // The header, the two class tables, and the values: a row for no class and one for the lefts.
  const [lefts, rights, values, row] = [14, 22, 28, 4];
  const head = [0, 1, 0, values + 2 * row, 0x0201, row, lefts, rights, values];
  const classes = [left, 2, values + row, values + row, right, 1, 2];
  return words([...head, ...classes, 0, 0, 0, value]);
}
