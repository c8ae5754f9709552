import { assert } from "../base/assert.ts";
import {
  isComplex,
  isControl,
  isIgnorable,
  plainGlyphs,
  withoutIgnorables,
} from "./character-class.ts";
import { shapeComplex } from "./complex-shaping.ts";
import type { FontFace } from "./font-face.ts";
import { asKerns, clusterParts, type ShapedPart, startAtOrigin } from "./glyph-parts.ts";
import { PairKerning } from "./pair-kerning.ts";
import { featuresOf } from "./type-features.ts";
import { reverseMap } from "./to-unicode.ts";
import { unpinned, WordCache } from "./word-cache.ts";

/** Text turned into glyphs; immutable. All lengths in 1/1000 em. */
export interface ShapedText {
  readonly text: string;
  /** Glyph ids in visual order. */
  readonly glyphs: Uint16Array;
  /**
   * Extra advance after glyph i. It is 0 after the last glyph, unless marks end complex text or
   * letters are spaced.
   */
  readonly kerns: Int16Array;
  /** Sum of advances and kerns. */
  readonly widthUnits: number;
  readonly hasKerns: boolean;
  /**
   * True if reading ToUnicode of the glyphs would not give `text` back (ligatures, shared glyphs,
   * composed marks). What is never drawn, such as a soft hyphen, does not count.
   */
  readonly actualText: boolean;
  /** First code point without a glyph, or -1. */
  readonly missing: number;
  readonly rightToLeft: boolean;
  /** Of right-to-left text: what is read by itself, from the left; else undefined. */
  readonly parts?: readonly ShapedPart[];
}

const FIRST_COMBINING_MARK = 0x300;

export interface ShaperOptions {
  readonly cacheWordsMax: number;
  /** OpenType features that the style asks for, by their tags. */
  readonly features?: readonly string[];
  /** What the style adds after each letter, in 1/1000 em. */
  readonly trackingUnits?: number;
  /** No text may be drawn as glyphs alone: the style raises or underlines it. */
  readonly isOrnate?: boolean;
}

/**
 * Text → glyphs of one font. Plain text (Latin, Greek, Cyrillic, figures, punctuation) uses the
 * character map, advances and pair kerning, without ligatures; everything else goes through
 * HarfBuzz.
 */
export class Shaper {
  readonly #face: FontFace;
  readonly #plain: Uint16Array;
  readonly #advances: Uint16Array;
  readonly #codePoints: Uint32Array;
  readonly #kerning: PairKerning;
  readonly #cache: WordCache<ShapedText>;
  /** Right-to-left texts. */
  readonly #turnedCache: WordCache<ShapedText>;

  readonly #features: readonly string[];
  readonly #trackingUnits: number;
  readonly #isOrnate: boolean;

  constructor(face: FontFace, options: ShaperOptions) {
    this.#features = options.features ?? [];
    this.#trackingUnits = options.trackingUnits ?? 0;
    this.#isOrnate = options.isOrnate ?? false;
    this.#face = face;
    this.#plain = plainGlyphs(face);
    this.#advances = face.advances;
    this.#codePoints = reverseMap(face);
    this.#kerning = new PairKerning(face);
    this.#cache = new WordCache(options.cacheWordsMax);
    this.#turnedCache = new WordCache(options.cacheWordsMax);
  }

  /** The number of words held now; never more than `cacheWordsMax` of each direction. */
  get cachedWords(): number {
    return this.#cache.size;
  }

  /**
   * A run of left-to-right text without line breaks (it may hold spaces), from the cache if it was
   * seen before.
   */
  word(text: string): ShapedText {
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    const shaped = this.#shape(unpinned(text));
    this.#cache.add(shaped);
    return shaped;
  }

  /** A run of right-to-left text, likewise. */
  turnedWord(text: string): ShapedText {
    const known = this.#turnedCache.get(text);
    if (known !== undefined) return known;
    const shaped = this.#shapeTurned(unpinned(text));
    this.#turnedCache.add(shaped);
    return shaped;
  }

