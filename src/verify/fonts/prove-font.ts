import { utf16Text } from "./to-unicode.ts";
import { BrokenFont, UnknownFont } from "./broken-font.ts";
import { type CodeSpace, readEncoding, readTexts } from "./code-map.ts";
import { FontFile } from "./font-file.ts";

/** The parts of a font as contained in a spool, unpacked. */
export interface EmbeddedFont {
  readonly isCff: boolean;
  readonly program: Uint8Array;
  /** In thousandths of an em, by CID. */
  readonly widths: ReadonlyMap<number, number>;
  /** The map from codes to CIDs; undefined for `Identity-H`. */
  readonly encoding: Uint8Array | undefined;
  /** The map from CIDs to glyphs; undefined if the program itself has it. */
  readonly glyphIds: Uint8Array | undefined;
  readonly toUnicode: Uint8Array;
}

/** How many faults of a font are reported; with more, the font is wrong as a whole. */
const FAULTS_MAX = 12;

/** The codes of TrueType fonts: printable ASCII in one byte, glyphs in two from here on. */
const TRUE_TYPE_SPACES: readonly CodeSpace[] = [
  { bytes: 1, low: 0x20, high: 0x7e },
  { bytes: 2, low: 0x8000, high: 0xffff },
];
const CFF_SPACES: readonly CodeSpace[] = [{ bytes: 2, low: 0, high: 0xffff }];
/** Tables that PDF readers use, and those that they ignore. */
const TABLES = ["CFF ", "OS/2", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"];

/**
 * Compares a font of a spool with the file that it is a subset of: every code that has a width must
 * lead to a glyph, which must draw the same and be as wide as the glyph that the file has for the
 * meaning of the code. A one-byte code means a character. A two-byte code means a glyph of the file
 * by its number; its text, if it has one, must be a character that the file shows with this glyph.
 * Returns what is wrong, one sentence each. Throws if the file itself cannot be read.
 */
export function proveFont(font: EmbeddedFont, source: FontFile): readonly string[] {
  const proof = new FontProof(font, source);
  proof.run();
  return proof.faults;
}

/** `name` says whose file is being read. */
export function readOrSay<T>(name: string, read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenFont || error instanceof UnknownFont)
      return `${name} cannot be read: ${error.message}`;
    if (error instanceof RangeError) return `${name} cannot be read: it is cut`;
    throw error;
  }
}

/** A glyph of the font file. */
interface MeantGlyph {
  readonly glyph: number;
  readonly outline: readonly number[];
  readonly advance: number;
  readonly bearing: number;
}

class FontProof {
  readonly faults: string[] = [];
  readonly #font: EmbeddedFont;
  readonly #source: FontFile;
  readonly #characters: ReadonlyMap<number, number>;
  /** Glyphs that show some character in the source. */
  readonly #shown: ReadonlySet<number>;

  constructor(font: EmbeddedFont, source: FontFile) {
    this.#font = font;
    this.#source = source;
    this.#characters = source.characters();
    this.#shown = new Set(this.#characters.values());
  }

