import { assert } from "../../base/assert.ts";
import type { ConvertFault } from "../../model/converter.ts";
import { areRivals, parseDatePattern } from "../../rules/converters/date-pattern.ts";
import { DateReader } from "./date-reader.ts";
import { ENGLISH_MONTHS } from "./month-names.ts";
import { remembered } from "./remembered.ts";
import { TimeZone } from "./time-zone.ts";

/** How senders write days, the stricter of two patterns first. */
export const KNOWN_DATE_PATTERNS = [
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "YYYY.MM.DD",
  "YYYYMMDD",
  "MM/DD/YYYY",
  "DD/MM/YYYY",
  "M/D/YYYY",
  "D/M/YYYY",
  "DD.MM.YYYY",
  "D.M.YYYY",
  "DD-MM-YYYY",
  "MM-DD-YYYY",
  "MM/DD/YY",
  "DD/MM/YY",
  "M/D/YY",
  "D/M/YY",
  "DD.MM.YY",
  "MMDDYYYY",
  "DDMMYYYY",
  "YYMMDD",
  "MMDDYY",
  "DDMMYY",
  "YYYYDDD",
  "CYYMMDD",
  "DD-MMM-YYYY",
  "DD-MMM-YY",
  "D MMM YYYY",
  "D MMMM YYYY",
  "MMM D, YYYY",
  "MMMM D, YYYY",
  "YYYY-MM-DD HH:mm:ss",
  "YYYY-MM-DD HH:mm:ss.S",
  "YYYY-MM-DDTHH:mm:ss",
  "YYYY-MM-DDTHH:mm:ss.S",
  "YYYY-MM-DDTHH:mm:ssZ",
  "YYYY-MM-DDTHH:mm:ss.SZ",
  "MM/DD/YYYY HH:mm:ss",
  "M/D/YYYY h:mm:ss A",
  "DD.MM.YYYY HH:mm:ss",
] as const;

const LENGTH_MAX = 64;
/** Years that documents of today may name; anything else is no evidence of a form. */
const YEARS = { min: 1900, max: 2099 };

interface KnownPattern {
  readonly pattern: string;
  /** The pattern that asks for two digits where this one takes one. */
  readonly strict: string;
  readonly reader: DateReader;
}

let known: readonly KnownPattern[] | undefined;

/** Compiles what makes faults that name the patterns which a text fits, but for the job's own. */
export function compileDateAdvice(
  own: readonly string[],
): (text: string, expected: string) => ConvertFault {
  const advise = remembered((found) => adviceOf(found.split("\n"), own));
  return (text, expected) => {
    const found = looksOfDate(text).filter((pattern) => !own.includes(pattern));
    return found.length === 0 ? { expected } : { expected, advice: advise(found.join("\n")) };
  };
}

/** The known patterns that a text fits: several where month and day could change places. */
export function looksOfDate(text: string): readonly string[] {
  if (text.length > LENGTH_MAX) return [];
  known ??= KNOWN_DATE_PATTERNS.map(knownPattern);
  const found: string[] = [];
  for (const { pattern, strict, reader } of known) {
    const year = reader.read(text) >> 9;
    if (year >= YEARS.min && year <= YEARS.max && !found.includes(strict)) found.push(pattern);
  }
  return found;
}

function knownPattern(pattern: string): KnownPattern {
  const zone = new TimeZone("UTC");
  const options = { pivotYear: 1950, months: ENGLISH_MONTHS, zone, sourceZone: zone };
  return {
    pattern,
    strict: pattern.replace(/\bM\b/, "MM").replace(/\bD\b/, "DD"),
    reader: new DateReader(tokensOf(pattern), options),
  };
}

function tokensOf(pattern: string) {
  const tokens = parseDatePattern(pattern);
  assert(typeof tokens !== "string", "known patterns are patterns");
  return tokens;
}

/** What a job says to have texts of these patterns read, too. */
function adviceOf(found: readonly string[], own: readonly string[]): string {
  const isRival = (pattern: string): boolean =>
    own.some((one) => areRivals(tokensOf(one), tokensOf(pattern)));
  const fitting = found.filter((pattern) => !isRival(pattern));
  const named = fitting.length > 0 ? fitting : found;
  const kept = fitting.length > 0 ? own : [];
  const written = named.map((pattern) => `\`date: ${yamlList([...kept, pattern])}\``);
  const pivot = named.some((one) => /(?<![CY])YY(?!Y)/.test(one)) ? " with a `pivot`" : "";
  const zone = named.some((one) => one.endsWith("Z")) ? " with a `zone`" : "";
  const choice = named.length > 1 ? ", whichever the sender means" : "";
  const wanted = `write ${written.join(" or ")}${pivot}${zone} in the job${choice}`;
  return `it looks like ${named.join(" or ")}: ${wanted}`;
}

function yamlList(patterns: readonly string[]): string {
  const quoted = patterns.map((one) => (one.includes(",") ? `"${one}"` : one));
  return quoted.length > 1 ? `[${quoted.join(", ")}]` : quoted.join("");
}
