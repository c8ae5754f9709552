import type { FieldForm } from "../../model/input-format.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { readBinary } from "./binary-field.ts";
import { BAD_TEXT, type FieldFault } from "./field-fault.ts";
import { readPacked } from "./packed-field.ts";
import { readZoned } from "./zoned-field.ts";

const EBCDIC_BLANK = 0x40;
const ASCII_BLANK = 0x20;

/** Reads the bytes of a field as text, or says what is wrong with them. */
export type ReadField = (bytes: Buffer) => string | FieldFault;

/** Compiles the reader of a field's form in a file's encoding. */
export function fieldReader(form: FieldForm, { decode, isEbcdic }: RecordDecode): ReadField {
  const blank = isEbcdic ? EBCDIC_BLANK : ASCII_BLANK;
  switch (form.type) {
    case "text":
      return (bytes) => {
        const text = decode(bytes);
        return text === undefined ? BAD_TEXT : trimmed(text, 0, text.length);
      };
    case "zoned":
      return (bytes) => readZoned(bytes, form, isEbcdic);
    case "packed":
      return (bytes) => readPacked(bytes, form, blank);
    case "binary":
      return (bytes) => readBinary(bytes, form);
  }
}

const SPACE = 32;

/** The text between two positions without the blanks and control characters around it. */
export function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = Math.min(to, text.length);
  while (start < end && text.charCodeAt(start) <= SPACE) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end -= 1;
  return text.slice(start, end);
}
