const UNIT_BYTES = 2;

/**
 * The code units of a text, in memory that is used again: an array of numbers is read several times
 * as fast as the characters of a string that was put together.
 */
export class CodeUnits {
  #bytes = Buffer.alloc(0);
  #units = new Uint16Array(0);

  /** A zero follows the last one. */
  of(text: string): Uint16Array {
    if (text.length >= this.#units.length) this.#grow(2 * text.length + 1);
    this.#bytes.write(text, "utf16le");
    this.#units[text.length] = 0;
    return this.#units;
  }

  #grow(units: number): void {
    const memory = new ArrayBuffer(units * UNIT_BYTES);
    this.#bytes = Buffer.from(memory);
    this.#units = new Uint16Array(memory);
  }
}
