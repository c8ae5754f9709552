import { constants, createDeflate, deflateSync } from "node:zlib";
import { assert } from "../base/assert.ts";
import type { ZlibHandle, ZlibInside } from "../base/zlib-handle.ts";

/** More than zlib's window and what it looks ahead: nothing of an input lies beyond. */
const WASH_BYTES_MAX = 70_000;
const ZEROS = new Uint8Array(WASH_BYTES_MAX);

/**
 * Compresses page after page with one zlib stream that is reset in between: setting a stream up
 * costs as much as compressing a page does. The bytes are those of `deflateSync` with the same
 * parameters, which is also what runs where the stream's handle is not to be had.
 */
export class Deflater {
  readonly #options: { level: number; memLevel: number; windowBits: number };
  readonly #handle: ZlibHandle | undefined;
  readonly #state: Uint32Array | undefined;
  #output = new Uint8Array(2 * WASH_BYTES_MAX);

  constructor(level: number) {
    this.#options = { level, memLevel: 8, windowBits: 15 };
    const stream = createDeflate(this.#options) as unknown as Partial<ZlibInside>;
    const usable =
      typeof stream._handle?.writeSync === "function" &&
      typeof stream._handle.reset === "function" &&
      typeof stream._handle.params === "function" &&
      stream._writeState instanceof Uint32Array;
    this.#handle = usable ? stream._handle : undefined;
    this.#state = usable ? stream._writeState : undefined;
  }

  /** The compressed bytes, as a view that the next call overwrites. */
  deflate(input: Uint8Array): Uint8Array {
    if (this.#handle === undefined || this.#state === undefined) {
      return deflateSync(input, this.#options);
    }
    // zlib's bound for a stream of this length (deflateBound), so that one call finishes it.
    const bound = input.length + (input.length >> 12) + (input.length >> 14) + 64;
    if (bound > this.#output.length) this.#output = new Uint8Array(bound * 2);
    const output = this.#output;
    this.#wash(this.#handle, input.length);
    this.#handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, output.length);
    const [outputLeft, inputLeft] = this.#state;
    assert(inputLeft === 0 && outputLeft !== 0, "a page was not compressed in one call");
    return output.subarray(0, output.length - (outputLeft as number));
  }

  /**
   * Resets the stream and overwrites its window with zeros, by storing some. Without that the bytes
   * would depend on what was compressed before: zlib as Node builds it hashes four bytes, and so
   * looks one byte past the end of its input.
   */
  #wash(handle: ZlibHandle, inputBytes: number): void {
    const count = Math.min(inputBytes + 16, WASH_BYTES_MAX);
    const output = this.#output;
    handle.reset();
    handle.params(0, constants.Z_DEFAULT_STRATEGY);
    handle.writeSync(constants.Z_FINISH, ZEROS, 0, count, output, 0, output.length);
    handle.reset();
    handle.params(this.#options.level, constants.Z_DEFAULT_STRATEGY);
  }
}
