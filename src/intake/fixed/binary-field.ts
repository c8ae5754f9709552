import type { BinaryField } from "../../model/input-format.ts";
import { decimalText } from "./decimal-text.ts";

/** Reads binary numbers (COMP): one to eight bytes, the highest first, in two's complement. */
export function readBinary(bytes: Buffer, from: number, to: number, form: BinaryField): string {
  let value = 0n;
  for (const byte of bytes.subarray(from, to)) value = (value << 8n) | BigInt(byte);
  if (form.isSigned) value = BigInt.asIntN((to - from) * 8, value);
  const text = value.toString();
  return decimalText(text.replace("-", ""), value < 0n, form);
}
