/** Appends numbers of some bits to bytes, the highest bit first. */
export class BitWriter {
  readonly #out: Uint8Array;
  #held = 0;
  #heldBits = 0;
  /** Whole bytes written. */
  length = 0;

  constructor(out: Uint8Array) {
    this.#out = out;
  }

  write(value: number, bits: number): void {
    this.#held = (this.#held << bits) | value;
    this.#heldBits += bits;
    while (this.#heldBits >= 8) {
      this.#heldBits -= 8;
      this.#out[this.length++] = (this.#held >>> this.#heldBits) & 0xff;
    }
    this.#held &= (1 << this.#heldBits) - 1;
  }

  /** Fills the byte begun with zeros. */
  flush(): void {
    if (this.#heldBits > 0) this.write(0, 8 - this.#heldBits);
  }

  get spareBits(): number {
    return this.#out.length * 8 - this.bitLength;
  }

  get bitLength(): number {
    return this.length * 8 + this.#heldBits;
  }
}
