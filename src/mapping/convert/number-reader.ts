import type { NumberMark, NumberStyle } from "../../rules/converters/number-form.ts";
import { isPadding, outerTrim } from "./outer-trim.ts";

const ZERO = 48;
const HYPHEN = 45;
const PLUS = 43;
const MINUS = 0x2212;
const COMMA = 44;
const OPENING = 40;
const CLOSING = 41;

/** No number is longer, with its signs and the blanks between them. */
const LENGTH_MAX = 64;

const SAME_GROUPS: Readonly<Record<string, string>> = {
  " ": " \u00a0\u2007\u2009\u202f",
  "'": "'\u2019",
};

export interface NumberOptions {
  readonly style: NumberStyle;
  /** Which numbers of decimals may be written; all up to the most of the forms if left out. */
  readonly isExact: boolean;
  readonly negative: "CR" | "DR" | undefined;
  readonly currency: readonly string[];
  readonly impliedDigits: number;
  /** Zeros behind this many decimals are dropped. */
  readonly digits: number;
}

/**
 * Reads numbers of one style as exact decimal texts, digit by digit. What stands between `read`
 * and its result is kept in members, so that nothing is allocated but the result.
 */
export class NumberReader {
  readonly #point: number;
  readonly #groups: string;
  readonly #groupSize: number;
  readonly #decimalsMax: number;
  readonly #isDecimalCount: readonly boolean[];
  readonly #hasPlain: boolean;
  readonly #marks: ReadonlySet<string>;
  readonly #negative: string;
  readonly #currency: readonly string[];
  readonly #impliedDigits: number;
  readonly #digits: number;
  #start = 0;
  #end = 0;
  #sign = "";
  #hasCurrency = false;

