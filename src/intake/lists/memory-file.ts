import { assert } from "../../base/assert.ts";
import type { HostFile } from "../../base/host.ts";

/** Bytes in memory, for readers of files. */
export class MemoryFile implements HostFile {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const part = this.#bytes.subarray(position, position + length);
    buffer.set(part, offset);
    return part.length;
  }

  write(): void {
    assert(false, "a list is only read");
  }

  sync(): void {}

  close(): void {}
}
