import { byteAt } from "./cells.ts";
import { BYTES, DIGIT_GROUP, digitCodewords, DIGITS, pdf417Modes } from "./pdf417-modes.ts";
import { ALPHA, hasTextValue, textValues } from "./pdf417-text-table.ts";

/** Codewords that say how the next ones are to be read (ISO/IEC 15438, Table 7). */
const LATCH_TEXT = 900;
const LATCH_BYTES = 901;
const LATCH_DIGITS = 902;
const SHIFT_BYTE = 913;
const LATCH_BYTE_GROUPS = 924;
/** What fills a codeword of text that has one value. */
const FILLING_VALUE = 29;

/** The data codewords of a text, without the one that counts them. Characters are UTF-8. */
export function pdf417Data(text: string): readonly number[] {
  const bytes = Buffer.from(text);
  const states = pdf417Modes(bytes);
  const writer = new CodewordWriter();
  for (let at = 0; at < bytes.length;) {
    const kind = kindOf(byteAt(states, at));
    const from = at;
    while (at < bytes.length && kindOf(byteAt(states, at)) === kind) at += 1;
    const part = bytes.subarray(from, at);
    if (kind === DIGITS) writer.digits(part);
    else if (kind === BYTES) writer.bytes(part);
    else writer.text(part, states.subarray(from, at), from === 0);
  }
  return writer.codewords;
}

function kindOf(state: number): number {
  return state === DIGITS ? DIGITS : state < BYTES ? 0 : BYTES;
}

class CodewordWriter {
  readonly codewords: number[] = [];
  /** The first value of a codeword of text, or -1. */
  #held = -1;

  /** The text that a symbol begins with needs no latch. */
  text(bytes: Uint8Array, states: Uint8Array, isFirst: boolean): void {
    if (!isFirst) this.codewords.push(LATCH_TEXT);
    let submode = ALPHA;
    for (const [at, byte] of bytes.entries()) {
      const next = byteAt(states, at) >> 1;
      if (hasTextValue(byte))
        for (const value of textValues(submode, next, byte)) this.#value(value);
      else this.codewords.push(SHIFT_BYTE, byte);
      submode = next;
    }
    if (this.#held >= 0) this.#value(FILLING_VALUE);
  }

  #value(value: number): void {
    if (this.#held < 0) {
      this.#held = value;
      return;
    }
    this.codewords.push(this.#held * 30 + value);
    this.#held = -1;
  }

  /** Six bytes are five codewords; bytes left over are one each. */
  bytes(bytes: Uint8Array): void {
    const whole = bytes.length - (bytes.length % 6);
    this.codewords.push(whole === bytes.length ? LATCH_BYTE_GROUPS : LATCH_BYTES);
    for (let at = 0; at < whole; at += 6) {
      let value = 0;
      for (let index = 0; index < 6; index += 1) value = value * 256 + byteAt(bytes, at + index);
      const group = [0, 0, 0, 0, 0];
      for (let index = 4; index >= 0; index -= 1) {
        group[index] = value % 900;
        value = Math.floor(value / 900);
      }
      this.codewords.push(...group);
    }
    this.codewords.push(...bytes.subarray(whole));
  }

  digits(bytes: Uint8Array): void {
    this.codewords.push(LATCH_DIGITS);
    for (let at = 0; at < bytes.length; at += DIGIT_GROUP)
      this.codewords.push(...digitGroup(bytes.subarray(at, at + DIGIT_GROUP)));
  }
}

/** Digits with a 1 before them, as a number of base 900. */
function digitGroup(digits: Uint8Array): number[] {
  const limbs = Array.from({ length: digitCodewords(digits.length) }, () => 0);
  let carry = 1;
  for (let at = -1; at < digits.length; at += 1) {
    if (at >= 0) carry = byteAt(digits, at) - 0x30;
    for (let index = limbs.length - 1; index >= 0; index -= 1) {
      const value = (limbs[index] ?? 0) * (at < 0 ? 1 : 10) + carry;
      limbs[index] = value % 900;
      carry = Math.floor(value / 900);
    }
  }
  return limbs;
}
