import { readFileSync } from "node:fs";
import type { Prng } from "../../../src/base/prng.ts";
import { FontError } from "../../../src/font/font-error.ts";
import { type FontFace, openFontFace } from "../../../src/font/font-face.ts";
import { Shaper } from "../../../src/font/shaper.ts";
import { subsetFont } from "../../../src/font/subset.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { loadSubsetter } from "../../../src/work/load-subsetter.ts";
import { root } from "../../layout/support.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { mutateBytes } from "../mutate-bytes.ts";

const TEXTS = [
  "Ana Nováková",
  "AVATAR fi ffl",
  "é\u0301\u0327",
  "שלום 12 مرحبا",
  "नमस्ते",
  "\u{1f600}",
];

/** Spoilt fonts: half of them with right checksums again, so that the tables themselves are met. */
export function openTarget(): FuzzTarget {
  loadSubsetter(new NodeHost());
  const seeds = seedFonts();
  return {
    mutate: (prng) => spoilt(prng, prng.chance(0.97) ? (seeds[0] as Buffer) : prng.pick(seeds)),
    check,
  };
}

/** A small font with all its layout tables' kinds, and a whole one. */
function seedFonts(): Buffer[] {
  const whole = readFileSync(`${root}/fonts/NotoSans-Regular.ttf`);
  const face = openFontFace(whole);
  const codePoints = Array.from(TEXTS.join(""), (one) => one.codePointAt(0) ?? 0);
  const glyphs = [...new Set(codePoints.map((codePoint) => face.glyphOf(codePoint)))];
  const small = subsetFont(
    face,
    glyphs.filter((glyph) => glyph > 0),
  );
  const layoutTables = tablesOf(whole).filter(({ tag }) =>
    /^(GSUB|GPOS|GDEF|cmap|OS\/2)$/.test(tag),
  );
  return [packed([...tablesOf(Buffer.from(small)), ...layoutTables]), whole];
}

interface Table {
  readonly tag: string;
  readonly bytes: Buffer;
}

function tablesOf(font: Buffer): Table[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16;
    const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)];
    return {
      tag: font.toString("latin1", at, at + 4),
      bytes: font.subarray(offset, offset + length),
    };
  });
}

/** A font file of these tables, the last of a tag counting, with right checksums. */
function packed(tables: readonly Table[]): Buffer {
  const last = [...new Map(tables.map((table) => [table.tag, table])).values()];
  const sorted = last.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const head = Buffer.alloc(12 + sorted.length * 16);
  head.writeUInt32BE(0x0001_0000);
  head.writeUInt16BE(sorted.length, 4);
  const parts: Buffer[] = [head];
  let offset = head.length;
  sorted.forEach(({ tag, bytes }, index) => {
    const padded = Buffer.alloc((bytes.length + 3) & ~3);
    bytes.copy(padded);
    const at = 12 + index * 16;
    head.write(tag, at, "latin1");
    head.writeUInt32BE(checksum(padded, tag), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

function checksum(padded: Buffer, tag: string): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4)
    if (tag !== "head" || at !== 8) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

function spoilt(prng: Prng, font: Buffer): Uint8Array {
  if (prng.chance(0.2)) return mutateBytes(prng, font);
  const tables = tablesOf(font);
  const times = prng.between(1, 3);
  for (let time = 0; time < times; time += 1) {
    const index = prng.below(tables.length);
    const { tag, bytes } = tables[index] as Table;
    const isDropped = prng.chance(0.05);
    tables[index] = {
      tag,
      bytes: isDropped ? Buffer.alloc(0) : Buffer.from(mutateBytes(prng, bytes)),
    };
  }
  return packed(tables);
}

function check(input: Uint8Array): Verdict {
  try {
    const face = openFontFace(input);
    const shaper = new Shaper(face, { cacheWordsMax: 100 });
    const glyphs = new Set<number>();
    for (const text of TEXTS) for (const glyph of shaper.word(text).glyphs) glyphs.add(glyph);
    subsetFont(face, drawable(face, glyphs));
    return { kind: "accepted" };
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    return { kind: "refused", codes: [error.code] };
  }
}

/** Glyphs that exist: no others are ever asked for. */
function drawable(face: FontFace, glyphs: ReadonlySet<number>): number[] {
  return [...glyphs].filter((glyph) => glyph < face.glyphCount);
}
