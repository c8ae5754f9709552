import { Buffer } from "node:buffer";
import type { ByteWriter } from "../pdf/byte-writer.ts";

const encoder = new TextEncoder();

/** Writes a string as UTF-8; the bytes written. */
export function appendUtf8(writer: ByteWriter, text: string): number {
  // A UTF-16 unit never needs more than three bytes.
  writer.reserve(text.length * 3);
  const { written } = encoder.encodeInto(text, writer.bytes.subarray(writer.length));
  writer.length += written;
  return written;
}

/** Reads UTF-8; for short texts a Buffer is several times faster than a TextDecoder. */
export function utf8Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
