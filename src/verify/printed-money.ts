import { ContentScanner } from "./content-scanner.ts";
import { parseMoney } from "./parse-money.ts";
import { type FontDecoders, TextReader } from "./shown-text.ts";

/** An amount as it stands on a page. */
export interface PrintedAmount {
  /** Which money field of the record the page says it is. */
  readonly field: number;
  /** Minor units; undefined where what is shown is no amount. */
  readonly units: bigint | undefined;
}

/** Sought without its slash, of which pages are full. */
const SUM = Buffer.from("NPsum ");
const SET_FONT = Buffer.from(" Tf\n");
/** The longest that may stand before a mark's field, and before ` Tf`. */
const BEFORE_MAX = 48;
const FONT_MAX = 24;
const AFTER_MAX = 24;

/**
 * The amounts that a composed page marks as those of money fields, in its order; a field that is
 * shown twice is there twice. Only the marked stretches are read: the letters of a mark count
 * where an operator and an end of line stand before them, which no shown text can hold.
 */
export function printedMoney(
  content: Buffer,
  decoders: FontDecoders,
  currencyDigits: number,
): PrintedAmount[] {
  const amounts: PrintedAmount[] = [];
  for (let at = content.indexOf(SUM); at >= 0;) {
    const mark = markAt(content, at);
    if (mark === undefined) {
      at = content.indexOf(SUM, at + SUM.length);
      continue;
    }
    const scanner = new ContentScanner(content, mark.contentAt);
    const reader = new TextReader(scanner, decoders, fontBefore(content, at));
    const { runs, damage } = reader.readMark();
    const text = runs.map((run) => run.text).join("");
    const units = damage === undefined ? parseMoney(text, currencyDigits) : undefined;
    amounts.push({ field: mark.field, units });
    at = content.indexOf(SUM, Math.max(scanner.at, mark.contentAt));
  }
  return amounts;
}

function markAt(content: Buffer, at: number): { field: number; contentAt: number } | undefined {
  const before = content.toString("latin1", Math.max(0, at - BEFORE_MAX), at);
  if (!/(?:EMC|BT)\n\/\w+<<(?:\/MCID \d+)?\/$/.test(before)) return undefined;
  const after = content.toString("latin1", at, Math.min(content.length, at + AFTER_MAX));
  const [matched, field] = /^NPsum (\d{1,6})>>BDC\n/.exec(after) ?? [];
  return matched === undefined
    ? undefined
    : { field: Number(field), contentAt: at + matched.length };
}

/** The font in force at a place, which the last operator before it set. */
function fontBefore(content: Buffer, at: number): string | undefined {
  const set = content.lastIndexOf(SET_FONT, at);
  if (set < 0) return undefined;
  return /\/(\w+) \d+$/.exec(content.toString("latin1", Math.max(0, set - FONT_MAX), set))?.[1];
}
