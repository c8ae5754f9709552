import type { PackedField } from "../../model/input-format.ts";
import { decimalText } from "./decimal-text.ts";
import { badByte, type FieldFault, isUnfilled, UNSIGNED } from "./field-fault.ts";

const NEGATIVE = new Set([0xb, 0xd]);

/** Reads packed decimals (COMP-3): two digits a byte, the last half byte is the sign. */
export function readPacked(bytes: Buffer, form: PackedField, blank: number): string | FieldFault {
  if (isUnfilled(bytes, blank)) return "";
  const last = bytes.length - 1;
  const hex = bytes.toString("hex");
  const sign = (bytes[last] ?? 0) & 0xf;
  const bad = hex.slice(0, -1).search(/[a-f]/);
  if (bad >= 0) return badByte("packed decimal", bytes, bad >> 1);
  if (sign < 0xa) return badByte("packed decimal", bytes, last);
  const isNegative = NEGATIVE.has(sign);
  if (isNegative && !form.isSigned) return UNSIGNED;
  return decimalText(hex.slice(0, -1), isNegative, form);
}
