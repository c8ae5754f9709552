/** Hashes of keys, at 8 bytes a record, to find those that occur more than once. */
export class KeyHashes {
  #hashes = new BigUint64Array(64 * 1024);
  #count = 0;

  add(hash: bigint): void {
    if (this.#count === this.#hashes.length) {
      const larger = new BigUint64Array(this.#count * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#count] = hash;
    this.#count += 1;
  }

  /** The hashes that more than one record has. None can be added after. */
  repeated(): ReadonlySet<bigint> {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    const twins = new Set<bigint>();
    for (let at = 1; at < sorted.length; at += 1)
      if (sorted[at] === sorted[at - 1]) twins.add(sorted[at] as bigint);
    return twins;
  }
}
