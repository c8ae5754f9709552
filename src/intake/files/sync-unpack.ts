// As a whole: a name that an old Node lacks would fail before `base/this-node.js` can say so.
import zlib from "node:zlib";
import type { ZlibInside } from "../../base/zlib-handle.ts";

const OUTPUT_BYTES = 1024 * 1024;

/** How bytes are packed: gzip (RFC 1952), Zstandard (RFC 8878), or as members of zip archives. */
export type Packing = "gzip" | "zstd" | "deflate";

/** What is wrong with the packed bytes. */
export class UnpackError extends Error {
  override readonly name = "UnpackError";
  /** Whether the file ends before the packed data does. */
  readonly endsEarly: boolean;

  constructor(message: string, endsEarly: boolean) {
    super(message);
    this.endsEarly = endsEarly;
  }
}

/**
 * Unpacks data, several gzip members or Zstandard frames included, piece by piece and
 * synchronously. Node offers either pieces by events or the whole file in memory, and of Zstandard
 * frames then only the first; this drives the handle inside its stream, as Node's own one-shot
 * calls do.
 */
export class SyncUnpack {
  readonly #packing: Packing;
  readonly #stream: ReturnType<typeof streamFor>;
  readonly #inside: ZlibInside;
  readonly #output = new Uint8Array(OUTPUT_BYTES);
  #failure: UnpackError | undefined;

  constructor(packing: Packing) {
    this.#packing = packing;
    this.#stream = streamFor(packing);
    this.#inside = this.#stream as unknown as ZlibInside;
    this.#inside._handle.onerror = (message, _number, code) => {
      this.#failure = new UnpackError(message, code === "Z_BUF_ERROR");
    };
  }

  /** Unpacks one more piece; `isLast` says that no other follows. Throws an `UnpackError`. */
  push(input: Uint8Array, isLast: boolean, onBytes: (bytes: Uint8Array) => void): void {
    const { _handle: handle, _writeState: state } = this.#inside;
    let offset = 0;
    for (;;) {
      const length = input.length - offset;
      handle.writeSync(this.#flush(isLast), input, offset, length, this.#output, 0, OUTPUT_BYTES);
      if (this.#failure !== undefined) throw this.#failure;
      const freeBytes = state[0] ?? 0;
      const readBytes = length - (state[1] ?? 0);
      offset += readBytes;
      if (freeBytes < OUTPUT_BYTES) onBytes(this.#output.subarray(0, OUTPUT_BYTES - freeBytes));
      if (freeBytes === 0) continue;
      // Between two frames Zstandard stops; the others stop past their end alone.
      const isDone = this.#packing !== "zstd" || offset === input.length || readBytes === 0;
      if (isDone) return;
    }
  }

  close(): void {
    this.#stream.close();
  }

  #flush(isLast: boolean): number {
    if (this.#packing === "zstd")
      return isLast ? zlib.constants.ZSTD_e_end : zlib.constants.ZSTD_e_continue;
    return isLast ? zlib.constants.Z_FINISH : zlib.constants.Z_NO_FLUSH;
  }
}

function streamFor(packing: Packing) {
  if (packing === "zstd") return zlib.createZstdDecompress();
  return packing === "gzip" ? zlib.createGunzip() : zlib.createInflateRaw();
}
