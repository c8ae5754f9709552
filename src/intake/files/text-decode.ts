import { isUtf8 } from "node:buffer";
import type { InputFile } from "../../model/job.ts";

/** Bytes as text, or undefined if they are not valid in their encoding. */
export type TextDecode = (bytes: Buffer) => string | undefined;

/** The decoder of an encoding. In windows-1252 every byte is a character (WHATWG Encoding, 9.1). */
export function textDecodeFor(encoding: InputFile["encoding"]): TextDecode {
  if (encoding === "utf-8") return (bytes) => (isUtf8(bytes) ? bytes.toString("utf8") : undefined);
  const decoder = new TextDecoder("windows-1252");
  return (bytes) => decoder.decode(bytes);
}