  run(): void {
    const { program, toUnicode } = this.#font;
    const subset = readOrSay("the font program", () => new FontFile(program));
    const texts = readOrSay("its ToUnicode map", () => readTexts(toUnicode));
    for (const fault of [subset, texts, this.#encodingFault()])
      if (typeof fault === "string") this.#say(fault);
    if (typeof subset === "string" || typeof texts === "string") return;
    this.#wholeFont(subset);
    if (!isSameSpaces(texts.spaces, this.#spaces()))
      this.#say("its ToUnicode map divides text into different codes from the font");
    for (const [code, width] of this.#font.widths) {
      const fault = this.#codeFault(subset, code, width) ?? this.#textFault(code, texts.targets);
      if (fault !== undefined) this.#say(fault);
    }
    for (const code of texts.targets.keys())
      if (!this.#font.widths.has(code)) this.#say(`code ${code} has a text but no width`);
    this.#unusedGlyphIds();
  }

  #spaces(): readonly CodeSpace[] {
    return this.#font.isCff ? CFF_SPACES : TRUE_TYPE_SPACES;
  }

  /** Every code must be its own CID. */
  #encodingFault(): string | undefined {
    const { encoding, isCff } = this.#font;
    if (encoding === undefined) return isCff ? undefined : "it has no map of its codes";
    const map = readOrSay("its map of codes", () => readEncoding(encoding));
    if (typeof map === "string") return map;
    if (!isSameSpaces(map.spaces, this.#spaces()))
      return "its map divides text into codes that such fonts do not have";
    const strange = map.ranges.find(({ low, cid }) => cid !== low);
    if (strange !== undefined) return `its map gives code ${strange.low} a different CID`;
    // The ranges are within the spaces, so they fill them if they do not overlap and are as large.
    const ranges = [...map.ranges].sort((a, b) => a.low - b.low);
    const overlaps = ranges.some(({ low }, index) => low <= (ranges[index - 1]?.high ?? -1));
    const isFull = !overlaps && sizeOf(ranges) === sizeOf(map.spaces);
    return isFull ? undefined : "its map has some codes twice, or lacks some";
  }

  #wholeFont(subset: FontFile): void {
    const source = this.#source;
    const isSame =
      subset.isCff === source.isCff &&
      subset.isCff === this.#font.isCff &&
      subset.unitsPerEm === source.unitsPerEm &&
      subset.matrix === source.matrix;
    if (!isSame) this.#say("the measures of the font program differ from those of the font file");
    const strange = subset.tags.find((tag) => !TABLES.includes(tag));
    if (strange !== undefined) this.#say(`the font program has a table ${strange}`);
  }

  #codeFault(subset: FontFile, code: number, width: number): string | undefined {
    const source = this.#source;
    const glyph = this.#meant(code);
    if (glyph < 0 || glyph >= source.glyphCount) return `code ${code} means no glyph of the font`;
    const meant = {
      glyph,
      outline: source.outline(glyph),
      advance: source.advance(glyph),
      bearing: source.bearing(glyph),
    };
    if (width !== Math.round((meant.advance * 1000) / source.unitsPerEm))
      return `code ${code} has the width ${width}, but its glyph does not`;
    return readOrSay("the font program", () => this.#glyphFault(subset, code, meant));
  }

  #glyphFault(subset: FontFile, code: number, meant: MeantGlyph): string | undefined {
    const glyph = this.#glyphOf(subset, code);
    if (glyph >= subset.glyphCount) return `code ${code} leads to no glyph`;
    if (!this.#font.isCff && glyph !== meant.glyph)
      return `code ${code} leads to glyph ${glyph}, but means ${meant.glyph}`;
    if (!isSame(subset.outline(glyph), meant.outline))
      return `the glyph of code ${code} is not drawn as in the font file`;
    const isPlaced =
      subset.advance(glyph) === meant.advance && subset.bearing(glyph) === meant.bearing;
    return isPlaced
      ? undefined
      : `the glyph of code ${code} differs in width from the font file, or is shifted`;
  }

  /** The glyph of the font file that a code means; -1 if it means none. */
  #meant(code: number): number {
    if (this.#font.isCff) return code;
    return code < 0x80 ? (this.#characters.get(code) ?? -1) : code - 0x8000;
  }

  #glyphOf(subset: FontFile, code: number): number {
    const { glyphIds } = this.#font;
    if (glyphIds === undefined) return subset.glyphOfCid(code);
    return ((glyphIds[code * 2] ?? 0) << 8) | (glyphIds[code * 2 + 1] ?? 0);
  }

  #textFault(code: number, targets: ReadonlyMap<number, string>): string | undefined {
    const meant = this.#meant(code);
    const hex = targets.get(code);
    if (hex === undefined)
      return this.#shown.has(meant) ? `code ${code} shows a character but has no text` : undefined;
    const text = utf16Text(hex);
    const [character = ""] = text;
    const isShown =
      character === text && this.#characters.get(character.codePointAt(0) ?? 0) === meant;
    return isShown ? undefined : `the text of code ${code} is not what its glyph shows`;
  }

  /** A glyph without a width would be printed over what follows it. */
  #unusedGlyphIds(): void {
    const { glyphIds = new Uint8Array(0), widths } = this.#font;
    for (let cid = 0; cid * 2 < glyphIds.length; cid += 1)
      if ((glyphIds[cid * 2] !== 0 || glyphIds[cid * 2 + 1] !== 0) && !widths.has(cid))
        this.#say(`code ${cid} leads to a glyph but has no width`);
  }

  #say(fault: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push(fault);
  }
}

function sizeOf(spaces: readonly CodeSpace[]): number {
  return spaces.reduce((sum, { low, high }) => sum + high - low + 1, 0);
}

function isSameSpaces(some: readonly CodeSpace[], others: readonly CodeSpace[]): boolean {
  const text = (spaces: readonly CodeSpace[]): string =>
    spaces.map(({ bytes, low, high }) => `${bytes} ${low} ${high}`).join(",");
  return text(some) === text(others);
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((value, index) => value === others[index]);
}
