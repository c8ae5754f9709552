/** A byte of a mark's pixels or codewords; 0 beyond their end. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
