/** Below this many values the count is exact, and files can be compared by them. */
export const EXACT_MAX = 50_000;

const REGISTER_BITS = 12;
const REGISTERS = 1 << REGISTER_BITS;

/** Counts different values: exactly while there are few, else by HyperLogLog, within some 2 %. */
export class DistinctCount {
  /** Hashes of all values, while the count is exact. */
  readonly hashes = new Set<number>();
  readonly #registers = new Uint8Array(REGISTERS);

  add(value: string): void {
    const [high, low] = hashesOf(value);
    if (this.hashes.size <= EXACT_MAX) this.hashes.add(high * 0x20_0000 + (low >>> 11));
    const register = low & (REGISTERS - 1);
    const rank = Math.clz32(high) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
  }

  get isExact(): boolean {
    return this.hashes.size <= EXACT_MAX;
  }

  get count(): number {
    if (this.isExact) return this.hashes.size;
    let sum = 0;
    for (const rank of this.#registers) sum += 2 ** -rank;
    const bias = 0.7213 / (1 + 1.079 / REGISTERS);
    return Math.round((bias * REGISTERS * REGISTERS) / sum);
  }
}

/** Two hashes of 32 bits (MurmurHash3's mixing). */
function hashesOf(value: string): [high: number, low: number] {
  let high = 0x9747b28c;
  let low = 0x3c6ef372;
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low ^ unit, 0xc2b2ae35);
    low ^= low >>> 16;
  }
  return [mixed(high), mixed(low)];
}

function mixed(hash: number): number {
  let mix = hash ^ (hash >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
