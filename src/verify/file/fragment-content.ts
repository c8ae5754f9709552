import { crc32 } from "node:zlib";
import { type Host, type HostFile, isFaultOfFile } from "../../base/host.ts";
import type { Channel } from "../../model/channel.ts";
import type { FragmentExpectation } from "../../model/verification.ts";
import { type FragmentRows, fragmentRows } from "./fragment-rows.ts";
import { readExactly } from "./read-exactly.ts";

/** The documents whose composed bytes are wanted: each of `ordinals` is in one fragment. */
export interface WantedContent {
  readonly ordinals: Uint32Array;
  /** Indexes into `fragments`. */
  readonly fragmentOf: Uint32Array;
  readonly fragments: readonly FragmentExpectation[];
}

/** What composing stored of a document: views, which the next read overwrites. */
export interface FragmentEntry {
  readonly isPrimary: boolean;
  readonly pages: number;
  readonly sheets: number;
  /** The deflated page streams one after the other, or the message. */
  readonly content: Uint8Array;
  /** JSON in UTF-8: key or facts, and the sizes of the page streams. */
  readonly meta: Uint8Array;
}

/**
 * Why there is no entry: the fragment is missing, is incomplete or not the ledger's, has no entry
 * of the document or more than one, or the entry's bytes have changed.
 */
export type EntryFault = "no-fragment" | "bad-fragment" | "no-entry" | "bad-entry";

const OPEN_MAX = 128;
const AHEAD_BYTES = 256 * 1024;

const [NO_FRAGMENT, BAD_FRAGMENT, NO_ENTRY, BAD_ENTRY] = [1, 2, 3, 4];
const FAULTS: readonly EntryFault[] = [
  "no-entry",
  "no-fragment",
  "bad-fragment",
  "no-entry",
  "bad-entry",
];

/** Reads what was composed for a spool or batch from the run's fragments, in any order. */
export class FragmentContent {
  readonly #host: Host;
  readonly #root: string;
  readonly #wanted: WantedContent;
  /** 0, or an index into `FAULTS`. */
  readonly #faults: Uint8Array;
  readonly #offsets: Float64Array;
  readonly #bytes: Uint32Array;
  readonly #metaBytes: Uint32Array;
  readonly #crcs: Uint32Array;
  readonly #pages: Uint16Array;
  readonly #sheets: Uint16Array;
  readonly #primaries: Uint8Array;
  /** Open fragments, the least recently used one first. */
  readonly #open = new Map<number, HostFile>();
  #window = new Uint8Array(AHEAD_BYTES);
  #windowFragment = -1;
  #windowStart = 0;
  #windowEnd = 0;
  /** Where the entry that was read last ends. */
  #lastEnd = -1;

  /** Finds where the documents are. `root` is the run's folder. Never fails: see `entry`. */
  constructor(host: Host, root: string, channel: Channel, wanted: WantedContent) {
    const count = wanted.ordinals.length;
    this.#host = host;
    this.#root = root;
    this.#wanted = wanted;
    this.#faults = new Uint8Array(count).fill(NO_ENTRY);
    this.#offsets = new Float64Array(count);
    this.#bytes = new Uint32Array(count);
    this.#metaBytes = new Uint32Array(count);
    this.#crcs = new Uint32Array(count);
    this.#pages = new Uint16Array(count);
    this.#sheets = new Uint16Array(count);
    this.#primaries = new Uint8Array(count);
    this.#locate(channel);
  }