  constructor({ style, isExact, negative, currency, impliedDigits, digits }: NumberOptions) {
    this.#point = style.point === "" ? -1 : style.point.charCodeAt(0);
    this.#groups = SAME_GROUPS[style.group] ?? style.group;
    this.#groupSize = style.isIndian ? 2 : 3;
    this.#decimalsMax = Math.max(...style.decimalCounts);
    this.#isDecimalCount = Array.from({ length: this.#decimalsMax + 1 }, (_, count) =>
      isExact ? style.decimalCounts.includes(count) : true,
    );
    this.#hasPlain = style.hasPlain;
    this.#marks = new Set<NumberMark>(style.marks);
    this.#negative = negative ?? "";
    // The longest first, so that US$ is not read as $.
    const signs = [...new Set([...currency, ...style.currency])];
    this.#currency = signs.sort((a, b) => b.length - a.length);
    this.#impliedDigits = impliedDigits;
    this.#digits = digits;
  }

  /** The number as `-1234.50`; empty for an empty text, undefined for what is no such number. */
  read(padded: string): string | undefined {
    const text = outerTrim(padded);
    if (text === "") return "";
    if (text.length > LENGTH_MAX) return undefined;
    this.#start = 0;
    this.#end = text.length;
    this.#sign = "";
    this.#hasCurrency = false;
    if (!isDigit(text.charCodeAt(0)) || !isDigit(text.charCodeAt(this.#end - 1)))
      if (!this.#takeBefore(text) || !this.#takeBehind(text)) return undefined;
    const isMarked = this.#sign === "CR" || this.#sign === "DR";
    if ((!this.#hasPlain && !isMarked) || this.#start === this.#end) return undefined;
    return this.#readDigits(text);
  }

  /** Signs and currency before the digits; false for anything else. */
  #takeBefore(text: string): boolean {
    while (this.#start < this.#end) {
      const code = text.charCodeAt(this.#start);
      if (isDigit(code) || code === this.#point) break;
      const length = isPadding(code) ? 1 : this.#signBefore(code);
      const currency = length > 0 || this.#hasCurrency ? "" : this.#currencyAt(text, this.#start);
      if (length + currency.length === 0) return false;
      if (currency !== "") this.#hasCurrency = true;
      this.#start += length + currency.length;
    }
    return true;
  }

  #signBefore(code: number): number {
    const isBracket = code === OPENING && this.#marks.has("()");
    if (!isBracket && code !== HYPHEN && code !== MINUS && code !== PLUS) return 0;
    if (this.#sign !== "") return 0;
    this.#sign = isBracket ? "(" : code === PLUS ? "+" : "-";
    return 1;
  }

  #currencyAt(text: string, at: number): string {
    for (const sign of this.#currency) if (text.startsWith(sign, at)) return sign;
    return "";
  }

  /** Signs and currency behind the digits; false for anything else, and for half of brackets. */
  #takeBehind(text: string): boolean {
    while (this.#end > this.#start && !isDigit(text.charCodeAt(this.#end - 1))) {
      const length = isPadding(text.charCodeAt(this.#end - 1)) ? 1 : 0;
      const currency = length > 0 || this.#hasCurrency ? "" : this.#currencyBefore(text);
      if (currency !== "") this.#hasCurrency = true;
      const taken = length || currency.length || this.#signBehind(text);
      if (taken === 0) return false;
      this.#end -= taken;
    }
    return this.#sign !== "(";
  }

  #currencyBefore(text: string): string {
    for (const sign of this.#currency) if (text.endsWith(sign, this.#end)) return sign;
    return "";
  }

  #signBehind(text: string): number {
    const code = text.charCodeAt(this.#end - 1);
    if (code === CLOSING && this.#sign === "(") this.#sign = "()";
    else if (this.#sign !== "") return 0;
    else if (code === HYPHEN || code === PLUS) this.#sign = code === HYPHEN ? "-" : "+";
    else this.#sign = text.slice(Math.max(this.#start, this.#end - 2), this.#end);
    return this.#sign === "()" ? 1 : this.#marks.has(this.#sign) ? this.#sign.length : 0;
  }

  #readDigits(text: string): string | undefined {
    let point = -1;
    let group = -1;
    let groupCount = 0;
    let count = 0;
    for (let at = this.#start; at < this.#end; at += 1) {
      const code = text.charCodeAt(at);
      if (isDigit(code)) count += 1;
      else if (point >= 0) return undefined;
      else if (code === this.#point) {
        if (groupCount > 0 && count !== 3) return undefined;
        point = at;
        count = 0;
      } else {
        if (!this.#isGroup(text.charAt(at), groupCount, count)) return undefined;
        group = at;
        groupCount += 1;
        count = 0;
      }
    }
    if (point < 0 && groupCount > 0 && count !== 3) return undefined;
    const decimalCount = point < 0 ? 0 : count;
    if (!this.#isDecimalCount[decimalCount] || (point >= 0 && count === 0)) return undefined;
    const wholeEnd = point < 0 ? this.#end : point;
    if (!this.#isPlainly(text, wholeEnd, decimalCount)) return this.#compose(text, wholeEnd);
    return this.#signed(this.#digitsOf(text, wholeEnd, groupCount === 1 ? group : -groupCount));
  }

  /** Whether a sign stands between groups, behind as many digits as a group has. */
  #isGroup(sign: string, groupCount: number, count: number): boolean {
    if (!this.#groups.includes(sign)) return false;
    return groupCount === 0 ? count > 0 && count <= this.#groupSize : count === this.#groupSize;
  }

  /** Whether no zero has to be added or left out: what nearly all numbers are like. */
  #isPlainly(text: string, wholeEnd: number, decimalCount: number): boolean {
    if (this.#impliedDigits > 0 || decimalCount > this.#digits) return false;
    const length = wholeEnd - this.#start;
    return length === 1 || (length > 1 && text.charCodeAt(this.#start) !== ZERO);
  }

  /** The digits with a point. `group`: the place of the sign between them, or minus their count. */
  #digitsOf(text: string, wholeEnd: number, group: number): string {
    const start = this.#start;
    const end = this.#end;
    if (this.#point === COMMA) {
      const whole =
        group === 0 ? text.slice(start, wholeEnd) : withoutGroups(text, start, wholeEnd);
      return wholeEnd === end ? whole : `${whole}.${text.slice(wholeEnd + 1, end)}`;
    }
    if (group > 0) return text.slice(start, group) + text.slice(group + 1, end);
    if (group === 0) return start === 0 && end === text.length ? text : text.slice(start, end);
    return withoutGroups(text, start, wholeEnd) + text.slice(wholeEnd, end);
  }

  #compose(text: string, wholeEnd: number): string {
    let whole = withoutGroups(text, this.#start, wholeEnd);
    let decimals = text.slice(wholeEnd + 1, this.#end);
    if (this.#impliedDigits > 0) {
      const digits = whole.padStart(this.#impliedDigits + 1, "0");
      whole = digits.slice(0, -this.#impliedDigits);
      decimals = digits.slice(-this.#impliedDigits);
    }
    whole = withoutLeadingZeros(whole);
    decimals = this.#shortened(decimals);
    return this.#signed(decimals === "" ? whole : `${whole}.${decimals}`);
  }

  /** Decimals without the zeros behind those that the currency has. */
  #shortened(decimals: string): string {
    let { length } = decimals;
    while (length > this.#digits && decimals.charCodeAt(length - 1) === ZERO) length -= 1;
    return decimals.slice(0, length);
  }

  #signed(number: string): string {
    const sign = this.#sign;
    if (sign === "") return number;
    const isNegative = sign === "-" || sign === "()" || sign === this.#negative;
    return isNegative && !isZero(number) ? `-${number}` : number;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

/** The digits of a part of a text, without the signs between them. */
function withoutGroups(text: string, start: number, end: number): string {
  let digits = "";
  let from = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && isDigit(text.charCodeAt(at))) continue;
    digits += text.slice(from, at);
    from = at + 1;
  }
  return digits;
}

function withoutLeadingZeros(whole: string): string {
  let start = 0;
  while (start < whole.length - 1 && whole.charCodeAt(start) === ZERO) start += 1;
  return whole === "" ? "0" : whole.slice(start);
}

function isZero(number: string): boolean {
  for (let at = 0; at < number.length; at += 1) {
    const code = number.charCodeAt(at);
    if (code > ZERO && code <= ZERO + 9) return false;
  }
  return true;
}
