import { constants, createInflate } from "node:zlib";
import type { ZlibInside } from "../../base/zlib-handle.ts";

const OUTPUT_BYTES = 256 * 1024;

/**
 * Inflates stream after stream with one zlib stream that is reset in between, as setting one up
 * costs as much as inflating a page. Holds at most `bytesMax`, whatever a stream claims.
 */
export class Inflater {
  readonly #bytesMax: number;
  readonly #inside = createInflate() as unknown as ZlibInside;
  #output = Buffer.allocUnsafe(OUTPUT_BYTES);
  #failed = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
    this.#inside._handle.onerror = () => {
      this.#failed = true;
    };
  }

  /**
   * The bytes, as a view that the next call overwrites. Undefined if they are not a zlib stream
   * (RFC 1950), are cut, are followed by other bytes or exceed `bytesMax`.
   */
  inflate(input: Uint8Array): Buffer | undefined {
    const { _handle: handle, _writeState: state } = this.#inside;
    for (;;) {
      const output = this.#output;
      this.#failed = false;
      handle.reset();
      handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, output.length);
      const [free = 0, unread = 0] = state;
      if (this.#failed) return undefined;
      if (free > 0) return unread === 0 ? output.subarray(0, output.length - free) : undefined;
      if (output.length >= this.#bytesMax) return undefined;
      this.#output = Buffer.allocUnsafe(Math.min(this.#bytesMax, output.length * 4));
    }
  }

  close(): void {
    this.#inside.close();
  }
}
