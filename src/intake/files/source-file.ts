import { RunningHash } from "../../base/hash.ts";
import type { HostFile } from "../../base/host.ts";

/**
 * An open input file that is hashed, and whose progress is reported, while it is read from the
 * front.
 */
export class SourceFile implements HostFile {
  readonly #file: HostFile;
  readonly #onBytes: (count: number) => void;
  readonly #hash = new RunningHash();
  #hashedBytes = 0;

  constructor(file: HostFile, onBytes: (count: number) => void) {
    this.#file = file;
    this.#onBytes = onBytes;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const count = this.#file.read(buffer, offset, length, position);
    const skip = this.#hashedBytes - position;
    if (skip >= 0 && skip < count) {
      this.#hash.update(buffer.subarray(offset + skip, offset + count));
      this.#hashedBytes += count - skip;
      this.#onBytes(count - skip);
    }
    return count;
  }

  /** Reads the rest of the file and returns the SHA-256 of all of it. */
  finish(): string {
    const buffer = new Uint8Array(1024 * 1024);
    while (this.read(buffer, 0, buffer.length, this.#hashedBytes) > 0);
    return this.#hash.hex();
  }

  write(bytes: Uint8Array): void {
    this.#file.write(bytes);
  }

  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}
