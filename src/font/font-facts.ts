import { FontError } from "./font-error.ts";
import type { FontTables } from "./sfnt.ts";

/** What the tables of a font file say about it as a whole; lengths in 1/1000 em. */
export interface FontFacts {
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly capHeightUnits: number;
  readonly xHeightUnits: number;
  readonly bbox: readonly [number, number, number, number];
  readonly italicAngle: number;
  readonly stemV: number;
  readonly flags: number;
  readonly advances: Uint16Array;
  readonly isCff: boolean;
  /** How far above the baseline lines begin that are drawn below and through text. */
  readonly underlineTopUnits: number;
  readonly underlineUnits: number;
  readonly strikeTopUnits: number;
  readonly strikeUnits: number;
}

const HEAD_MAGIC = 0x5f0f_3cf5;

// ISO 32000-2, table 121. Every font is "symbolic": its text is written by glyph id.
const FLAG_FIXED_PITCH = 1;
const FLAG_SERIF = 1 << 1;
const FLAG_SYMBOLIC = 1 << 2;
const FLAG_ITALIC = 1 << 6;

/** Reads and checks the tables; throws a `FontError`. */
export function readFacts(tables: FontTables): FontFacts {
  const isCff = checkOutlines(tables);
  const head = table(tables, "head", 54);
  const unitsPerEm = head.getUint16(18);
  if (head.getUint32(12) !== HEAD_MAGIC || unitsPerEm < 16 || unitsPerEm > 16_384)
    throw invalid("head");
  const glyphCount = table(tables, "maxp", 6).getUint16(4);
  if (glyphCount === 0) throw invalid("maxp");
  const hhea = table(tables, "hhea", 36);
  const perMille = (units: number): number => Math.round((units * 1000) / unitsPerEm);
  const ascentUnits = perMille(hhea.getInt16(4));
  if (!isCff) checkLoca(tables, head.getInt16(50), glyphCount);
  checkLicence(tables);
  return {
    unitsPerEm,
    glyphCount,
    ascentUnits,
    descentUnits: perMille(hhea.getInt16(6)),
    ...readHeights(tables, perMille, ascentUnits),
    bbox: [36, 38, 40, 42].map((at) => perMille(head.getInt16(at))) as FontFacts["bbox"] & number[],
    ...readStyle(tables),
    advances: readAdvances(tables, hhea.getUint16(34), glyphCount, perMille),
    isCff,
    ...readLines(tables, perMille),
  };
}

/** The lines that text may have; damaged or empty values give those of an ordinary font. */
function readLines(
  tables: FontTables,
  perMille: (units: number) => number,
): Pick<FontFacts, "underlineTopUnits" | "underlineUnits" | "strikeTopUnits" | "strikeUnits"> {
  const post = table(tables, "post", 32);
  const os2 = table(tables, "OS/2", 68);
  const within = (units: number, from: number, to: number, ordinary: number): number => {
    const value = perMille(units);
    return value >= from && value <= to ? value : ordinary;
  };
  return {
    underlineTopUnits: within(post.getInt16(8), -400, -10, -100),
    underlineUnits: within(post.getInt16(10), 10, 200, 50),
    strikeTopUnits: within(os2.getInt16(28), 50, 600, 300),
    strikeUnits: within(os2.getInt16(26), 10, 200, 50),
  };
}

/** True for CFF outlines, false for TrueType ones. */
function checkOutlines(tables: FontTables): boolean {
  if (tables.has("fvar"))
    throw new FontError("font.variable", "The font is variable: use a static instance of it.");
  if (tables.has("CFF ")) return true;
  if (!tables.has("glyf") || !tables.has("loca"))
    throw new FontError("font.outlines", "The font holds no outlines: use a TTF or OTF font.");
  return false;
}

function checkLoca(tables: FontTables, format: number, glyphCount: number): void {
  if (format !== 0 && format !== 1) throw invalid("head");
  table(tables, "loca", (glyphCount + 1) * (format === 0 ? 2 : 4));
}

/** OpenType, OS/2 fsType: what the font's maker allows. Nightpress embeds subsets. */
function checkLicence(tables: FontTables): void {
  const fsType = table(tables, "OS/2", 68).getUint16(8);
  const refuse = (reason: string): never => {
    throw new FontError("font.licence", `The font's licence ${reason}: use another font.`);
  };
  if ((fsType & 0x000e) === 0x0002) refuse("forbids embedding (fsType bit 1)");
  if (fsType & 0x0100) refuse("forbids subsets (fsType bit 8)");
  if (fsType & 0x0200) refuse("allows bitmaps only (fsType bit 9)");
}

function readHeights(
  tables: FontTables,
  perMille: (units: number) => number,
  ascentUnits: number,
): Pick<FontFacts, "capHeightUnits" | "xHeightUnits"> {
  const os2 = table(tables, "OS/2", 68);
  const stated = os2.getUint16(0) >= 2 && os2.byteLength >= 90;
  const xHeight = stated ? perMille(os2.getInt16(86)) : 0;
  const capHeight = stated ? perMille(os2.getInt16(88)) : 0;
  return {
    capHeightUnits: capHeight > 0 ? capHeight : Math.round(ascentUnits * 0.7),
    xHeightUnits: xHeight > 0 ? xHeight : Math.round(ascentUnits * 0.5),
  };
}

function readStyle(tables: FontTables): Pick<FontFacts, "italicAngle" | "stemV" | "flags"> {
  const post = table(tables, "post", 32);
  const os2 = table(tables, "OS/2", 68);
  const italicAngle = Math.round((post.getInt32(4) / 0x1_0000) * 100) / 100;
  const familyClass = os2.getUint8(30);
  const weight = Math.min(1000, Math.max(100, os2.getUint16(4)));
  let flags = FLAG_SYMBOLIC;
  if (post.getUint32(12) !== 0) flags |= FLAG_FIXED_PITCH;
  if (familyClass >= 1 && familyClass <= 7) flags |= FLAG_SERIF;
  if (italicAngle !== 0 || os2.getUint16(62) & 1) flags |= FLAG_ITALIC;
  // No table gives the stem width; it grows with the weight, about 95 for a regular face.
  return { italicAngle, stemV: Math.round(10 + (weight - 50) * 0.244), flags };
}

/** The hmtx table: `metricCount` advances, the last of which applies to all glyphs after it. */
function readAdvances(
  tables: FontTables,
  metricCount: number,
  glyphCount: number,
  perMille: (units: number) => number,
): Uint16Array {
  if (metricCount === 0 || metricCount > glyphCount) throw invalid("hhea");
  const hmtx = table(tables, "hmtx", metricCount * 4 + (glyphCount - metricCount) * 2);
  const advances = new Uint16Array(glyphCount);
  for (let glyph = 0; glyph < glyphCount; glyph += 1)
    advances[glyph] = perMille(hmtx.getUint16(4 * Math.min(glyph, metricCount - 1)));
  return advances;
}

function table(tables: FontTables, tag: string, sizeBytesMin: number): DataView {
  const found = tables.get(tag);
  if (found === undefined)
    throw new FontError("font.incomplete", `The font has no ${tag} table: use a complete font.`);
  if (found.byteLength < sizeBytesMin) throw invalid(tag);
  return found;
}

function invalid(tag: string): FontError {
  return new FontError("font.invalid", `The font's ${tag} table is not valid: use another file.`);
}
