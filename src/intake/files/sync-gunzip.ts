import { constants, createGunzip } from "node:zlib";
import type { ZlibInside } from "../../base/zlib-handle.ts";

const OUTPUT_BYTES = 1024 * 1024;

/** What is wrong with the packed bytes. */
export class GunzipError extends Error {
  override readonly name = "GunzipError";
  /** Whether the file ends before the packed data does. */
  readonly endsEarly: boolean;

  constructor(message: string, endsEarly: boolean) {
    super(message);
    this.endsEarly = endsEarly;
  }
}

/**
 * Unpacks gzip data (RFC 1952, including several members) piece by piece and synchronously. Node
 * offers either pieces by events or the whole file in memory; this drives the handle inside its
 * stream, as Node's own one-shot calls do.
 */
export class SyncGunzip {
  readonly #stream = createGunzip();
  readonly #inside = this.#stream as unknown as ZlibInside;
  readonly #output = new Uint8Array(OUTPUT_BYTES);
  #failure: GunzipError | undefined;

  constructor() {
    this.#inside._handle.onerror = (message, _number, code) => {
      this.#failure = new GunzipError(message, code === "Z_BUF_ERROR");
    };
  }

  /** Unpacks one more piece; `isLast` says that no other follows. Throws a `GunzipError`. */
  push(input: Uint8Array, isLast: boolean, onBytes: (bytes: Uint8Array) => void): void {
    const { _handle: handle, _writeState: state } = this.#inside;
    const flush = isLast ? constants.Z_FINISH : constants.Z_NO_FLUSH;
    let offset = 0;
    let freeBytes = 0;
    do {
      const length = input.length - offset;
      handle.writeSync(flush, input, offset, length, this.#output, 0, OUTPUT_BYTES);
      if (this.#failure !== undefined) throw this.#failure;
      freeBytes = state[0] ?? 0;
      offset = input.length - (state[1] ?? 0);
      if (freeBytes < OUTPUT_BYTES) onBytes(this.#output.subarray(0, OUTPUT_BYTES - freeBytes));
    } while (freeBytes === 0);
  }

  close(): void {
    this.#stream.close();
  }
}
