const FIRST_SIZE = 16 * 1024;
const encoder = new TextEncoder();

/** Bytes gathered one after the other. */
export class ByteSink {
  #bytes = new Uint8Array(FIRST_SIZE);
  #length = 0;

  /** Appends a text as UTF-8. */
  text(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** A copy of all that was appended. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
