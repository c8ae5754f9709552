import { ContentScanner } from "./content-scanner.ts";
import { parseMoney } from "./parse-money.ts";
import { type FontDecoders, TextReader } from "./shown-text.ts";
import { type CodeDecoder, NO_TEXT } from "../fonts/to-unicode.ts";

/** An amount as printed on a page. */
export interface PrintedAmount {
  /** Which money field of the record the page says it is. */
  readonly field: number;
  /** Minor units; undefined if the text is not an amount. */
  readonly units: bigint | undefined;
}

/** Searched for without its slash, as pages are full of slashes. */
const SUM = "NPsum ";
/** The longest text that may come before a mark's field, and before ` Tf`. */
const BEFORE_MAX = 48;
const FONT_MAX = 24;
const SET_FONT = " Tf\n";
/** A mark after the end of the previous line. */
const MARK = /(?<=(?:EMC|BT)\n)\/\w+<<(?:\/MCID \d+)?\/NPsum (\d{1,6})>>BDC\n/y;
/** The usual content of a mark: a string without escapes, with its place and colour. */
const RUN = /(?:[\d. ]{1,16} (?:g|rg|k)\n)?-?\d+ -?\d+ Td\(([^()\\\r]*)\)Tj\nEMC\n/y;
const BEHIND_STRING = ")Tj\nEMC\n".length;

/**
 * The amounts that a composed page marks as those of money fields, in page order; a field that is
 * shown twice is returned twice. Only the marked stretches are read: a mark counts where an
 * operator and an end of line come before it, which no shown text can contain.
 */
export function printedMoney(
  content: Buffer,
  decoders: FontDecoders,
  currencyDigits: number,
  text = content.toString("latin1"),
): PrintedAmount[] {
  const amounts: PrintedAmount[] = [];
  for (let at = text.indexOf(SUM); at >= 0;) {
    MARK.lastIndex = markStart(text, at);
    const field = MARK.exec(text)?.[1];
    if (field === undefined) {
      at = text.indexOf(SUM, at + SUM.length);
      continue;
    }
    const start = MARK.lastIndex;
    const font = fontBefore(text, at);
    const decoder = font === undefined ? undefined : decoders.get(font);
    const { said, end } =
      oneRun(text, start, content, decoder) ?? anyRuns(content, start, decoders, font);
    const units = said === undefined ? undefined : parseMoney(said, currencyDigits);
    amounts.push({ field: Number(field), units });
    at = text.indexOf(SUM, end);
  }
  return amounts;
}

/** The text of a mark, undefined if it is damaged, and where it ends. */
interface Marked {
  readonly said: string | undefined;
  readonly end: number;
}

function oneRun(
  text: string,
  start: number,
  content: Buffer,
  decoder: CodeDecoder | undefined,
): Marked | undefined {
  RUN.lastIndex = start;
  const string = RUN.exec(text)?.[1];
  if (string === undefined) return undefined;
  const end = RUN.lastIndex;
  const stringEnd = end - BEHIND_STRING;
  const codes = content.subarray(stringEnd - string.length, stringEnd);
  return { said: decoder?.text(codes) ?? NO_TEXT, end };
}

function anyRuns(
  content: Buffer,
  start: number,
  decoders: FontDecoders,
  font: string | undefined,
): Marked {
  const scanner = new ContentScanner(content, start);
  const { runs, damage } = new TextReader(scanner, decoders, font).readMark();
  const said = damage === undefined ? runs.map((run) => run.text).join("") : undefined;
  return { said, end: Math.max(scanner.at, start) };
}

/** Where the line of a place begins; the place itself if that is too far away. */
function markStart(text: string, at: number): number {
  const first = Math.max(0, at - BEFORE_MAX);
  const lineEnd = text.lastIndexOf("\n", at);
  return lineEnd < first ? at : lineEnd + 1;
}

/** The font in force at a place, set by the last operator before it. */
function fontBefore(text: string, at: number): string | undefined {
  const set = text.lastIndexOf(SET_FONT, at);
  if (set < 0) return undefined;
  return /\/(\w+) \d+$/.exec(text.slice(Math.max(0, set - FONT_MAX), set))?.[1];
}
