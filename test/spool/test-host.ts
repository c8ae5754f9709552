import * as fs from "node:fs";
import { dirname } from "node:path";
import { HostError } from "../../src/base/host.ts";
import type { Host, HostFile } from "../../src/base/host.ts";

/** The real file system, as the engine's own host gives it to the rooms below. */
export class TestHost implements Host {
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
    return new TestFile(path, fs.openSync(path, "r"));
  }

  openWrite(path: string): HostFile {
    return new TestFile(path, fs.openSync(path, "w", 0o600));
  }

  openAppend(path: string): HostFile {
    return new TestFile(path, fs.openSync(path, "a", 0o600));
  }

  makeFolder(path: string): void {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  rename(from: string, to: string): void {
    fs.renameSync(from, to);
  }

  syncFolder(path: string): void {
    const folder = fs.openSync(path, "r");
    fs.fsyncSync(folder);
    fs.closeSync(folder);
  }

  remove(path: string): void {
    fs.rmSync(path, { recursive: true, force: true });
  }
}

class TestFile implements HostFile {
  readonly #descriptor: number;
  readonly #path: string;

  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return fs.readSync(this.#descriptor, buffer, offset, length, position);
  }

  write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) done += fs.writeSync(this.#descriptor, bytes, done);
  }

  sync(): void {
    fs.fsyncSync(this.#descriptor);
  }

  close(): void {
    if (this.#descriptor < 0) throw new HostError("EBADF", this.#path, "closed");
    fs.closeSync(this.#descriptor);
  }
}

/**
 * What a power failure does to names that were changed since their folder was last synced: all
 * changes stay, all are lost, or all but the last are lost.
 */
export type CrashMode = "kept" | "lost" | "reordered";

/**
 * The real file system until the call numbered `crashAt`, which fails, as does every call after it.
 * `settle` then leaves on disk what a power failure might: half of every file that was not synced,
 * and the changes of names that `mode` says.
 */
export class CrashingHost extends TestHost {
  calls = 0;
  readonly #crashAt: number;
  readonly #unsynced = new Set<string>();
  readonly #undo: (() => void)[] = [];

  constructor(crashAt: number) {
    super();
    this.#crashAt = crashAt;
  }

  step(path: string): void {
    this.calls += 1;
    if (this.calls >= this.#crashAt) throw new HostError("EIO", path, "the machine has failed");
  }

  override exists(path: string): boolean {
    this.step(path);
    return super.exists(path);
  }

  override openRead(path: string): HostFile {
    this.step(path);
    return super.openRead(path);
  }

  override makeFolder(path: string): void {
    this.step(path);
    super.makeFolder(path);
  }

  override openWrite(path: string): HostFile {
    this.step(path);
    const file = super.openWrite(path);
    this.#unsynced.add(path);
    return {
      read: (...range) => file.read(...range),
      write: (bytes) => {
        this.step(path);
        file.write(bytes);
      },
      sync: () => {
        this.step(path);
        file.sync();
        this.#unsynced.delete(path);
      },
      close: () => {
        file.close();
        this.step(path);
      },
    };
  }

  override rename(from: string, to: string): void {
    this.step(from);
    const before = fs.existsSync(to) ? fs.readFileSync(to) : undefined;
    super.rename(from, to);
    if (this.#unsynced.delete(from)) this.#unsynced.add(to);
    this.#undo.push(() => {
      fs.renameSync(to, from);
      if (before !== undefined) fs.writeFileSync(to, before);
    });
  }

  override remove(path: string): void {
    this.step(path);
    const before = fs.existsSync(path) ? fs.readFileSync(path) : undefined;
    super.remove(path);
    if (before !== undefined) this.#undo.push(() => fs.writeFileSync(path, before));
  }

  override syncFolder(path: string): void {
    this.step(path);
    super.syncFolder(path);
    this.#undo.length = 0;
  }

  settle(mode: CrashMode): void {
    for (const path of this.#unsynced) {
      if (fs.existsSync(path)) fs.truncateSync(path, Math.floor(fs.statSync(path).size / 2));
    }
    if (mode === "reordered") this.#undo.pop();
    if (mode === "kept") return;
    for (const undo of this.#undo.reverse()) undo();
  }
}

export function writeBytes(path: string, bytes: Uint8Array): void {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, bytes);
}
