import type { Host, HostFile } from "../../base/host.ts";

/** A host that reports every block of a file that is read, written or made durable. */
export function pulseHost(host: Host, beat: () => void): Host {
  const beating = (file: HostFile): HostFile => new BeatingFile(file, beat);
  return {
    nowMs: () => host.nowMs(),
    exists: (path) => host.exists(path),
    sizeBytes: (path) => host.sizeBytes(path),
    readFile: (path) => host.readFile(path),
    list: (path) => host.list(path),
    openRead: (path) => beating(host.openRead(path)),
    openWrite: (path) => beating(host.openWrite(path)),
    openAppend: (path) => beating(host.openAppend(path)),
    makeFolder: (path) => host.makeFolder(path),
    rename: (from, to) => host.rename(from, to),
    syncFolder: (path) => host.syncFolder(path),
    remove: (path) => host.remove(path),
  };
}

class BeatingFile implements HostFile {
  readonly #file: HostFile;
  readonly #beat: () => void;

  constructor(file: HostFile, beat: () => void) {
    this.#file = file;
    this.#beat = beat;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const count = this.#file.read(buffer, offset, length, position);
    this.#beat();
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#file.write(bytes);
    this.#beat();
  }

  sync(): void {
    this.#file.sync();
    this.#beat();
  }

  close(): void {
    this.#file.close();
  }
}
