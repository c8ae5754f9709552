import type { ShardIndex } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import type { PieceFields } from "../model/piece-columns.ts";
import { PieceProfiles } from "./piece-profiles.ts";

/** One piece as the sorter is told of it. */
export interface SortedPiece extends Pick<PieceFields, "shard" | "entry" | "ordinal"> {
  /** Size of its composed pages. */
  readonly bytes: number;
  /** Below 2^37, see `classifyAddress`. */
  readonly postalKey: number;
}

const WORDS = 4;
const POSTAL_LOW = 0;
/** The profile times 32, and the postal key's highest five bits. */
const PROFILE = 1;
const ENTRY = 2;
const BYTES = 3;

const CHUNK_BITS = 15;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;
const WORD_BASE = 0x1_0000_0000;
const POSTAL_HIGH_BITS = 5;
const POSTAL_HIGH_MASK = 0x1f;
const POSTAL_KEY_MAX = WORD_BASE * (POSTAL_HIGH_MASK + 1) - 1;

/**
 * Pieces in rows of 16 bytes off the heap, in chunks of half a mebibyte. Rows are in the order of
 * the record's ordinal, so neither the ordinal nor the shard is kept: shards are contiguous ranges
 * of ordinals and are fed one after the other; inside one, pieces may come in any order.
 */
export class PieceTable {
  readonly profiles = new PieceProfiles();
  readonly #chunks: Uint32Array[] = [];
  readonly #shards: number[] = [];
  readonly #shardStarts: number[] = [];
  #ordinals: number[] = [];
  #lastOrdinal = -1;
  #rowCount = 0;

  get rowCount(): number {
    return this.#rowCount;
  }

  add({ shard, entry, ordinal, bytes, postalKey }: SortedPiece, profile: number): void {
    assert(postalKey >= 0 && postalKey <= POSTAL_KEY_MAX, "a postal key has at most 37 bits");
    assert(bytes >= 0 && bytes < WORD_BASE, "a piece has less than 4 GB");
    if (shard !== this.#shards.at(-1)) this.#openShard(shard);
    assert(ordinal > this.#lastOrdinal, "shards are ranges of ordinals, fed in order");
    if ((this.#rowCount & CHUNK_MASK) === 0) this.#chunks.push(new Uint32Array(CHUNK_ROWS * WORDS));
    this.#ordinals.push(ordinal);
    this.#rowCount += 1;
    const row = this.#rowCount - 1;
    this.#set(row, POSTAL_LOW, postalKey % WORD_BASE);
    this.#set(row, PROFILE, (profile << POSTAL_HIGH_BITS) | Math.floor(postalKey / WORD_BASE));
    this.#set(row, ENTRY, entry);
    this.#set(row, BYTES, bytes);
  }

  /** Must be called after the last piece: the last shard's rows are put in order. */
  close(): void {
    const first = this.#shardStarts.at(-1) ?? 0;
    const ordinals = this.#ordinals;
    this.#ordinals = [];
    if (ordinals.length === 0) return;
    if (!ordinals.every((ordinal, at) => at === 0 || ordinal > (ordinals[at - 1] as number)))
      this.#reorder(first, ordinals);
    this.#lastOrdinal = ordinals.reduce((most, ordinal) => Math.max(most, ordinal), -1);
  }

  postalLow(row: number): number {
    return this.#get(row, POSTAL_LOW);
  }

  postalHigh(row: number): number {
    return this.#get(row, PROFILE) & POSTAL_HIGH_MASK;
  }

  postalKey(row: number): number {
    return this.postalHigh(row) * WORD_BASE + this.postalLow(row);
  }

  profile(row: number): number {
    return this.#get(row, PROFILE) >>> POSTAL_HIGH_BITS;
  }

  entry(row: number): number {
    return this.#get(row, ENTRY);
  }

  bytes(row: number): number {
    return this.#get(row, BYTES);
  }

  /** The shard whose rows hold this one, found by halving. */
  shard(row: number): number {
    const starts = this.#shardStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= row) low = middle;
      else high = middle - 1;
    }
    return this.#shards[low] as number;
  }

  #openShard(shard: ShardIndex): void {
    this.close();
    assert(shard > (this.#shards.at(-1) ?? -1), "shards are fed in their order");
    this.#shards.push(shard);
    this.#shardStarts.push(this.#rowCount);
  }

  #reorder(first: number, ordinals: readonly number[]): void {
    const order = ordinals.map((_, at) => at);
    order.sort((a, b) => (ordinals[a] as number) - (ordinals[b] as number));
    const rows = Uint32Array.from(ordinals.flatMap((_, at) => this.#row(first + at)));
    for (const [place, at] of order.entries()) {
      assert(place === 0 || ordinals[at] !== ordinals[order[place - 1] as number], "added twice");
      for (let word = 0; word < WORDS; word += 1)
        this.#set(first + place, word, rows[at * WORDS + word] as number);
    }
  }

  #row(row: number): number[] {
    return Array.from({ length: WORDS }, (_, word) => this.#get(row, word));
  }

  #get(row: number, word: number): number {
    const chunk = this.#chunks[row >> CHUNK_BITS] as Uint32Array;
    return chunk[(row & CHUNK_MASK) * WORDS + word] as number;
  }

  #set(row: number, word: number, value: number): void {
    const chunk = this.#chunks[row >> CHUNK_BITS] as Uint32Array;
    chunk[(row & CHUNK_MASK) * WORDS + word] = value;
  }
}
