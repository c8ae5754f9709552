import type { ShardIndex } from "../base/units.ts";
import { assert, defined } from "../base/assert.ts";
import type { Host, HostFile } from "../base/host.ts";
import { type Channel, CHANNEL_FACTS } from "../model/channel.ts";
import { corruptFragment, readDirectory } from "./fragment-directory.ts";
import type { Section, SectionName } from "./fragment-directory.ts";
import { FragmentIndex, ROW_BYTES } from "./fragment-index.ts";
import { readFully } from "../base/read-fully.ts";

export interface ShelfBounds {
  /** Fragments held open at a time. */
  readonly openMax: number;
  /** Memory for reading ahead, over all fragments. */
  readonly readAheadBytes: number;
}

const BOUNDS: ShelfBounds = { openMax: 256, readAheadBytes: 32 * 1024 * 1024 };

/**
 * The fragments of a run, for reading entries from many of them at once with as few open files and
 * as little memory as the bounds allow. A worker keeps one for all the spools and batches it
 * assembles.
 */
export class FragmentShelf {
  readonly readAheadBytes: number;
  readonly #host: Host;
  readonly #paths: readonly string[];
  readonly #openMax: number;
  /** The open files, least recently used first. */
  readonly #open = new Map<number, HostFile>();
  readonly #sections = new Map<number, Readonly<Record<SectionName, Section>>>();
  #slab = new Uint8Array(0);

  /** `paths` by shard index. */
  constructor(host: Host, paths: readonly string[], bounds: Partial<ShelfBounds> = {}) {
    const { openMax, readAheadBytes } = { ...BOUNDS, ...bounds };
    assert(openMax > 0 && readAheadBytes > 0, "a shelf opens a file and has memory to read it");
    this.#host = host;
    this.#paths = paths;
    this.#openMax = openMax;
    this.readAheadBytes = readAheadBytes;
  }

  path(shard: ShardIndex): string {
    return defined(this.#paths[shard], `the path of fragment ${shard}`);
  }

  /** Reads exactly `length` bytes of a fragment into `buffer` at `offset`. */
  read(
    shard: ShardIndex,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): void {
    readFully(this.#file(shard), this.path(shard), buffer, offset, length, position);
  }

  section(shard: ShardIndex, name: SectionName): Section {
    let sections = this.#sections.get(shard);
    if (sections === undefined) {
      const path = this.path(shard);
      const directory = readDirectory(this.#file(shard), path, this.#host.sizeBytes(path));
      if (directory.shardIndex !== shard) throw corruptFragment(path, "it is of another shard");
      sections = directory.sections;
      this.#sections.set(shard, sections);
    }
    return sections[name];
  }

  /** Rows `first` to `last` of a channel's index; the first is entry 0 of what is returned. */
  rows(shard: ShardIndex, channel: Channel, first: number, last: number): FragmentIndex {
    const { offset, bytes } = this.section(shard, CHANNEL_FACTS[channel].index);
    assert((last + 1) * ROW_BYTES <= bytes, `fragment ${shard} has no entry ${last}`);
    const rows = new Uint8Array((last + 1 - first) * ROW_BYTES);
    this.read(shard, rows, 0, rows.length, offset + first * ROW_BYTES);
    return new FragmentIndex(rows);
  }

  /** At least `bytes` of memory for reading ahead: the same for every borrower, one at a time. */
  slab(bytes: number): Uint8Array {
    if (this.#slab.length < bytes) this.#slab = new Uint8Array(bytes);
    return this.#slab;
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #file(shard: ShardIndex): HostFile {
    const known = this.#open.get(shard);
    const file = known ?? this.#openFile(shard);
    if (known !== undefined) this.#open.delete(shard);
    this.#open.set(shard, file);
    return file;
  }

  #openFile(shard: ShardIndex): HostFile {
    if (this.#open.size === this.#openMax) {
      const [oldest, file] = defined(this.#open.entries().next().value, "an open fragment");
      this.#open.delete(oldest);
      file.close();
    }
    return this.#host.openRead(this.path(shard));
  }
}
