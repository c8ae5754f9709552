import type { Host, HostFile } from "../../base/host.ts";
import { readUpTo } from "../../base/read-fully.ts";

const CHUNK_BYTES = 4 * 1024 * 1024;

/** The file of a window that never has to read. */
const NO_FILE: HostFile = { read: () => 0, write: () => {}, sync: () => {}, close: () => {} };

export interface WindowRange {
  readonly start: number;
  readonly end: number;
  /** How much to read at a time, if the default is too much. */
  readonly chunkBytes?: number;
  /** What the bytes in hand are kept in, if windows that follow each other share it. */
  readonly storage?: WindowStorage;
}

/** Memory that one window after the other keeps its bytes in: each new one would be garbage. */
export class WindowStorage {
  bytes: Buffer = Buffer.alloc(0);
}

/**
 * A sliding view of a range of a file. Offsets are those of the file, so that findings can name
 * them; `bytes` are the bytes in hand, the first of which is at `base`.
 */
export class FileWindow {
  readonly end: number;
  bytes: Buffer = Buffer.alloc(0);
  base: number;
  readonly #file: HostFile;
  readonly #chunkBytes: number;
  readonly #storage: WindowStorage;

  constructor(file: HostFile, range: WindowRange) {
    this.#file = file;
    this.base = range.start;
    this.end = range.end;
    this.#chunkBytes = range.chunkBytes ?? CHUNK_BYTES;
    this.#storage = range.storage ?? new WindowStorage();
  }

  /** A window whose bytes are in hand from the start. */
  static over(bytes: Buffer, start: number): FileWindow {
    const window = new FileWindow(NO_FILE, { start, end: start + bytes.length });
    window.bytes = bytes;
    return window;
  }

  /** Whether the bytes in hand reach the end of the range. */
  get reachesEnd(): boolean {
    return this.base + this.bytes.length >= this.end;
  }

  /** Drops what lies before the file offset `from` and reads one more chunk. */
  slide(from: number): void {
    const kept = this.bytes.subarray(from - this.base);
    const rest = this.end - (from + kept.length);
    const wanted = Math.min(rest, Math.max(this.#chunkBytes, kept.length));
    const storage = this.#roomFor(kept.length + wanted);
    kept.copy(storage);
    const count = readUpTo(this.#file, storage, kept.length, wanted, from + kept.length);
    this.#storage.bytes = storage;
    this.base = from;
    this.bytes = storage.subarray(0, kept.length + count);
    if (count < wanted) throw new RangeError("the file became shorter while it was read");
  }

  /** Has the bytes from one file offset to another in hand; throws if the range ends before. */
  reach(from: number, to: number): void {
    if (to > this.end) throw new RangeError("the file ends inside of what was to be read");
    while (to > this.base + this.bytes.length) this.slide(from);
  }

  /** The bytes of a range: a view if they are in hand, otherwise read again. */
  view(start: number, end: number): Buffer {
    if (start >= this.base && end <= this.base + this.bytes.length)
      return this.bytes.subarray(start - this.base, end - this.base);
    return readRange(this.#file, start, end);
  }

  #roomFor(sizeBytes: number): Buffer {
    const { bytes } = this.#storage;
    if (bytes.length >= sizeBytes) return bytes;
    return Buffer.allocUnsafeSlow(sizeBytes);
  }
}

/** The bytes [start, end) of an open file, fewer if it ends before. */
export function readRange(file: HostFile, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  return bytes.subarray(0, readUpTo(file, bytes, 0, bytes.length, start));
}

/** Opens a file for the duration of `use`. */
export function withFile<T>(host: Host, path: string, use: (file: HostFile) => T): T {
  const file = host.openRead(path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}
