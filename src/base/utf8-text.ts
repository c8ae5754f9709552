/**
 * Bytes of our own as the text they are in UTF-8, every character of it: a `TextDecoder` would take
 * a U+FEFF at the start for a byte order mark and drop it, and a key that begins with one would
 * come back as another. For short texts a Buffer is several times faster besides.
 */
export function utf8Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
