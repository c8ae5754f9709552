import { RunningHash } from "../../base/hash.ts";
import type { Host, HostFile } from "../../base/host.ts";

const WINDOW_BYTES = 2 * 1024 * 1024;
/** How much of what comes before its new place a window keeps: the objects of a page. */
const BACK_BYTES = 256 * 1024;
const SIDE_BYTES = 64 * 1024;

/**
 * A file that is read front to back through a window and hashed on the way, so that a file of any
 * size costs one reading and a few megabytes. Other places are read separately. What is returned is
 * a view that the next call overwrites.
 */
export class HashedFile {
  readonly sizeBytes: number;
  readonly #file: HostFile;
  readonly #hash = new RunningHash();
  readonly #window: Buffer;
  /** Where the window is in the file, and how much of it is filled. */
  #windowAt = 0;
  #windowBytes = 0;
  #side = Buffer.alloc(0);
  #sideAt = 0;
  #sideBytes = 0;

  constructor(host: Host, path: string) {
    this.sizeBytes = host.sizeBytes(path);
    this.#file = host.openRead(path);
    this.#window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, Math.max(1, this.sizeBytes)));
  }

  /** Bytes at or after those of the last call; fewer than asked for if the file ends. */
  onward(at: number, length: number): Buffer {
    const available = Math.max(0, Math.min(length, this.sizeBytes - at));
    if (at < this.#windowAt || available > this.#window.length - BACK_BYTES)
      return this.beside(at, length);
    while (at + available > this.#windowAt + this.#windowBytes) {
      if (!this.#move(at)) break;
    }
    const from = at - this.#windowAt;
    return this.#window.subarray(from, Math.min(from + available, this.#windowBytes));
  }

  /** Bytes anywhere; fewer than asked for if the file ends. */
  beside(at: number, length: number): Buffer {
    const available = Math.max(0, Math.min(length, this.sizeBytes - at));
    const from = at - this.#sideAt;
    if (from >= 0 && from + available <= this.#sideBytes)
      return this.#side.subarray(from, from + available);
    if (this.#side.length < available || this.#side.length === 0)
      this.#side = Buffer.allocUnsafe(Math.max(SIDE_BYTES, available));
    const wanted = Math.max(available, Math.min(SIDE_BYTES, this.sizeBytes - at));
    this.#sideBytes = this.#read(this.#side, 0, wanted, at);
    this.#sideAt = at;
    return this.#side.subarray(0, Math.min(available, this.#sideBytes));
  }

  /** Reads the rest; returns the SHA-256 of the whole file. */
  finish(): string {
    while (this.#move(this.#windowAt + this.#windowBytes));
    return this.#hash.hex();
  }

  close(): void {
    this.#file.close();
  }

  /** Moves the window forward, towards `at`; false at the end of the file. */
  #move(at: number): boolean {
    const end = this.#windowAt + this.#windowBytes;
    if (end >= this.sizeBytes) return false;
    const start = Math.max(this.#windowAt, Math.min(end, at - BACK_BYTES));
    this.#window.copyWithin(0, start - this.#windowAt, this.#windowBytes);
    this.#windowAt = start;
    this.#windowBytes = end - start;
    const room = Math.min(this.#window.length - this.#windowBytes, this.sizeBytes - end);
    const count = this.#read(this.#window, this.#windowBytes, room, end);
    this.#hash.update(this.#window.subarray(this.#windowBytes, this.#windowBytes + count));
    this.#windowBytes += count;
    return count > 0;
  }

  /** Reads until there is enough or the file ends. */
  #read(into: Buffer, offset: number, length: number, position: number): number {
    let count = 0;
    while (count < length) {
      const read = this.#file.read(into, offset + count, length - count, position + count);
      if (read === 0) break;
      count += read;
    }
    return count;
  }
}
