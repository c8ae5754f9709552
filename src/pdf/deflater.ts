import { constants, createDeflate, deflateSync } from "node:zlib";
import { assert } from "../base/assert.ts";

/** The part of zlib's binding that a reused stream needs. */
interface ZlibHandle {
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
}

/**
 * Compresses page after page with one zlib stream that is reset in between: setting a stream up
 * costs as much as compressing a page does. The bytes are those of `deflateSync` with the same
 * parameters, which is also what runs where the stream's handle is not to be had.
 */
export class Deflater {
  readonly #options: { level: number; memLevel: number; windowBits: number };
  readonly #handle: ZlibHandle | undefined;
  readonly #state: Uint32Array | undefined;
  #output = new Uint8Array(64 * 1024);

  constructor(level: number) {
    this.#options = { level, memLevel: 8, windowBits: 15 };
    const stream = createDeflate(this.#options) as unknown as {
      _handle?: ZlibHandle;
      _writeState?: Uint32Array;
    };
    const usable =
      typeof stream._handle?.writeSync === "function" &&
      typeof stream._handle.reset === "function" &&
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
    this.#handle.reset();
    this.#handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, output.length);
    const [outputLeft, inputLeft] = this.#state;
    assert(inputLeft === 0 && outputLeft !== 0, "a page was not compressed in one call");
    return output.subarray(0, output.length - (outputLeft as number));
  }
}
