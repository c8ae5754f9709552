import type { PackedField } from "../../model/input-format.ts";
import { decimalText } from "./decimal-text.ts";
import { badByte, type FieldFault, isUnfilled, UNSIGNED } from "./field-fault.ts";

const WORDS = "packed decimal";
/** So many bytes have digits that a number holds exactly. */
const EXACT_BYTES = 8;

/** Reads packed decimals (COMP-3): two digits a byte, the last half byte is the sign. */
export function readPacked(
  bytes: Buffer,
  from: number,
  to: number,
  form: PackedField,
  blank: number,
): string | FieldFault {
  if (isUnfilled(bytes, from, to, blank)) return "";
  const last = to - 1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const low = byte & 0xf;
    if (byte >= 0xa0 || (at < last ? low > 9 : low < 0xa))
      return badByte(WORDS, { bytes, from, to }, at);
    value = at < last ? value * 100 + (byte >> 4) * 10 + low : value * 10 + (byte >> 4);
  }
  const sign = (bytes[last] ?? 0) & 0xf;
  const isNegative = sign === 0xd || sign === 0xb;
  if (isNegative && !form.isSigned) return UNSIGNED;
  const isExact = to - from <= EXACT_BYTES;
  const digits = isExact ? String(value) : bytes.toString("hex", from, to).slice(0, -1);
  return decimalText(digits, isNegative, form);
}
