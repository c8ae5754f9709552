import { isAscii, isUtf8 } from "node:buffer";
import type { InputFile } from "../../model/job.ts";

type Encoding = InputFile["encoding"];

const ABOVE_ASCII = /[\u0080-\u00ff]/;
const decoder = new TextDecoder("windows-1252");
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const),
);

/** The text of a field that `csv-parse` has read: of Windows-1252 it gives a character a byte. */
export function fieldDecode(encoding: Encoding): (field: string) => string {
  if (encoding !== "windows-1252") return (field) => field;
  return (field) =>
    ABOVE_ASCII.test(field) ? decoder.decode(Buffer.from(field, "latin1")) : field;
}

/** A delimiter or a quote as the bytes that stand in the file. */
export function byteEncode(text: string, encoding: Encoding): Buffer {
  if (encoding !== "windows-1252") return Buffer.from(text, "utf8");
  return Buffer.from(Array.from(text, (sign) => BYTE_OF.get(sign) ?? 0x3f));
}

export function isText(bytes: Buffer, encoding: Encoding): boolean {
  return encoding === "windows-1252" || isAscii(bytes) || isUtf8(bytes);
}
