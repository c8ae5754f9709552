import { type Host, HostError, type HostFile } from "../../src/base/host.ts";

/** Files in memory, over a host that has those that are not there. Folders need not be made. */
export class MemoryHost implements Host {
  readonly files = new Map<string, Buffer>();
  readonly #beneath: Host | undefined;

  constructor(beneath?: Host) {
    this.#beneath = beneath;
  }

  nowMs(): number {
    return 0;
  }

  exists(path: string): boolean {
    return this.files.has(path) || (this.#beneath?.exists(path) ?? false);
  }

  sizeBytes(path: string): number {
    return this.files.get(path)?.length ?? this.#below(path).sizeBytes(path);
  }

  readFile(path: string): Uint8Array {
    return this.files.get(path) ?? this.#below(path).readFile(path);
  }

  list(path: string): string[] {
    const own = [...this.files.keys()].filter((name) => name.startsWith(`${path}/`));
    const names = own.map((name) => name.slice(path.length + 1).split("/")[0] as string);
    return [...new Set([...names, ...(this.#beneath?.list(path) ?? [])])].sort();
  }

  openRead(path: string): HostFile {
    const bytes = this.files.get(path);
    return bytes === undefined ? this.#below(path).openRead(path) : readable(bytes);
  }

  openWrite(path: string): HostFile {
    this.files.set(path, Buffer.alloc(0));
    return this.openAppend(path);
  }

  openAppend(path: string): HostFile {
    const chunks: Uint8Array[] = [this.files.get(path) ?? Buffer.alloc(0)];
    return {
      ...readable(Buffer.alloc(0)),
      write: (bytes) => void chunks.push(Buffer.from(bytes)),
      close: () => void this.files.set(path, Buffer.concat(chunks)),
    };
  }

  makeFolder(): void {}

  rename(from: string, to: string): void {
    this.files.set(to, this.files.get(from) ?? Buffer.alloc(0));
    this.files.delete(from);
  }

  syncFolder(): void {}

  remove(path: string): void {
    for (const name of this.files.keys())
      if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
  }

  #below(path: string): Host {
    if (this.#beneath === undefined) throw new HostError("ENOENT", path, `no file ${path}`);
    return this.#beneath;
  }
}

function readable(bytes: Buffer): HostFile {
  return {
    read: (buffer, offset, length, position) => {
      const found = bytes.subarray(position, position + length);
      buffer.set(found, offset);
      return found.length;
    },
    write: () => {
      throw new Error("the file is open for reading");
    },
    sync: () => {},
    close: () => {},
  };
}
