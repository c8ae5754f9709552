import type { EntryIndex, Ordinal, ShardIndex } from "../base/units.ts";
import { crc32 } from "node:zlib";
import { assert, defined } from "../base/assert.ts";
import type { EntryList } from "../model/piece.ts";
import { type Channel, CHANNEL_FACTS } from "../model/channel.ts";
import { corruptFragment } from "./fragment-directory.ts";
import type { Section } from "./fragment-directory.ts";
import type { FragmentIndex } from "./fragment-index.ts";
import type { FragmentShelf } from "./fragment-shelf.ts";

const WINDOW_BYTES_MIN = 8 * 1024;
const WINDOW_BYTES_MAX = 256 * 1024;

/** Views of an entry's bytes, which the next read overwrites. */
export interface StoredEntry {
  readonly ordinal: Ordinal;
  readonly content: Uint8Array;
  readonly meta: Uint8Array;
}

/** The stretch of a file that holds a sorted run of a fragment, and what of it is in memory. */
interface Window {
  readonly shard: ShardIndex;
  /** The end of the last entry that will be requested. */
  runEnd: number;
  /** Place in the slab, or -1 if nothing is in memory. */
  slot: number;
  start: number;
  end: number;
}

/** A fragment whose entries are being located: rows from entry `first` on, windows by run. */
interface Located {
  readonly shard: ShardIndex;
  readonly data: Section;
  readonly rows: FragmentIndex;
  readonly first: number;
  readonly windows: Map<number, number>;
}

/**
 * Reads listed entries one after the other. Within a fragment, entries of one address class and
 * sheet count are in the order of the list, so each such run has a window that moves forward over
 * the file. The windows share a slab of bounded size; if there are too many, the one that was
 * filled first makes room.
 */
export class EntrySource {
  readonly #shelf: FragmentShelf;
  readonly #list: EntryList;
  readonly #offsets: Float64Array;
  readonly #dataBytes: Uint32Array;
  readonly #metaBytes: Uint32Array;
  readonly #crcs: Uint32Array;
  readonly #ordinals: Uint32Array;
  readonly #windowOf: Uint32Array;
  readonly #windows: Window[] = [];
  readonly #windowBytes: number;
  readonly #slab: Uint8Array;
  readonly #owners: (Window | undefined)[];
  #nextSlot = 0;
  /** For an entry that is larger than a window. */
  #large = new Uint8Array(0);

