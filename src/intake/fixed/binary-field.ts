import type { BinaryField } from "../../model/input-format.ts";
import { decimalText } from "./decimal-text.ts";

/** Reads binary numbers (COMP): one to eight bytes, the highest first, in two's complement. */
export function readBinary(bytes: Buffer, form: BinaryField): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  if (form.isSigned) value = BigInt.asIntN(bytes.length * 8, value);
  const text = value.toString();
  return decimalText(text.replace("-", ""), value < 0n, form);
}
