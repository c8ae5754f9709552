import { decimalText } from "../mapping/canonical-text.ts";
import type { RawAddress } from "../model/record.ts";
import type { ScalarShape } from "../model/data-shape.ts";
import type { CaseField } from "./case-field.ts";

/** Which end of what a kind of value can be; `plain` is what records mostly have. */
export type Extreme =
  "plain" | "shortest" | "longest" | "unbreakable" | "zero" | "least-loss" | "largest" | "lowest";

/**
 * How many digits the largest numbers have before the point: two more than any of the samples, at
 * least these; where there are no samples, as many as an amount of a billion less a cent.
 */
const WHOLE_DIGITS_MORE = 2;
const WHOLE_DIGITS_MIN = { money: 6, integer: 4, decimal: 2 } as const;
const WHOLE_DIGITS_MAX = { money: 9, integer: 9, decimal: 6 } as const;

/** Texts are at least so long in the cases of long ones, or as long as the longest of samples. */
const LONG_TEXT = 60;
const LONG_WORD = 40;
const LONG_TEXT_MAX = 1000;

const WORDS =
  "Maximiliane Wolfeschlegelsteinhausen-Bergerdorff and Ágnes Łukasiewicz-Þórðardóttir of the " +
  "Consolidated Northwestern Agricultural Cooperative and Mutual Assurance Association, ";
const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/** What samples show of a field; nothing where there are none. */
export interface FieldFacts {
  readonly lengthMax: number;
  /** Numbers of accounts and the like, one word with digits in it: no longer than in samples. */
  readonly isCode: boolean;
  readonly first: string;
  /** The most digits before the point. */
  readonly wholeDigits: number;
}

/** The largest number of a kind: nines before the point. */
function largestWhole(kind: keyof typeof WHOLE_DIGITS_MIN, { wholeDigits }: FieldFacts): number {
  const most = WHOLE_DIGITS_MAX[kind];
  const wanted = Math.max(WHOLE_DIGITS_MIN[kind], wholeDigits + WHOLE_DIGITS_MORE);
  return 10 ** (wholeDigits === 0 ? most : Math.min(most, wanted)) - 1;
}

/** A text of a field at an extreme. */
export function textAt(extreme: Extreme, { name }: CaseField, facts: FieldFacts): string {
  const plain = facts.first || wordOf(name);
  if (extreme === "shortest") return String.fromCodePoint(plain.codePointAt(0) ?? 120);
  if (extreme !== "longest" && extreme !== "unbreakable") return plain;
  if (facts.isCode) return repeated(plain, facts.lengthMax);
  if (extreme === "unbreakable") return cut(WORD, Math.max(LONG_WORD, plain.length));
  return cut(WORDS, Math.min(LONG_TEXT_MAX, Math.max(LONG_TEXT, facts.lengthMax)));
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

type NumberEnd = "plain" | "zero" | "least-loss" | "lowest" | "largest";

/** Numbers are as large where texts are long as where they are the largest. */
const NUMBER_ENDS: Readonly<Record<Extreme, NumberEnd>> = {
  plain: "plain",
  shortest: "zero",
  zero: "zero",
  "least-loss": "least-loss",
  longest: "largest",
  unbreakable: "largest",
  largest: "largest",
  lowest: "lowest",
};

/** A number at an extreme; in long lists each is a part of the largest, so that sums fit, too. */
export function numberAt(
  extreme: Extreme,
  shape: ScalarShape,
  facts: FieldFacts,
  rows: number,
): string | number {
  const { kind } = shape;
  const end = NUMBER_ENDS[extreme];
  if (kind === "money") return moneyAt(end, shape.digits ?? 2, facts, rows);
  return kind === "decimal" ? decimalAt(end, facts) : integerAt(end, facts, rows);
}

function moneyAt(end: NumberEnd, digits: number, facts: FieldFacts, rows: number): string {
  const scale = 10 ** digits;
  const largest = Math.floor((largestWhole("money", facts) * scale + scale - 1) / rows);
  const plain = 123_456 * (scale / 100);
  const units = { plain, zero: 0, "least-loss": -1, lowest: -largest, largest };
  return decimalText(Math.round(units[end]), digits);
}

function integerAt(end: NumberEnd, facts: FieldFacts, rows: number): number {
  const largest = Math.floor(largestWhole("integer", facts) / rows);
  return { plain: 12, zero: 0, "least-loss": -1, lowest: -largest, largest }[end];
}

function decimalAt(end: NumberEnd, facts: FieldFacts): string {
  const largest = `${largestWhole("decimal", facts)}.999999`;
  const lowest = `-${largest}`;
  return { plain: "3.25", zero: "0", "least-loss": "-0.000001", lowest, largest }[end];
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
