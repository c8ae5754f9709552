import { BrokenFont } from "./broken-font.ts";
import { CffGlyphs } from "./cff-glyphs.ts";
import { readCharacterMap } from "./character-map.ts";
import { SfntTables } from "./sfnt-tables.ts";
import { TrueTypeGlyphs } from "./true-type-glyphs.ts";

export interface GlyphOutlines {
  /** What a glyph draws, as numbers that are the same for the same drawing. */
  outline(glyph: number): readonly number[];
}

/** A font file, read for what its glyphs draw, by and for the verifier only. */
export class FontFile {
  readonly isCff: boolean;
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  readonly tags: readonly string[];
  readonly #tables: SfntTables;
  readonly #outlines: GlyphOutlines;
  readonly #cff: CffGlyphs | undefined;
  readonly #metrics: number;

  /** Throws a `BrokenFont`, an `UnknownFont`, or a `RangeError` if a table is cut. */
  constructor(bytes: Uint8Array) {
    const tables = new SfntTables(bytes);
    this.#tables = tables;
    this.tags = tables.tags;
    this.isCff = tables.has("CFF ");
    this.unitsPerEm = tables.get("head").getUint16(18);
    this.glyphCount = tables.get("maxp").getUint16(4);
    this.#metrics = tables.get("hhea").getUint16(34);
    if (this.#metrics === 0 || this.unitsPerEm === 0) throw new BrokenFont("it has no widths");
    this.#cff = this.isCff ? new CffGlyphs(tables.get("CFF "), this.glyphCount) : undefined;
    this.#outlines = this.#cff ?? new TrueTypeGlyphs(tables, this.glyphCount);
  }

  /** The factor from the units of CFF outlines to ems; undefined for others. */
  get matrix(): string {
    return this.#cff?.matrix ?? "";
  }

  outline(glyph: number): readonly number[] {
    return this.#outlines.outline(glyph);
  }

  /** The glyph that a CID names unless a map says otherwise. */
  glyphOfCid(cid: number): number {
    return this.#cff?.glyphOfCid(cid) ?? cid;
  }

  /** From the `hmtx` table, in the font's own units. */
  advance(glyph: number): number {
    return this.#tables.get("hmtx").getUint16(4 * Math.min(glyph, this.#metrics - 1));
  }

  /** How far from its origin a glyph begins; readers shift outlines by it. */
  bearing(glyph: number): number {
    const behind = glyph - this.#metrics;
    const at = behind < 0 ? glyph * 4 + 2 : this.#metrics * 4 + behind * 2;
    return this.#tables.get("hmtx").getInt16(at);
  }

  characters(): ReadonlyMap<number, number> {
    return readCharacterMap(this.#tables.get("cmap"));
  }
}
