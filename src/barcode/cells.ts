/** A byte at a place that the bytes have. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

/** A word at a place that the words have. */
export function wordAt(words: Int32Array, at: number): number {
  return words[at] as number;
}

/** Sets the module of a column in a row of a mask; the high bit of a byte is the leftmost one. */
export function setBit(bits: Uint8Array, rowBytes: number, column: number, row: number): void {
  const at = row * rowBytes + (column >> 3);
  bits[at] = byteAt(bits, at) | (0x80 >> (column & 7));
}
