/** One bit for each of `size` items, so that millions take little memory. */
export class Bitmap {
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(size: number) {
    this.size = size;
    this.#bytes = new Uint8Array(Math.ceil(size / 8));
  }

  /** Sets a bit that is in range; returns whether it was set before. */
  set(index: number): boolean {
    const mask = 1 << (index & 7);
    const byte = this.#bytes[index >>> 3] as number;
    this.#bytes[index >>> 3] = byte | mask;
    return (byte & mask) !== 0;
  }

  has(index: number): boolean {
    return (((this.#bytes[index >>> 3] ?? 0) >> (index & 7)) & 1) === 1;
  }

  /** The bits that are set here and not in `other`, ascending. */
  *without(other: Bitmap): Generator<number> {
    for (let at = 0; at < this.#bytes.length; at += 1) {
      const left = (this.#bytes[at] as number) & ~(other.#bytes[at] ?? 0);
      if (left === 0) continue;
      for (let bit = 0; bit < 8; bit += 1) if (((left >> bit) & 1) === 1) yield at * 8 + bit;
    }
  }
}
