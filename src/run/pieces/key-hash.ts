/** 64 bits of a hash of a key, as two unsigned 32-bit numbers. */
export interface KeyHash {
  readonly high: number;
  readonly low: number;
}

const NOT_ASCII = /[^\0-\x7f]/;

/**
 * Hashes a record's key to find keys that may be equal or look alike; the keys themselves then
 * decide, so a collision costs time and nothing else. Keys that are equal once folded have the same
 * hash.
 */
export function keyHash(key: string): KeyHash {
  const text = NOT_ASCII.test(key) ? foldedKey(key) : key;
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    let unit = text.charCodeAt(index);
    if (unit >= 65 && unit <= 90) unit += 32;
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return { high: high >>> 0, low: low >>> 0 };
}

/** A key without what people overlook: case, and how its characters are composed (UAX #15). */
export function foldedKey(key: string): string {
  return key.normalize("NFKC").toLowerCase().normalize("NFKC");
}
