import type { Host, HostFile } from "../../base/host.ts";
import { readExactly } from "./read-exactly.ts";

const AHEAD_BYTES = 256 * 1024;

/** A file that is read front to back in pieces, some of it ahead of need. */
export class AheadFile {
  readonly sizeBytes: number;
  readonly #file: HostFile;
  #window = new Uint8Array(AHEAD_BYTES);
  #start = 0;
  #end = 0;

  constructor(host: Host, path: string) {
    this.sizeBytes = host.sizeBytes(path);
    this.#file = host.openRead(path);
  }

  /**
   * A view of bytes, which the next call overwrites; undefined if the file does not have that many.
   * Throws a `HostError` if it cannot be read.
   */
  read(offset: number, length: number): Uint8Array | undefined {
    const isInside = offset >= 0 && length >= 0 && offset + length <= this.sizeBytes;
    if (!isInside) return undefined;
    if (offset < this.#start || offset + length > this.#end) {
      const wanted = Math.min(Math.max(length, AHEAD_BYTES), this.sizeBytes - offset);
      if (this.#window.length < wanted) this.#window = new Uint8Array(wanted);
      this.#end = 0;
      if (!readExactly(this.#file, this.#window.subarray(0, wanted), offset)) return undefined;
      this.#start = offset;
      this.#end = offset + wanted;
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }

  close(): void {
    this.#file.close();
  }
}
