import { isCalendarDay } from "../base/calendar-day.ts";
import { DECIMAL_DIGITS } from "../expr/format.ts";
import { parseDay, parseUnits } from "../expr/parse-values.ts";
import { dayText, decimalText } from "../mapping/canonical-text.ts";
import type { Expr } from "../model/expr.ts";
import { type CaseField, EACH } from "./case-field.ts";
import { type Change, type Draft, resized, valueIn } from "./draft.ts";
import { exprsIn } from "./plan-exprs.ts";

/** The constants of a condition: values near them are where it changes. */
export interface TriedValues {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Has the rows that lists which became empty get back. */
  readonly model: Draft;
}

/** Lists and texts are not made longer than this to meet a condition. */
const SIZE_MAX = 400;
/** A billion in units of the last digit stays exact, whatever is added up of it. */
const UNITS_MAX = 10 ** 12;
/** Steps from a date that is compared: its month or day may be asked for, too. */
const DAYS_A_MONTH = 30;
const MONTHS = Array.from({ length: 25 }, (_, index) => index - 12);
const LENGTHS = [0, 1, 2, 3] as const;

export function triedValues(
  all: readonly Expr[],
  lets: readonly Expr[],
  model: Draft,
): TriedValues {
  const literals = exprsIn([all, lets]).flatMap(({ expr }) =>
    expr.op === "literal" ? [expr.value] : [],
  );
  const texts = new Set(literals.filter((value) => typeof value === "string"));
  const numbers = new Set<number>([0]);
  for (const value of literals)
    if (typeof value === "number") for (const near of [-1, 0, 1]) numbers.add(value + near);
  return { texts: [...texts], numbers: [...numbers], model };
}

/** What a field is tried to be: in the first row of a list, and in all of them. */
export function* changesOf(field: CaseField, draft: Draft, tried: TriedValues): Generator<Change> {
  for (const value of valuesOf(field, draft, tried)) {
    yield { path: field.path, value, inAllRows: false };
    if (field.path.includes(EACH)) yield { path: field.path, value, inAllRows: true };
  }
}

function valuesOf(field: CaseField, draft: Draft, tried: TriedValues): unknown[] {
  const { shape, path } = field;
  if (shape.kind === "list") return listsOf(draft, path, tried);
  const own = ownValues(field, tried);
  return shape.optional ? [...own, undefined] : own;
}

function ownValues(field: CaseField, { texts, numbers }: TriedValues): unknown[] {
  const { shape } = field;
  switch (shape.kind) {
    case "boolean":
      return [true, false];
    case "text": {
      if (shape.oneOf !== undefined) return [...shape.oneOf];
      const sizes = numbers.filter((size) => size > 0 && size <= SIZE_MAX);
      const longer = texts.flatMap((text) => [text, `${text}x`, `x${text}`]);
      return [...longer, "x", ...sizes.map((size) => "x".repeat(size))].filter(
        (text) => text !== "",
      );
    }
    case "money":
    case "integer":
    case "decimal":
      return numbers.flatMap((number) => numberChange(field, number)?.value ?? []);
    case "date":
      return numbers
        .flatMap((day) => MONTHS.map((months) => day + months * DAYS_A_MONTH))
        .flatMap((day) => numberChange(field, day)?.value ?? []);
    default:
      return [];
  }
}

function listsOf(
  draft: Draft,
  path: readonly string[],
  { numbers, model }: TriedValues,
): unknown[] {
  const rows = [valueIn(draft, path), valueIn(model, path)].find(hasRows);
  if (rows === undefined) return [[]];
  const sizes = new Set([...LENGTHS, ...numbers.filter((size) => size >= 0 && size <= SIZE_MAX)]);
  return [...sizes].map((size) => resized(rows, size));
}

function hasRows(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

/** The number that a field holds in the draft, in units of its last digit; dates as days. */
export function numberIn({ shape, path }: CaseField, draft: Draft): number | undefined {
  const value = valueIn(draft, path);
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (shape.kind === "money") return parseUnits(value, shape.digits ?? 2);
  if (shape.kind === "decimal") return parseUnits(value, DECIMAL_DIGITS);
  return shape.kind === "date" ? parseDay(value) : undefined;
}

/** The field with that number; undefined if it cannot hold it. */
export function numberChange({ shape, path }: CaseField, number: number): Change | undefined {
  if (!Number.isSafeInteger(number) || Math.abs(number) > UNITS_MAX) return undefined;
  const value = numberText(shape, number);
  return value === undefined ? undefined : { path, value, inAllRows: false };
}

function numberText(shape: CaseField["shape"], number: number): string | number | undefined {
  switch (shape.kind) {
    case "integer":
      return number;
    case "money":
      return decimalText(number, shape.digits ?? 2);
    case "decimal":
      return decimalText(number, DECIMAL_DIGITS);
    case "date": {
      const day = dayText(number);
      return isCalendarDay(day) ? day : undefined;
    }
    default:
      return undefined;
  }
}
