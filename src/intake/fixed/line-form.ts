import type { FixedField, FixedSpec, FormatSpec } from "../../model/input-format.ts";
import { type ByteDecode, plainDecodeFor } from "../encoding/plain-decode.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";
import { BAD_TEXT, faultOfField } from "./field-fault.ts";
import { trimmedText } from "./trimmed-text.ts";

const FOUR_BLANKS = 0x20202020;

/** A fixed-width file of lines of texts, compiled: it is read as it is, without a work copy. */
export interface LineForm {
  readonly fields: readonly FixedField[];
  readonly decode: ByteDecode;
  readonly recordBytes: number | undefined;
}

/** The texts of a line, as many as there are fields, and what is wrong with one of them. */
export interface LineTexts {
  readonly texts: readonly string[];
  readonly fault?: ForeignFault;
}

/** Whether files of a format need no work copy: numbers of mainframes and their records do. */
export function isOfLines(spec: FormatSpec | undefined): spec is FixedSpec {
  return (
    spec?.kind === "fixed" &&
    spec.hasLineEnds &&
    spec.prefix === undefined &&
    plainDecodeFor(spec.encoding) !== undefined &&
    spec.fields.every(({ form }) => form.type === "text")
  );
}

export function lineForm({ encoding, fields, recordBytes }: FixedSpec): LineForm {
  const decode = plainDecodeFor(encoding) ?? ((bytes) => bytes.toString("latin1"));
  return { fields, decode, recordBytes };
}

export function readLine(bytes: Buffer, { fields, decode }: LineForm): LineTexts {
  const text = decode(bytes);
  // If each byte is one character, all texts are cut from one.
  if (text?.length !== bytes.length) return readWideLine(bytes, fields, decode);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (const { start, length } of fields) {
    const from = Math.min(start - 1, bytes.length);
    const end = filledEnd(view, from, Math.min(from + length, bytes.length));
    texts.push(trimmedText(text, from, end));
  }
  return { texts };
}

/** Where a field's padding begins, if it has much: it is most of a line, so four at a time. */
function filledEnd(view: DataView, from: number, to: number): number {
  let end = to;
  while (end - from >= 4 && view.getInt32(end - 4) === FOUR_BLANKS) end -= 4;
  return end;
}

/** Places count bytes, so a field may begin or end within a character. */
function readWideLine(bytes: Buffer, fields: readonly FixedField[], decode: ByteDecode): LineTexts {
  let fault: ForeignFault | undefined;
  const texts = fields.map(({ name, start, length }) => {
    const text = decode(bytes.subarray(start - 1, start - 1 + length));
    if (text === undefined) fault ??= faultOfField(name, BAD_TEXT);
    return text === undefined ? "" : trimmedText(text, 0, text.length);
  });
  return fault === undefined ? { texts } : { texts, fault };
}
