import type { ZonedField } from "../../model/input-format.ts";
import { decimalText } from "./decimal-text.ts";
import { badByte, type FieldFault, isUnfilled, UNSIGNED } from "./field-fault.ts";

const DIGITS = "0123456789";
const WORDS = "zoned decimal";
/** By the bytes of the file's encoding. */
interface DigitBytes {
  readonly blank: number;
  readonly zero: number;
  readonly plus: number;
  readonly minus: number;
  /** A digit with a sign over it: below zero as -1 to -10, else 1 to 10; 0 if it is none. */
  readonly signed: (byte: number) => number;
}

const ASCII: DigitBytes = {
  blank: 0x20,
  zero: 0x30,
  plus: 0x2b,
  minus: 0x2d,
  signed: (byte) => ASCII_SIGNED[byte] ?? 0,
};
const EBCDIC: DigitBytes = {
  blank: 0x40,
  zero: 0xf0,
  plus: 0x4e,
  minus: 0x60,
  signed: signedZone,
};

const MINUS_ZONES = new Set([0xb, 0xd]);

/** The zone of the byte is the sign. */
function signedZone(byte: number): number {
  const [zone, digit] = [byte >> 4, byte & 0xf];
  if (zone < 0xa || digit > 9) return 0;
  return MINUS_ZONES.has(zone) ? -1 - digit : 1 + digit;
}

/**
 * What signed digits become when EBCDIC is translated to ASCII (`{A-I` and `}J-R`), and what
 * compilers on ASCII machines write (`p-y` below zero).
 */
const ASCII_SIGNED: readonly number[] = (() => {
  const table: number[] = [];
  for (let digit = 0; digit <= 9; digit += 1) {
    table[0x30 + digit] = 1 + digit;
    table["{ABCDEFGHI".charCodeAt(digit)] = 1 + digit;
    table["}JKLMNOPQR".charCodeAt(digit)] = -1 - digit;
    table[0x70 + digit] = -1 - digit;
  }
  return table;
})();

/** Reads decimals of one character a digit, with the sign over a digit or beside them. */
export function readZoned(
  bytes: Buffer,
  from: number,
  to: number,
  form: ZonedField,
  isEbcdic: boolean,
): string | FieldFault {
  const of = isEbcdic ? EBCDIC : ASCII;
  if (isUnfilled(bytes, from, to, of.blank)) return "";
  const { sign } = form;
  const isLeading = sign.startsWith("leading");
  const isBeside = sign.endsWith("-separate");
  const signAt = isLeading ? from : to - 1;
  let digits = "";
  let isNegative = false;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const plain = byte - of.zero;
    if (at === signAt && isBeside) {
      if (byte !== of.plus && byte !== of.minus && byte !== of.blank)
        return badByte(WORDS, { bytes, from, to }, at);
      isNegative = byte === of.minus;
    } else if (plain >= 0 && plain <= 9) digits += DIGITS[plain];
    else if (byte === of.blank && digits === "") continue;
    else if (at === signAt) {
      const value = of.signed(byte);
      if (value === 0) return badByte(WORDS, { bytes, from, to }, at);
      isNegative = value < 0;
      digits += String(Math.abs(value) - 1);
    } else return badByte(WORDS, { bytes, from, to }, at);
  }
  if (digits === "") return badByte(WORDS, { bytes, from, to }, signAt);
  if (isNegative && sign === "none") return UNSIGNED;
  return decimalText(digits, isNegative, form);
}
