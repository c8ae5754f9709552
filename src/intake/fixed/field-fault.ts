import type { CodeOf } from "../../base/diagnostic-code.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";

/** What stands in the place of a field that cannot be read; it names no value. */
export class FieldFault {
  /** Such as `is no packed decimal: its byte 3 of 5 is X'4A'; ...`. */
  readonly what: string;
  readonly code: CodeOf<"data">;

  constructor(what: string, code: CodeOf<"data"> = "data.bad-field") {
    this.what = what;
    this.code = code;
  }
}

/** In UTF-8, where places count bytes, a field may begin or end within a character. */
export const BAD_TEXT = new FieldFault(
  "is not valid UTF-8: name the file's encoding, or correct where the field starts (in bytes)",
  "data.bad-utf8",
);

export const UNSIGNED = new FieldFault(
  "is below zero, and described without a sign: correct it, or its `sign`",
);

export const TORN = new FieldFault(
  "is cut off by the record's end: the record is torn, or the field's place is wrong",
  "data.record-length",
);

/** The bytes of a field in its record. */
export interface Field {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** A field with a byte that does not belong into one of its form. */
export function badByte(form: string, { bytes, from, to }: Field, at: number): FieldFault {
  const hex = bytes.toString("hex", at, at + 1).toUpperCase();
  const where = `byte ${at - from + 1} of ${to - from} is X'${hex}'`;
  return new FieldFault(`is no ${form}: its ${where}; correct it, or its place and type`);
}

/** Blanks or binary zeros, which fill a field that has no value. */
export function isUnfilled(bytes: Buffer, from: number, to: number, blank: number): boolean {
  const first = bytes[from];
  if (first !== blank && first !== 0) return false;
  for (let at = from + 1; at < to; at += 1) if (bytes[at] !== first) return false;
  return true;
}

export function faultOfField(column: string, { what, code }: FieldFault): ForeignFault {
  return { code, column, message: `${column} ${what}` };
}
