import { isCalendarDay } from "../base/calendar-day.ts";
import { limits } from "../base/limits.ts";
import { unseenCharacter } from "../base/visible-text.ts";
import type { ScalarKind } from "../model/data-shape.ts";
import type { ParameterValue } from "../model/parameter.ts";

/** How a value of each kind is written, for messages. */
const FORMS: Readonly<Record<ScalarKind, string>> = {
  text: `a text of up to ${limits.parameterLengthMax} characters that can be seen`,
  money: 'an exact amount, in a job in quotes, such as "1234.50"',
  date: "a calendar day written YYYY-MM-DD",
  integer: "a whole number",
  decimal: 'a number with up to six decimals, in a job in quotes, such as "0.05"',
  boolean: "true or false",
};

const PATTERNS: Readonly<Partial<Record<ScalarKind, RegExp>>> = {
  money: /^-?\d{1,13}(?:\.\d{1,4})?$/,
  decimal: /^-?\d{1,9}(?:\.\d{1,6})?$/,
};

const ZERO_DAY = "2000-01-01";

export function parameterForm(kind: ScalarKind): string {
  return FORMS[kind];
}

/** The value that was written, or given on a command line as a text; undefined if it is wrong. */
export function parameterValue(
  kind: ScalarKind,
  written: ParameterValue,
): ParameterValue | undefined {
  const text = String(written);
  if (kind === "boolean") return text === "true" || text === "false" ? text === "true" : undefined;
  if (kind === "integer") return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  // A number in YAML is not exact, and has lost the zeros it was written with.
  if (typeof written !== "string" || text.length > limits.parameterLengthMax) return undefined;
  if (kind === "date") return isCalendarDay(text) ? text : undefined;
  const isForm = PATTERNS[kind]?.test(text) ?? isTellable(text);
  return isForm ? text : undefined;
}

/** A text of blanks alone would be an absent one. */
function isTellable(text: string): boolean {
  return text.trim() !== "" && unseenCharacter(text) === undefined;
}

/** A value for a layout that is checked by itself, where nobody has given one. */
export function anyParameterValue(kind: ScalarKind, oneOf?: readonly string[]): ParameterValue {
  switch (kind) {
    case "text":
      return oneOf?.[0] ?? "text";
    case "date":
      return ZERO_DAY;
    case "integer":
      return 1;
    case "boolean":
      return true;
    default:
      return "1";
  }
}
