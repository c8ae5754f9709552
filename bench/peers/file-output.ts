import { closeSync, openSync, writeSync } from "node:fs";

/** A file written at once, chunk by chunk, that counts its bytes. */
export class FileOutput {
  readonly #file: number;
  bytes = 0;

  constructor(path: string) {
    this.#file = openSync(path, "w", 0o600);
  }

  write(chunk: Uint8Array): void {
    let written = 0;
    while (written < chunk.length) written += writeSync(this.#file, chunk, written);
    this.bytes += chunk.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}
