import { grown } from "../../base/grown.ts";
import type { Ordinal } from "../../base/units.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import { type Channel, CHANNELS } from "../../model/channel.ts";
import { keyHash } from "../../run/pieces/key-hash.ts";

/** The last bits of a hash make room for the channels. */
const CHANNEL_BITS = BigInt(CHANNELS.length);
const CHANNEL_MASK = (1n << CHANNEL_BITS) - 1n;

/** On which channels each key of a run goes out: eight bytes a rendition, outside of the heap. */
export class KeyedChannels {
  #rows = new BigUint64Array(1024);
  #count = 0;
  /** By ordinal: 1 for a record of which something goes out. */
  #placed = new Uint8Array(1024);
  /** How many different keys there are. */
  readonly keys: number;

  constructor(ledger: Pick<Ledger, "spools" | "batches" | "piecesOfSpool" | "piecesOfBatch">) {
    for (const { key, channel, ordinal } of placedRows(ledger)) {
      while (ordinal >= this.#placed.length)
        this.#placed = grown(this.#placed, new Uint8Array(this.#placed.length * 2));
      this.#placed[ordinal] = 1;
      if (this.#count === this.#rows.length)
        this.#rows = grown(this.#rows, new BigUint64Array(this.#count * 2));
      this.#rows[this.#count] = hashOf(key) | (1n << BigInt(CHANNELS.indexOf(channel)));
      this.#count += 1;
    }
    this.#rows = this.#rows.subarray(0, this.#count).sort();
    this.keys = this.#rows.filter((row, index) => !this.#isSameKey(row, index - 1)).length;
  }

  /** Whether something goes out of a record: another one with its key may have stood before it. */
  has(ordinal: Ordinal): boolean {
    return this.#placed[ordinal] === 1;
  }

  /** None for a key that does not go out. */
  of(key: string): readonly Channel[] {
    const hash = hashOf(key);
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0n) < hash) low = middle + 1;
      else high = middle;
    }
    let found = 0n;
    for (; this.#isSameKey(hash, low); low += 1) found |= (this.#rows[low] ?? 0n) & CHANNEL_MASK;
    return CHANNELS.filter((_, index) => ((found >> BigInt(index)) & 1n) === 1n);
  }

  #isSameKey(row: bigint, index: number): boolean {
    const other = this.#rows[index];
    return other !== undefined && other >> CHANNEL_BITS === row >> CHANNEL_BITS;
  }
}

function hashOf(key: string): bigint {
  const { high, low } = keyHash(key);
  return ((BigInt(high) << 32n) | BigInt(low)) & ~CHANNEL_MASK & ALL_BITS;
}

const ALL_BITS = (1n << 64n) - 1n;

/** All pieces and messages that were placed in spools and batches. */
export function* placedRows(
  ledger: Pick<Ledger, "spools" | "batches" | "piecesOfSpool" | "piecesOfBatch">,
): Generator<PieceRow> {
  for (const { index } of ledger.spools()) yield* ledger.piecesOfSpool(index);
  for (const { channel, index } of ledger.batches()) yield* ledger.piecesOfBatch(channel, index);
}
