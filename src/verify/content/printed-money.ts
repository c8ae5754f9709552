import { ContentScanner } from "./content-scanner.ts";
import { parseMoney } from "./parse-money.ts";
import { type FontDecoders, TextReader } from "./shown-text.ts";
import { type CodeDecoder, NO_TEXT } from "../fonts/to-unicode.ts";

/** An amount as it stands on a page. */
export interface PrintedAmount {
  /** Which money field of the record the page says it is. */
  readonly field: number;
  /** Minor units; undefined if what is shown is no amount. */
  readonly units: bigint | undefined;
}

/** Sought without its slash, of which pages are full. */
const SUM = "NPsum ";
/** The longest that may stand before a mark's field, and before ` Tf`. */
const BEFORE_MAX = 48;
const FONT_MAX = 24;
const SET_FONT = " Tf\n";
/** A mark behind the line that ends what is before it. */
const MARK = /(?<=(?:EMC|BT)\n)\/\w+<<(?:\/MCID \d+)?\/NPsum (\d{1,6})>>BDC\n/y;
/** What nearly all marks hold: a string that has no escapes, in its place and colour. */
const RUN = /(?:[\d. ]{1,16} (?:g|rg|k)\n)?-?\d+ -?\d+ Td\(([^()\\\r]*)\)Tj\nEMC\n/y;
const BEHIND_STRING = ")Tj\nEMC\n".length;

/**
 * The amounts that a composed page marks as those of money fields, in its order; a field that is
 * shown twice is there twice. Only the marked stretches are read: the letters of a mark count
 * where an operator and an end of line stand before them, which no shown text can hold.
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

/** What a mark says, undefined if it is damaged; and where it ends. */
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

/** Where the line begins that a place is in; the place itself if that is too far. */
function markStart(text: string, at: number): number {
  const first = Math.max(0, at - BEFORE_MAX);
  const lineEnd = text.lastIndexOf("\n", at);
  return lineEnd < first ? at : lineEnd + 1;
}

/** The font in force at a place, which the last operator before it set. */
function fontBefore(text: string, at: number): string | undefined {
  const set = text.lastIndexOf(SET_FONT, at);
  if (set < 0) return undefined;
  return /\/(\w+) \d+$/.exec(text.slice(Math.max(0, set - FONT_MAX), set))?.[1];
}
