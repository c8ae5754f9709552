import * as fs from "node:fs";
import { HostError } from "../../src/base/host.ts";
import type { Host, HostFile } from "../../src/base/host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** A real host over node:fs, with reads cut short now and then as a system may do. */
export class TestHost implements Host {
  readonly #shortReads: boolean;

  constructor(shortReads = false) {
    this.#shortReads = shortReads;
  }

  nowMs(): number {
    return 0;
  }

  exists(path: string): boolean {
    return fs.existsSync(path);
  }

  sizeBytes(path: string): number {
    return fs.statSync(path).size;
  }

  readFile(path: string): Uint8Array {
    return fs.readFileSync(path);
  }

  list(path: string): string[] {
    return fs.existsSync(path) ? fs.readdirSync(path).sort() : [];
  }

  openRead(path: string): HostFile {
    if (!fs.existsSync(path)) throw new HostError("ENOENT", path, "no such file");
    return this.#wrap(fs.openSync(path, "r"));
  }

  openWrite(path: string): HostFile {
    return this.#wrap(fs.openSync(path, "w", 0o600));
  }

  openAppend(path: string): HostFile {
    return this.#wrap(fs.openSync(path, "a", 0o600));
  }

  makeFolder(path: string): void {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  rename(from: string, to: string): void {
    fs.renameSync(from, to);
  }

  syncFolder(_path: string): void {}

  remove(path: string): void {
    fs.rmSync(path, { recursive: true, force: true });
  }

  #wrap(descriptor: number): HostFile {
    return {
      read: (buffer, offset, length, position) => {
        const wanted = this.#shortReads ? Math.ceil(length / 2) : length;
        return fs.readSync(descriptor, buffer, offset, wanted, position);
      },
      write: (bytes) => {
        fs.writeFileSync(descriptor, bytes);
      },
      sync: () => fs.fsyncSync(descriptor),
      close: () => fs.closeSync(descriptor),
    };
  }
}

/** A new folder for a test's files; it goes when the test file is done. */
export function newFolder(): string {
  return temporaryFolder("intake");
}
