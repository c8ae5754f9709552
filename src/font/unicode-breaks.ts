import { pairTable } from "./line-break-rules.ts";
import { classNumber, lineBreakClass } from "./line-break-table.ts";

const AL = classNumber("AL");
const BA = classNumber("BA");
const CB = classNumber("CB");
const CM = classNumber("CM");
const CR = classNumber("CR");
const HL = classNumber("HL");
const HY = classNumber("HY");
const IS = classNumber("IS");
const LF = classNumber("LF");
const NU = classNumber("NU");
const PO = classNumber("PO");
const PR = classNumber("PR");
const RI = classNumber("RI");
const SM = classNumber("SM");
const SP = classNumber("SP");
const SY = classNumber("SY");
const ZW = classNumber("ZW");
const ZWJ = classNumber("ZWJ");

const OPENING = new Set(["OP", "OPw"].map(classNumber));
const CLOSING = new Set(["CL", "CP", "CPw"].map(classNumber));
const LINE_ENDS = new Set(["BK", "CR", "LF", "NL"].map(classNumber));
const NO_BASE = new Set(["BK", "CR", "LF", "NL", "SP", "ZW"].map(classNumber));

/** How much of a number (LB25) ends before a place. */
const NO_NUMBER = 0;
const DIGITS = 1;
const CLOSED = 2;

/**
 * The UTF-16 offsets at which a line may or must break by UAX #14, ascending, without 0 and the end
 * of the text: the default rules, and numbers by its section 8.2, example 7, as its test has them.
 */
export function unicodeBreaks(text: string): number[] {
  const walk = new BreakWalk(text);
  const breaks: number[] = [];
  for (const character of text) {
    if (walk.offset > 0 && walk.mayBreakBefore(character)) breaks.push(walk.offset);
    walk.pass(character);
  }
  return breaks;
}

/** What the characters before a place say about breaking there. */
class BreakWalk {
  offset = 0;
  readonly #text: string;
  readonly #pairs = pairTable();
  /** The class on the left, marks taken for part of their base; and the one before its spaces. */
  #left = -1;
  #solid = SP;
  /** The class of the last character itself. */
  #last = -1;
  #number = NO_NUMBER;
  /** Whether a Hebrew letter and a hyphen end here (LB21a). */
  #afterHebrew = false;
  /** Regional indicators in a row (LB30a). */
  #flagCount = 0;

  constructor(text: string) {
    this.#text = text;
  }

  mayBreakBefore(character: string): boolean {
    const right = classOf(character);
    const left = this.#left;
    if (LINE_ENDS.has(left)) return !(left === CR && right === LF);
    if (LINE_ENDS.has(right) || right === SP || right === ZW) return false;
    if (this.#solid === ZW) return true;
    if (this.#last === ZWJ) return false;
    if (isMark(right) && !NO_BASE.has(left)) return false;
    return !this.#staysTogether(isMark(right) ? AL : right, character.length);
  }

  #staysTogether(right: number, length: number): boolean {
    const { direct, spaced } = this.#pairs;
    if (this.#left === SP) return spaced[this.#solid]?.[right] === 1;
    if (direct[this.#left]?.[right] === 1) return true;
    if (this.#afterHebrew && right !== CB) return true;
    if (this.#flagCount % 2 === 1 && right === RI) return true;
    return this.#isWithinNumber(right, length);
  }

  #isWithinNumber(right: number, length: number): boolean {
    if (this.#number === DIGITS && right === NU) return true;
    if (this.#number !== NO_NUMBER && (right === PO || right === PR)) return true;
    const isSign = this.#left === PR || this.#left === PO;
    if (!isSign || (right !== HY && !OPENING.has(right))) return false;
    return this.#classAfter(this.offset + length) === NU;
  }

  /** The class of the first character from an offset on that is no mark. */
  #classAfter(offset: number): number {
    for (const character of this.#text.slice(offset)) {
      const next = classOf(character);
      if (!isMark(next)) return next;
    }
    return -1;
  }

  pass(character: string): void {
    const own = classOf(character);
    this.offset += character.length;
    this.#last = own;
    const isPart = isMark(own) && this.#left >= 0 && !NO_BASE.has(this.#left);
    if (!isPart) this.#enter(isMark(own) ? AL : own);
  }

  #enter(own: number): void {
    this.#number = this.#numberAfter(own);
    this.#afterHebrew = this.#left === HL && (own === HY || own === BA);
    this.#flagCount = own === RI ? this.#flagCount + 1 : 0;
    this.#left = own;
    if (own !== SP) this.#solid = own;
  }

  #numberAfter(own: number): number {
    if (own === NU) return DIGITS;
    if (this.#number === DIGITS && (own === SY || own === IS)) return DIGITS;
    return this.#number === DIGITS && CLOSING.has(own) ? CLOSED : NO_NUMBER;
  }
}

function classOf(character: string): number {
  return lineBreakClass(character.codePointAt(0) ?? 0);
}

function isMark(number: number): boolean {
  return number === CM || number === ZWJ || number === SM;
}
