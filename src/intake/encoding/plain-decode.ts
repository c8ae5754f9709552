import { isAscii, isUtf8 } from "node:buffer";

/** Bytes as text; undefined if they are not valid in their encoding. */
export type ByteDecode = (bytes: Buffer) => string | undefined;

/**
 * The decoders of the encodings that need no table: one byte is one character in all but UTF-8.
 * Bytes without a meaning in windows-1252 are control characters, as in CSV (WHATWG Encoding, 9.1).
 */
const PLAIN: Readonly<Record<string, () => ByteDecode>> = {
  "utf-8": () => decodeUtf8,
  "iso-8859-1": () => (bytes) => bytes.toString("latin1"),
  "windows-1252": () => {
    const decoder = new TextDecoder("windows-1252");
    return (bytes) => (isAscii(bytes) ? bytes.toString("latin1") : decoder.decode(bytes));
  },
};

export function plainDecodeFor(encoding: string): ByteDecode | undefined {
  return Object.hasOwn(PLAIN, encoding) ? PLAIN[encoding]?.() : undefined;
}

function decodeUtf8(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
