import { Direction, Feature, shape } from "harfbuzzjs";
import type { FontFace } from "./font-face.ts";
import { emptyBuffer, harfbuzzOf } from "./harfbuzz-font.ts";
import { legacyKern, scriptOf } from "./legacy-kern.ts";
import { reverseMap } from "./to-unicode.ts";

const SLOTS = 1 << 16;
const PAIRS_MAX = SLOTS / 2;

/** Features that would replace one of the two glyphs: only their distance is wanted here. */
const SUBSTITUTIONS_OFF = ["liga", "clig", "calt", "rlig", "ccmp", "locl", "rclt"].map(
  (tag) => new Feature(tag, 0),
);

/**
 * Kerning of glyph pairs in 1/1000 em, asked of HarfBuzz once per pair and kept in a hash table of
 * numbers. It never holds more than `PAIRS_MAX` pairs; a full table is cleared.
 */
export class PairKerning {
  readonly #face: FontFace;
  readonly #codePoints: Uint32Array;
  readonly #keys = new Uint32Array(SLOTS);
  readonly #kerns = new Int16Array(SLOTS);
  #pairCount = 0;

  constructor(face: FontFace) {
    this.#face = face;
    this.#codePoints = reverseMap(face);
  }

  /** The extra advance after `left` if `right` follows. Glyph 0 has no kerning. */
  between(left: number, right: number): number {
    if (left === 0 || right === 0) return 0;
    const key = ((left << 16) | right) >>> 0;
    let slot = (Math.imul(key, 0x9e37_79b1) >>> 16) & (SLOTS - 1);
    for (;;) {
      const found = this.#keys[slot] as number;
      if (found === key) return this.#kerns[slot] as number;
      if (found === 0) return this.#ask(left, right, key, slot);
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  #ask(left: number, right: number, key: number, freeSlot: number): number {
    const kern = this.#measure(left, right);
    if (this.#pairCount >= PAIRS_MAX) {
      this.#keys.fill(0);
      this.#pairCount = 0;
    }
    this.#pairCount += 1;
    this.#keys[freeSlot] = key;
    this.#kerns[freeSlot] = kern;
    return kern;
  }

  /**
   * The glyphs' own code points tell the script, not the current text, so that a pair has one
   * kerning whatever text it first occurs in.
   */
  #measure(left: number, right: number): number {
    const pair = [this.#codePoints[left] as number, this.#codePoints[right] as number];
    if (pair.includes(0)) return 0;
    const font = harfbuzzOf(this.#face);
    const buffer = emptyBuffer();
    buffer.addCodePoints(pair);
    buffer.setDirection(Direction.LTR);
    const script = scriptOf(String.fromCodePoint(...pair));
    buffer.setScript(script);
    shape(font, buffer, SUBSTITUTIONS_OFF);
    if (buffer.getLength() !== 2) return 0;
    const units = (buffer.getGlyphPositions()[0]?.xAdvance ?? 0) - font.glyphHAdvance(left);
    const legacyUnits = legacyKern(this.#face, script)?.(left, right) ?? 0;
    return Math.round(((units + legacyUnits) * 1000) / this.#face.unitsPerEm);
  }
}
