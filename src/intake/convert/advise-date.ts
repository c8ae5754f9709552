import { assert } from "../../base/assert.ts";
import type { ConvertFault } from "../../model/converter.ts";
import { areRivals, parseDatePattern } from "../../rules/converters/date-pattern.ts";
import { DateReader } from "./date-reader.ts";
import { ENGLISH_MONTHS } from "./month-names.ts";
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

let readers: readonly (readonly [pattern: string, reader: DateReader])[] | undefined;

/** A fault that names the patterns which the text fits, if the job has none of them. */
export function adviseDate(
  text: string,
  expected: string,
  patterns: readonly string[],
): ConvertFault {
  const found = looksOfDate(text).filter((pattern) => !patterns.includes(pattern));
  return found.length === 0 ? { expected } : { expected, advice: adviceOf(found, patterns) };
}

/** The known patterns that a text fits: several where month and day could change places. */
export function looksOfDate(text: string): readonly string[] {
  if (text.length > LENGTH_MAX) return [];
  readers ??= KNOWN_DATE_PATTERNS.map((pattern) => [pattern, knownReader(pattern)]);
  const found: string[] = [];
  for (const [pattern, reader] of readers) {
    const year = reader.read(text) >> 9;
    const isLoose = found.includes(strictOf(pattern));
    if (year >= YEARS.min && year <= YEARS.max && !isLoose) found.push(pattern);
  }
  return found;
}

/** The pattern that asks for two digits where a looser one takes one. */
function strictOf(pattern: string): string {
  return pattern.replace(/\bM\b/, "MM").replace(/\bD\b/, "DD");
}

function knownReader(pattern: string): DateReader {
  const zone = new TimeZone("UTC");
  return new DateReader(tokensOf(pattern), {
    pivotYear: 1950,
    months: ENGLISH_MONTHS,
    zone,
    sourceZone: zone,
  });
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
