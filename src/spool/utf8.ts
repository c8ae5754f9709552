import type { ByteWriter } from "../pdf/byte-writer.ts";

const encoder = new TextEncoder();

/** Writes a string as UTF-8; returns the number of bytes. */
export function appendUtf8(writer: ByteWriter, text: string): number {
  // A UTF-16 unit never needs more than three bytes.
  writer.reserve(text.length * 3);
  const { written } = encoder.encodeInto(text, writer.bytes.subarray(writer.length));
  writer.length += written;
  return written;
}