  constructor(shelf: FragmentShelf, channel: Channel, list: EntryList) {
    const count = list.shards.length;
    assert(count === list.entries.length, "a list names a shard for every entry");
    this.#shelf = shelf;
    this.#list = list;
    this.#offsets = new Float64Array(count);
    this.#dataBytes = new Uint32Array(count);
    this.#metaBytes = new Uint32Array(count);
    this.#crcs = new Uint32Array(count);
    this.#ordinals = new Uint32Array(count);
    this.#windowOf = new Uint32Array(count);
    this.#locate(channel);
    const share = Math.floor(shelf.readAheadBytes / Math.max(1, this.#windows.length));
    this.#windowBytes = Math.min(WINDOW_BYTES_MAX, Math.max(WINDOW_BYTES_MIN, share));
    const slotsMax = Math.max(1, Math.floor(shelf.readAheadBytes / this.#windowBytes));
    const slots = Math.min(this.#windows.length, slotsMax);
    this.#slab = shelf.slab(slots * this.#windowBytes);
    this.#owners = Array.from({ length: slots }, () => undefined);
  }

  #sizeOf(position: number): number {
    return defined(this.#dataBytes[position], "the size of an entry");
  }

  #entryOf(position: number): EntryIndex {
    return defined(this.#list.entries[position], "an entry");
  }

  /** Size of an entry's content, known without reading it. */
  contentBytes(position: number): number {
    return this.#sizeOf(position) - defined(this.#metaBytes[position], "the size of a meta");
  }

  ordinal(position: number): number {
    return defined(this.#ordinals[position], "an ordinal");
  }

  /**
   * The entry at a position of the list. Throws a `HostError` if its bytes are not those that were
   * written.
   */
  read(position: number): StoredEntry {
    const data = this.#data(position);
    if (crc32(data) !== this.#crcs[position]) {
      const shard = defined(this.#list.shards[position], "an entry's shard");
      const entry = this.#entryOf(position);
      throw corruptFragment(this.#shelf.path(shard), `entry ${entry} is damaged`);
    }
    const contentBytes = this.contentBytes(position);
    return {
      ordinal: this.ordinal(position),
      content: data.subarray(0, contentBytes),
      meta: data.subarray(contentBytes),
    };
  }

  #data(position: number): Uint8Array {
    const offset = defined(this.#offsets[position], "an entry's offset");
    const size = this.#sizeOf(position);
    const window = defined(this.#windows[this.#windowOf[position] ?? -1], "an entry's window");
    if (size > this.#windowBytes) return this.#readLarge(window.shard, offset, size);
    const isInMemory = window.slot >= 0 && offset >= window.start && offset + size <= window.end;
    if (!isInMemory) this.#fill(window, offset);
    const at = window.slot * this.#windowBytes + (offset - window.start);
    return this.#slab.subarray(at, at + size);
  }

  #fill(window: Window, offset: number): void {
    if (window.slot < 0) this.#takeSlot(window);
    const length = Math.min(this.#windowBytes, window.runEnd - offset);
    const at = window.slot * this.#windowBytes;
    window.start = offset;
    window.end = offset;
    this.#shelf.read(window.shard, this.#slab, at, length, offset);
    window.end = offset + length;
  }

  #takeSlot(window: Window): void {
    const owner = this.#owners[this.#nextSlot];
    if (owner !== undefined) owner.slot = -1;
    this.#owners[this.#nextSlot] = window;
    window.slot = this.#nextSlot;
    this.#nextSlot = (this.#nextSlot + 1) % this.#owners.length;
  }

  #readLarge(shard: ShardIndex, offset: number, size: number): Uint8Array {
    if (this.#large.length < size) this.#large = new Uint8Array(size * 2);
    this.#shelf.read(shard, this.#large, 0, size, offset);
    return this.#large.subarray(0, size);
  }

  /** Finds where the listed entries are, fragment by fragment, and what runs they form. */
  #locate(channel: Channel): void {
    for (const [shard, positions] of positionsByShard(this.#list.shards)) {
      let first = Number.POSITIVE_INFINITY;
      let last = -1;
      for (const position of positions) {
        const entry = this.#entryOf(position);
        first = Math.min(first, entry);
        last = Math.max(last, entry);
      }
      const rows = this.#shelf.rows(shard, channel, first, last);
      const data = this.#shelf.section(shard, CHANNEL_FACTS[channel].data);
      const located = { shard, data, rows, first, windows: new Map<number, number>() };
      for (const position of positions) this.#place(position, located);
    }
  }

  #place(position: number, { shard, data, rows, first, windows }: Located): void {
    const row = this.#entryOf(position) - first;
    const offset = rows.dataOffset(row);
    const size = rows.dataBytes(row);
    if (offset < data.offset || offset + size > data.offset + data.bytes) {
      throw corruptFragment(this.#shelf.path(shard), "an index row points outside its data");
    }
    this.#offsets[position] = offset;
    this.#dataBytes[position] = size;
    this.#metaBytes[position] = rows.metaBytes(row);
    this.#crcs[position] = rows.crc32(row);
    this.#ordinals[position] = rows.ordinal(row);
    const run = rows.sheets(row) * 256 + rows.addressClassIndex(row);
    let windowIndex = windows.get(run);
    if (windowIndex === undefined) {
      windowIndex = this.#windows.length;
      windows.set(run, windowIndex);
      this.#windows.push({ shard, runEnd: 0, slot: -1, start: 0, end: 0 });
    }
    this.#windowOf[position] = windowIndex;
    const window = defined(this.#windows[windowIndex], "an entry's window");
    window.runEnd = Math.max(window.runEnd, offset + size);
  }
}

/** Positions of each shard, shards and positions ascending. */
function positionsByShard(shards: Uint32Array): [number, number[]][] {
  const groups = Map.groupBy(shards.keys(), (position) => shards[position] ?? -1);
  return [...groups].sort(([one], [other]) => one - other);
}
