import { assert } from "../base/assert.ts";

const GLYPH_IDS = 0x1_0000;

/** The set of glyphs that a run has used from one font: one bit per glyph id. */
export class GlyphUsage {
  readonly #bits = new Uint8Array(GLYPH_IDS / 8);
  readonly #words = new Uint32Array(this.#bits.buffer);

  add(glyph: number): void {
    assert(glyph >= 0 && glyph < GLYPH_IDS, `glyph ${glyph} is out of range`);
    this.#bits[glyph >> 3] = (this.#bits[glyph >> 3] as number) | (1 << (glyph & 7));
  }

  /** Adds `glyphs[start]` to `glyphs[end - 1]`. */
  addAll(glyphs: Uint16Array, start: number, end: number): void {
    assert(start >= 0 && start <= end && end <= glyphs.length, "glyph range out of bounds");
    const bits = this.#bits;
    for (let index = start; index < end; index += 1) {
      const glyph = glyphs[index] as number;
      bits[glyph >> 3] = (bits[glyph >> 3] as number) | (1 << (glyph & 7));
    }
  }

  /** Adds what another usage wrote with `toBytes`. */
  merge(bytes: Uint8Array): void {
    assert(bytes.length <= this.#bits.length, "glyph usage is too long");
    for (let at = 0; at < bytes.length; at += 1)
      this.#bits[at] = (this.#bits[at] as number) | (bytes[at] as number);
  }

  get isEmpty(): boolean {
    // Plain loops here and below: for a letter on demand they are a tenth of what it costs.
    const words = this.#words;
    for (let at = 0; at < words.length; at += 1) if (words[at] !== 0) return false;
    return true;
  }

  /** Whether all of these glyphs are in the other usage, too. */
  isWithin(other: GlyphUsage): boolean {
    const [own, others] = [this.#words, other.#words];
    for (let at = 0; at < own.length; at += 1)
      if (((own[at] ?? 0) & ~(others[at] ?? 0)) !== 0) return false;
    return true;
  }

  /** Whether any of these glyphs is in the other usage, too. */
  meets(other: GlyphUsage): boolean {
    const [own, others] = [this.#words, other.#words];
    for (let at = 0; at < own.length; at += 1)
      if (((own[at] ?? 0) & (others[at] ?? 0)) !== 0) return true;
    return false;
  }

  clear(): void {
    this.#bits.fill(0);
  }

  /**
   * Bit `g & 7` of byte `g >> 3` is glyph `g`; trailing zero bytes are cut, so that equal sets
   * have equal bytes.
   */
  toBytes(): Uint8Array {
    return this.#bits.slice(0, this.#bits.findLastIndex((byte) => byte !== 0) + 1);
  }

  /** The glyph ids, ascending. */
  glyphs(): number[] {
    const glyphs: number[] = [];
    for (let at = 0; at < this.#bits.length; at += 1) {
      const byte = this.#bits[at] ?? 0;
      for (let bit = 0; byte >> bit !== 0; bit += 1)
        if ((byte >> bit) & 1) glyphs.push(at * 8 + bit);
    }
    return glyphs;
  }
}