  /** What was composed for the document at a position of the list, or why it is not known. */
  entry(position: number): FragmentEntry | EntryFault {
    const fault = this.#faults[position] ?? NO_ENTRY;
    if (fault !== 0) return FAULTS[fault] ?? "no-entry";
    const size = this.#bytes[position] ?? 0;
    const data = this.#read(position, size);
    if (data === undefined || crc32(data) !== this.#crcs[position]) return "bad-entry";
    const contentBytes = size - (this.#metaBytes[position] ?? 0);
    return {
      isPrimary: this.#primaries[position] === 1,
      pages: this.#pages[position] ?? 0,
      sheets: this.#sheets[position] ?? 0,
      content: data.subarray(0, contentBytes),
      meta: data.subarray(contentBytes),
    };
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #locate(channel: Channel): void {
    const { fragments } = this.#wanted;
    for (const [fragment, positions] of positionsByFragment(this.#wanted)) {
      const rows = this.#rows(fragments[fragment], fragment, channel);
      if (typeof rows === "number") for (const position of positions) this.#faults[position] = rows;
      else this.#place(positions, rows);
    }
  }

  #rows(
    expected: FragmentExpectation | undefined,
    fragment: number,
    channel: Channel,
  ): FragmentRows | number {
    try {
      if (expected === undefined || !this.#host.exists(`${this.#root}/${expected.file}`))
        return NO_FRAGMENT;
      return fragmentRows(this.#file(fragment), expected, channel) ?? BAD_FRAGMENT;
    } catch (error) {
      if (isFaultOfFile(error)) return BAD_FRAGMENT;
      throw error;
    }
  }

  #place(positions: readonly number[], rows: FragmentRows): void {
    const { ordinals } = this.#wanted;
    const positionOf = new Map(positions.map((position) => [ordinals[position], position]));
    for (let row = 0; row < rows.count; row += 1) {
      const position = positionOf.get(rows.ordinal(row));
      if (position === undefined) continue;
      this.#faults[position] = this.#faults[position] === NO_ENTRY ? 0 : BAD_ENTRY;
      this.#offsets[position] = rows.offset(row);
      this.#bytes[position] = rows.bytes(row);
      this.#metaBytes[position] = rows.metaBytes(row);
      this.#crcs[position] = rows.crc32(row);
      this.#pages[position] = rows.pages(row);
      this.#sheets[position] = rows.sheets(row);
      this.#primaries[position] = rows.isPrimary(row) ? 1 : 0;
    }
  }

  /** The bytes of an entry. If it follows the last one, more is read than is asked for. */
  #read(position: number, size: number): Uint8Array | undefined {
    const fragment = this.#wanted.fragmentOf[position] ?? -1;
    const offset = this.#offsets[position] ?? 0;
    const isSame = fragment === this.#windowFragment;
    const isThere = isSame && offset >= this.#windowStart && offset + size <= this.#windowEnd;
    if (!isThere && !this.#fill(fragment, offset, size, isSame && offset === this.#lastEnd))
      return undefined;
    this.#lastEnd = offset + size;
    const at = offset - this.#windowStart;
    return this.#window.subarray(at, at + size);
  }

  #fill(fragment: number, offset: number, size: number, follows: boolean): boolean {
    const fileBytes = this.#wanted.fragments[fragment]?.bytes ?? 0;
    const length = Math.min(follows ? Math.max(size, AHEAD_BYTES) : size, fileBytes - offset);
    if (this.#window.length < length) this.#window = new Uint8Array(length);
    this.#windowFragment = -1;
    try {
      const into = this.#window.subarray(0, length);
      if (!readExactly(this.#file(fragment), into, offset)) return false;
    } catch (error) {
      if (isFaultOfFile(error)) return false;
      throw error;
    }
    this.#windowFragment = fragment;
    this.#windowStart = offset;
    this.#windowEnd = offset + length;
    return true;
  }

  #file(fragment: number): HostFile {
    const known = this.#open.get(fragment);
    if (known === undefined && this.#open.size === OPEN_MAX) this.#closeOldest();
    const path = `${this.#root}/${this.#wanted.fragments[fragment]?.file ?? ""}`;
    const file = known ?? this.#host.openRead(path);
    this.#open.delete(fragment);
    this.#open.set(fragment, file);
    return file;
  }

  #closeOldest(): void {
    for (const [oldest, file] of this.#open) {
      this.#open.delete(oldest);
      file.close();
      return;
    }
  }
}

/** The documents by fragment, both in their order. */
function positionsByFragment({ fragmentOf }: WantedContent): [number, number[]][] {
  const groups = Map.groupBy(fragmentOf.keys(), (position) => fragmentOf[position] ?? -1);
  return [...groups].sort(([one], [other]) => one - other);
}
