import type { FieldForm } from "../../model/input-format.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { readBinary } from "./binary-field.ts";
import { BAD_TEXT, type FieldFault } from "./field-fault.ts";
import { readPacked } from "./packed-field.ts";
import { trimmedText } from "./trimmed-text.ts";
import { readZoned } from "./zoned-field.ts";

const EBCDIC_BLANK = 0x40;
const ASCII_BLANK = 0x20;

/**
 * Reads a field, which is between two offsets of a record's bytes, as text, or says what is wrong
 * with it. `text` is the whole record's, if each byte of it is one character.
 */
export type ReadField = (
  bytes: Buffer,
  text: string | undefined,
  from: number,
  to: number,
) => string | FieldFault;

/** Compiles the reader of a field's form in a file's encoding. */
export function fieldReader(form: FieldForm, { decode, isEbcdic }: RecordDecode): ReadField {
  const blank = isEbcdic ? EBCDIC_BLANK : ASCII_BLANK;
  switch (form.type) {
    case "text":
      return (bytes, text, from, to) => {
        if (text !== undefined) return trimmedText(text, from, to);
        const own = decode(bytes.subarray(from, to));
        return own === undefined ? BAD_TEXT : trimmedText(own, 0, own.length);
      };
    case "zoned":
      return (bytes, _, from, to) => readZoned(bytes, from, to, form, isEbcdic);
    case "packed":
      return (bytes, _, from, to) => readPacked(bytes, from, to, form, blank);
    case "binary":
      return (bytes, _, from, to) => readBinary(bytes, from, to, form);
  }
}

/** A record's text, if each byte of it is one character. */
export function plainText(bytes: Buffer, { decode }: RecordDecode): string | undefined {
  const text = decode(bytes);
  return text?.length === bytes.length ? text : undefined;
}
