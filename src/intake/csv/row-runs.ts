import type { HostFile } from "../../base/host.ts";
import { FileWindow } from "../files/file-window.ts";

/** Before each row of a run: the sizes of its key and of what follows it. */
const HEAD_BYTES = 8;

/** A row waiting to be sorted: its key, and where it is among the gathered rows. */
interface GatheredRow {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Gathers rows in memory up to a size, to write them in key order as one run. */
export class RowGatherer {
  readonly #storage: Buffer;
  #usedBytes = 0;
  #rows: GatheredRow[] = [];

  constructor(sizeBytes: number) {
    this.#storage = Buffer.allocUnsafeSlow(sizeBytes);
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  hasRoomFor(key: string, row: Uint8Array): boolean {
    return this.#usedBytes + HEAD_BYTES + key.length + row.length <= this.#storage.length;
  }

  /** `key` has one character per byte. */
  add(key: string, row: Uint8Array): void {
    const start = this.#usedBytes;
    this.#storage.writeUInt32LE(key.length, start);
    this.#storage.writeUInt32LE(row.length, start + 4);
    this.#storage.write(key, start + HEAD_BYTES, "latin1");
    this.#storage.set(row, start + HEAD_BYTES + key.length);
    this.#usedBytes += HEAD_BYTES + key.length + row.length;
    this.#rows.push({ key, start, end: this.#usedBytes });
  }

  /** Writes the rows in key order (rows of one key in input order) and starts over. */
  flush(write: (bytes: Uint8Array) => void): void {
    this.#rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const { start, end } of this.#rows) write(this.#storage.subarray(start, end));
    this.#rows = [];
    this.#usedBytes = 0;
  }
}

/** Steps through a run that a `RowGatherer` wrote. */
export class RunReader {
  key = "";
  /** The current row; valid until the next step. */
  row: Uint8Array = new Uint8Array(0);
  /** Runs are numbered in the order of the rows they were cut from. */
  readonly index: number;
  readonly #window: FileWindow;
  #at = 0;

  constructor(file: HostFile, sizeBytes: number, index: number, chunkBytes: number) {
    this.#window = new FileWindow(file, { start: 0, end: sizeBytes, chunkBytes });
    this.index = index;
  }

  next(): boolean {
    if (this.#at >= this.#window.end) return false;
    const head = this.#need(HEAD_BYTES);
    const keyBytes = head.readUInt32LE(0);
    const sizeBytes = HEAD_BYTES + keyBytes + head.readUInt32LE(4);
    const all = this.#need(sizeBytes);
    this.key = all.toString("latin1", HEAD_BYTES, HEAD_BYTES + keyBytes);
    this.row = all.subarray(HEAD_BYTES + keyBytes);
    this.#at += sizeBytes;
    return true;
  }

  #need(sizeBytes: number): Buffer {
    const window = this.#window;
    window.reach(this.#at, this.#at + sizeBytes);
    return window.view(this.#at, this.#at + sizeBytes);
  }
}

/** Merges the rows of all runs in key order, rows of one key in the order of the runs. */
export function mergeRuns(runs: readonly RunReader[], take: (row: Uint8Array) => void): void {
  const heap = runs.filter((run) => run.next()).sort(byKey);
  while (heap.length > 0) {
    const least = heap[0] as RunReader;
    take(least.row);
    if (!least.next()) {
      const last = heap.pop() as RunReader;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    siftDown(heap);
  }
}

function siftDown(heap: RunReader[]): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) return;
    const other = heap[child + 1];
    if (other !== undefined && byKey(other, heap[child] as RunReader) < 0) child += 1;
    const [above, below] = [heap[at] as RunReader, heap[child] as RunReader];
    if (byKey(above, below) <= 0) return;
    heap[at] = below;
    heap[child] = above;
    at = child;
  }
}

function byKey(a: RunReader, b: RunReader): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.index - b.index;
}
