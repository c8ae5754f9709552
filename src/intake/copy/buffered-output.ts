import type { HostFile } from "../../base/host.ts";

const WRITE_BYTES = 1024 * 1024;

/** Gathers small writes into large ones. */
export class BufferedOutput {
  readonly #file: HostFile;
  readonly #buffer = new Uint8Array(WRITE_BYTES);
  #usedBytes = 0;

  constructor(file: HostFile) {
    this.#file = file;
  }

  write(bytes: Uint8Array): void {
    if (this.#usedBytes + bytes.length > WRITE_BYTES) this.flush();
    if (bytes.length > WRITE_BYTES) return this.#file.write(bytes);
    this.#buffer.set(bytes, this.#usedBytes);
    this.#usedBytes += bytes.length;
  }

  flush(): void {
    if (this.#usedBytes > 0) this.#file.write(this.#buffer.subarray(0, this.#usedBytes));
    this.#usedBytes = 0;
  }

  close(): void {
    this.#file.close();
  }
}
