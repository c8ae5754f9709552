import type { RawAddress } from "../model/record.ts";
import type { ScalarShape } from "../model/data-shape.ts";
import type { CaseField } from "./case-field.ts";

/** Which end of what a kind of value can be; `plain` is what records mostly have. */
export type Extreme =
  "plain" | "shortest" | "longest" | "unbreakable" | "zero" | "least-loss" | "largest" | "lowest";

/** A billion less the smallest coin: what no statement's column may be too narrow for. */
const LARGEST_WHOLE = 999_999_999;
/** Fees of many digits and shares of a fund: a million of them less a part. */
const LARGEST_DECIMAL = "999999.999999";

/** Texts are at least so long in the cases of long ones, or twice as long as those of samples. */
const LONG_TEXT = 60;
const LONG_WORD = 40;
const LONG_CODE = 24;
const LONG_TEXT_MAX = 1000;

const WORDS =
  "Maximiliane Wolfeschlegelsteinhausen-Bergerdorff and Ágnes Łukasiewicz-Þórðardóttir of the " +
  "Consolidated Northwestern Agricultural Cooperative and Mutual Assurance Association, ";
const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/** What samples show of a field's texts. */
export interface TextFacts {
  readonly lengthMax: number;
  /** Numbers of accounts and the like: characters of one word with digits in it. */
  readonly isCode: boolean;
  readonly first: string;
}

/** A text of a field at an extreme. */
export function textAt(extreme: Extreme, { name }: CaseField, facts: TextFacts): string {
  const plain = facts.first || wordOf(name);
  if (extreme === "shortest") return String.fromCodePoint(plain.codePointAt(0) ?? 120);
  if (extreme !== "longest" && extreme !== "unbreakable") return plain;
  if (facts.isCode) return repeated(plain, Math.max(LONG_CODE, facts.lengthMax));
  if (extreme === "unbreakable") return cut(WORD, Math.max(LONG_WORD, plain.length));
  return cut(WORDS, Math.min(LONG_TEXT_MAX, Math.max(LONG_TEXT, facts.lengthMax * 2)));
}

/** `account.ownerName` as a word for people. */
function wordOf(name: string): string {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return `${last.slice(0, 1).toUpperCase()}${last.slice(1)}`;
}

function cut(text: string, length: number): string {
  return repeated(text, length).trimEnd();
}

function repeated(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** An amount at an extreme; in long lists each is a part of the largest, so that sums fit, too. */
export function moneyAt(extreme: Extreme, { digits = 2 }: ScalarShape, rows: number): string {
  const scale = 10 ** digits;
  const largest = Math.floor(((LARGEST_WHOLE + 1) * scale - 1) / Math.max(1, rows));
  switch (extreme) {
    case "zero":
    case "shortest":
      return unitsText(0, digits);
    case "least-loss":
      return unitsText(-1, digits);
    case "largest":
    case "longest":
    case "unbreakable":
      return unitsText(largest, digits);
    case "lowest":
      return unitsText(-largest, digits);
    default:
      return unitsText(123_456 * (scale / 100), digits);
  }
}

export function integerAt(extreme: Extreme, rows: number): number {
  const largest = Math.floor(LARGEST_WHOLE / Math.max(1, rows));
  const whole = { plain: 12, shortest: 0, zero: 0, "least-loss": -1, lowest: -largest } as const;
  return extreme in whole ? whole[extreme as keyof typeof whole] : largest;
}

export function decimalAt(extreme: Extreme): string {
  const part = { plain: "3.25", shortest: "0", zero: "0", "least-loss": "-0.000001" } as const;
  if (extreme in part) return part[extreme as keyof typeof part];
  return extreme === "lowest" ? `-${LARGEST_DECIMAL}` : LARGEST_DECIMAL;
}

/** An amount in its smallest coins as records write it. */
export function unitsText(units: number, digits: number): string {
  const whole = Math.round(units);
  const figures = String(Math.abs(whole)).padStart(digits + 1, "0");
  const sign = whole < 0 ? "-" : "";
  if (digits === 0) return `${sign}${figures}`;
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** An address with one line fewer or more than usual, or with the longest lines. */
export function addressAt(extreme: Extreme, plain: RawAddress): RawAddress {
  if (extreme === "shortest") return { ...plain, lines: ends(plain.lines) };
  if (extreme !== "longest" && extreme !== "unbreakable") return plain;
  const last = plain.lines.at(-1) ?? "";
  const name = "MAXIMILIANE WOLFESCHLEGELSTEINHAUSEN";
  return { ...plain, lines: [name, "C/O NORTHWESTERN AGRICULTURAL COOP", ...between(plain), last] };
}

function ends(lines: readonly string[]): string[] {
  return [...new Set([lines[0] ?? "", lines.at(-1) ?? ""])];
}

function between({ lines }: RawAddress): readonly string[] {
  return lines.slice(1, -1).slice(-2);
}
