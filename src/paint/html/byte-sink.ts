const FIRST_SIZE = 128 * 1024;
const encoder = new TextEncoder();

/** Bytes gathered one after the other. A sink that is cleared keeps its room for the next. */
export class ByteSink {
  #bytes = new Uint8Array(FIRST_SIZE);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** Appends a text as UTF-8. */
  text(text: string): void {
    const room = this.room(text.length * 3);
    this.advance(encoder.encodeInto(text, room).written);
  }

  bytes(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes);
    this.advance(bytes.length);
  }

  /** Room for at least so many bytes behind those there are, to be filled and then advanced by. */
  room(count: number): Uint8Array {
    if (this.#length + count > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    return this.#bytes.subarray(this.#length);
  }

  advance(count: number): void {
    this.#length += count;
  }

  /** All that was appended, until more is. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** A copy of all that was appended. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
