import { limits } from "../../base/limits.ts";
import { US_TERRITORIES } from "../../base/us-territories.ts";
import { BAD, countFields } from "./check.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { Check } from "./check.ts";

const CODES = ["zip", "plus4", "deliveryPoint"] as const;
const FIELDS = ["lines", "zip", "plus4", "deliveryPoint", "country"] as const;
const FIVE_DIGITS = /^\d{5}$/;
/** ZIP and ZIP+4 as one, with a hyphen or without. */
const NINE_DIGITS = /^(\d{5})-?(\d{4})$/;
const FOUR_DIGITS = /^\d{4}$/;
const TWO_DIGITS = /^\d{2}$/;
export const COUNTRY_FORM = /^[A-Z]{2}$/;
const HOME_COUNTRY = "US";
const HOME_COUNTRIES: ReadonlySet<unknown> = new Set([HOME_COUNTRY, ...US_TERRITORIES]);

/**
 * The check of an address. Empty lines are left out. A ZIP joined with its ZIP+4 is taken apart. A
 * malformed ZIP, ZIP+4 or delivery point is left out too, because it only routes the piece to a
 * stream that needs none; so are those of a foreign address, whose postal codes belong in its
 * lines.
 */
export function addressCheck(optional: boolean): Check {
  return (raw) => {
    if (raw === undefined || raw === null || raw === "") return optional ? undefined : BAD;
    if (!isPlainObject(raw)) return BAD;
    const cleaned = cleanAddress(raw);
    return areGoodLines(cleaned["lines"]) && isGoodCountry(cleaned["country"]) ? cleaned : BAD;
  };
}

/** The address without its empty or malformed parts; the address itself if there are none. */
export function cleanAddress(raw: Record<string, unknown>): Record<string, unknown> {
  const lines = withoutEmptyLines(raw["lines"]);
  const country = raw["country"];
  const isHome = isAbsent(country) || HOME_COUNTRIES.has(country);
  const codes = isHome && isAutomationReady(raw);
  if (codes && lines === raw["lines"] && !isAbsent(country ?? HOME_COUNTRY))
    if (countFields(raw) === presentCount(raw)) return raw;
  return rebuild(raw, lines, isHome);
}

function rebuild(raw: Record<string, unknown>, lines: unknown, isHome: boolean) {
  const cleaned: Record<string, unknown> = {};
  if (lines !== undefined) cleaned["lines"] = lines;
  if (isHome) Object.assign(cleaned, soundCodes(raw));
  if (!isAbsent(raw["country"])) cleaned["country"] = raw["country"];
  return cleaned;
}

/** The sound codes, each only if the one before it is sound. */
function soundCodes(raw: Record<string, unknown>): Record<string, unknown> {
  const whole = codeText(raw["zip"]);
  const [, ownZip = whole, ownPlus4 = ""] = NINE_DIGITS.exec(whole) ?? [];
  if (!FIVE_DIGITS.test(ownZip)) return {};
  const plus4 = codeText(raw["plus4"]) || ownPlus4;
  // If the two disagree, neither is known to be right.
  if (!FOUR_DIGITS.test(plus4) || (ownPlus4 !== "" && plus4 !== ownPlus4)) return { zip: ownZip };
  const deliveryPoint = codeText(raw["deliveryPoint"]);
  if (!TWO_DIGITS.test(deliveryPoint)) return { zip: ownZip, plus4 };
  return { zip: ownZip, plus4, deliveryPoint };
}

/** A code without the blanks that pad fixed columns. */
function codeText(value: unknown): string {
  return typeof value === "string" ? value.replace(/^ +| +$/g, "") : "";
}

/**
 * Whether an address in this country has an invalid code, so that its piece is not sorted by
 * machine. `cleaned` is what the check made of `raw`.
 */
export function hasSpoiltCode(raw: unknown, cleaned: unknown): boolean {
  if (!isPlainObject(raw) || !isPlainObject(cleaned)) return false;
  if (!HOME_COUNTRIES.has(cleaned["country"] ?? HOME_COUNTRY)) return false;
  const isGiven = (value: unknown): boolean =>
    typeof value === "string" ? codeText(value) !== "" : !isAbsent(value);
  return CODES.some((code) => isGiven(raw[code]) && cleaned[code] === undefined);
}

/** Whether the codes are complete: each only if the one before it is there. */
function isAutomationReady(raw: Record<string, unknown>): boolean {
  const { zip, plus4, deliveryPoint } = raw;
  if (zip === undefined) return plus4 === undefined && deliveryPoint === undefined;
  if (!matches(zip, FIVE_DIGITS)) return false;
  if (plus4 === undefined) return deliveryPoint === undefined;
  if (!matches(plus4, FOUR_DIGITS)) return false;
  return deliveryPoint === undefined || matches(deliveryPoint, TWO_DIGITS);
}

function withoutEmptyLines(lines: unknown): unknown {
  if (lines === null || lines === "") return undefined;
  if (!Array.isArray(lines)) return lines;
  return lines.some(isAbsent) ? lines.filter((line) => !isAbsent(line)) : lines;
}

function areGoodLines(lines: unknown): boolean {
  if (!Array.isArray(lines) || lines.length === 0) return false;
  if (lines.length > limits.addressLinesMax) return false;
  return lines.every(
    (line) =>
      typeof line === "string" && line.length <= limits.textLengthMax && line.isWellFormed(),
  );
}

function isGoodCountry(country: unknown): boolean {
  return country === undefined || matches(country, COUNTRY_FORM);
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function presentCount(raw: Record<string, unknown>): number {
  let count = 0;
  for (const name of FIELDS) if (raw[name] !== undefined) count += 1;
  return count;
}