  /** The width `word` would give, without caching, in 1/1000 em. */
  widthUnits(text: string): number {
    if (this.#isOrnate) return this.#shape(text).widthUnits;
    let width = 0;
    let previous = 0;
    for (let index = 0; index < text.length; index += 1) {
      const glyph = this.#plain[text.charCodeAt(index)] as number;
      if (glyph === 0) return this.#shape(text).widthUnits;
      width += (this.#advances[glyph] as number) + this.#kerning.between(previous, glyph);
      previous = glyph;
    }
    return width;
  }

  /**
   * Writes the glyph ids of plain text into `out` from `offset`, without kerning; returns how many,
   * or -1 if a character has no glyph, shares one or needs shaping (`out` may then be partly
   * written), or if the style is ornate.
   */
  plainInto(text: string, out: Uint16Array, offset: number): number {
    if (this.#isOrnate) return -1;
    const length = text.length;
    assert(offset >= 0 && offset + length <= out.length, "no room for the glyphs");
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      const glyph = this.#plain[unit] as number;
      if (glyph === 0 || this.#codePoints[glyph] !== unit) return -1;
      out[offset + index] = glyph;
    }
    return length;
  }

  /** The width of what `plainInto` writes, in 1/1000 em; -1 likewise. */
  plainWidthUnits(text: string): number {
    let width = 0;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const glyph = this.#plain[unit] as number;
      if (glyph === 0 || this.#codePoints[glyph] !== unit) return -1;
      width += this.#advances[glyph] as number;
    }
    return width;
  }

  #shape(text: string): ShapedText {
    const shaped = this.#unspaced(text);
    if (this.#trackingUnits === 0 || !isSpaceable(text)) return shaped;
    const kerns = shaped.kerns.map((kern) => kern + this.#trackingUnits);
    const widthUnits = shaped.widthUnits + kerns.length * this.#trackingUnits;
    return { ...shaped, kerns, widthUnits, hasKerns: true };
  }

  #unspaced(text: string): ShapedText {
    const features = featuresOf(this.#features, text);
    if (features.length > 0) return this.#shapeComplex(text, text.normalize("NFC"), features);
    const quick = this.#shapePlain(text);
    if (quick !== undefined) return quick;
    const composed = hasCombining(text) ? text.normalize("NFC") : text;
    for (const character of composed)
      if (isComplex(character.codePointAt(0) as number))
        return this.#shapeComplex(text, composed, []);
    return this.#shapeSimple(text, composed);
  }

  /** All characters plain: the hot path. Undefined if one is not. */
  #shapePlain(text: string): ShapedText | undefined {
    const glyphs = new Uint16Array(text.length);
    let shared = false;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const glyph = this.#plain[unit] as number;
      if (glyph === 0) return undefined;
      glyphs[index] = glyph;
      if (this.#codePoints[glyph] !== unit) shared = true;
    }
    return this.#kerned(text, glyphs, shared, -1);
  }

  /** One glyph per character, if some are missing, beyond the BMP, or not drawn. */
  #shapeSimple(text: string, composed: string): ShapedText {
    const glyphs: number[] = [];
    let missing = -1;
    for (const character of composed) {
      const codePoint = character.codePointAt(0) as number;
      if (isIgnorable(codePoint)) continue;
      const glyph = isControl(codePoint) ? 0 : this.#face.glyphOf(codePoint);
      if (glyph === 0 && missing < 0) missing = codePoint;
      glyphs.push(glyph);
    }
    const actualText = this.#differs(text, glyphs);
    return this.#kerned(text, Uint16Array.from(glyphs), actualText, missing);
  }

  #kerned(text: string, glyphs: Uint16Array, actualText: boolean, missing: number): ShapedText {
    const kerns = new Int16Array(glyphs.length);
    let widthUnits = 0;
    let hasKerns = false;
    for (let index = 0; index < glyphs.length; index += 1) {
      const glyph = glyphs[index] as number;
      widthUnits += this.#advances[glyph] as number;
      if (index === 0) continue;
      const kern = this.#kerning.between(glyphs[index - 1] as number, glyph);
      if (kern === 0) continue;
      kerns[index - 1] = kern;
      widthUnits += kern;
      hasKerns = true;
    }
    const rightToLeft = false;
    return { text, glyphs, kerns, widthUnits, hasKerns, actualText, missing, rightToLeft };
  }

  #shapeComplex(text: string, composed: string, features: readonly string[]): ShapedText {
    const face = this.#face;
    const { placed, widthUnits, missingOffset } = shapeComplex(face, composed, false, features);
    const drawn = startAtOrigin(placed);
    const kerns = asKerns(this.#face, drawn, widthUnits);
    const glyphs = Uint16Array.from(drawn, ({ glyph }) => glyph);
    return {
      text,
      glyphs,
      kerns,
      widthUnits,
      hasKerns: kerns.some((kern) => kern !== 0),
      actualText: this.#differs(text, glyphs),
      missing: missingOffset < 0 ? -1 : (composed.codePointAt(missingOffset) ?? -1),
      rightToLeft: false,
    };
  }

  /** The text is shaped as it is, so that its clusters are found in it again. */
  #shapeTurned(text: string): ShapedText {
    const { placed, widthUnits, missingOffset } = shapeComplex(
      this.#face,
      text,
      true,
      this.#features,
    );
    return {
      text,
      glyphs: Uint16Array.from(placed, ({ glyph }) => glyph),
      kerns: asKerns(this.#face, placed, widthUnits),
      widthUnits,
      hasKerns: true,
      actualText: false,
      missing: missingOffset < 0 ? -1 : (text.codePointAt(missingOffset) ?? -1),
      rightToLeft: true,
      parts: clusterParts(this.#face, text, placed),
    };
  }

  /** True if a reader of the glyphs gets a text other than the drawn part of `text`. */
  #differs(text: string, glyphs: Iterable<number>): boolean {
    const drawn = withoutIgnorables(text);
    const read = Array.from(glyphs, (glyph) => this.#codePoints[glyph] as number);
    return String.fromCodePoint(...read) !== drawn;
  }
}

/** The letters of scripts that join them stay together. */
function isSpaceable(text: string): boolean {
  for (const character of text) if (isComplex(character.codePointAt(0) ?? 0)) return false;
  return true;
}

function hasCombining(text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) >= FIRST_COMBINING_MARK) return true;
  return false;
}
