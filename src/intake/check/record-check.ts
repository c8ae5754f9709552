import { isCalendarDay } from "../../base/calendar-day.ts";
import { limits } from "../../base/limits.ts";
import type { ListShape, ObjectShape, ScalarShape, Shape } from "../../model/data-shape.ts";
import type { RawObject } from "../../model/record.ts";
import { addressCheck } from "./address-check.ts";
import { BAD, countFields } from "./check.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { Check } from "./check.ts";
import { DECIMAL_FORM, isNumberText, moneyForm } from "../../rules/scalar-forms.ts";
import type { NumberForm } from "../../rules/scalar-forms.ts";

/**
 * The check that every record passes, compiled once from the shape. It only says whether a record
 * is good; `compileFaultFinder` makes the function that says what is wrong with a bad one. Returns
 * the record's values, with nulls, empty texts and unknown fields left out and absent lists empty,
 * or undefined if it is bad.
 */
export function compileRecordCheck(shape: ObjectShape): (raw: unknown) => RawObject | undefined {
  const check = objectCheck(shape);
  return (raw) => {
    if (!isPlainObject(raw)) return undefined;
    const checked = check(raw);
    return checked === BAD ? undefined : (checked as RawObject);
  };
}

/** Compiles the check of one value. */
export function checkOf(shape: Shape): Check {
  switch (shape.kind) {
    case "object":
      return objectCheck(shape);
    case "list":
      return listCheck(shape);
    case "address":
      return addressCheck(shape.optional);
    default:
      return scalarCheck(shape);
  }
}

function scalarCheck(shape: ScalarShape): Check {
  const isGood = scalarTest(shape);
  const absent = shape.optional ? undefined : BAD;
  return (raw) => {
    if (raw === undefined || raw === null || raw === "") return absent;
    return isGood(raw) ? raw : BAD;
  };
}

function scalarTest(shape: ScalarShape): (raw: unknown) => boolean {
  switch (shape.kind) {
    case "text":
      return textTest(shape.oneOf);
    case "money":
      return numberTest(moneyForm(shape.digits));
    case "decimal":
      return numberTest(DECIMAL_FORM);
    case "date":
      return (raw) => typeof raw === "string" && isCalendarDay(raw);
    case "integer":
      return (raw) => Number.isSafeInteger(raw);
    case "boolean":
      return (raw) => typeof raw === "boolean";
  }
}

function numberTest(form: NumberForm): (raw: unknown) => boolean {
  return (raw) => typeof raw === "string" && isNumberText(raw, form);
}

function textTest(oneOf: readonly string[] | undefined): (raw: unknown) => boolean {
  if (oneOf === undefined)
    // Half a surrogate pair is not a character: two different keys would become one when written.
    return (raw) =>
      typeof raw === "string" && raw.length <= limits.textLengthMax && raw.isWellFormed();
  const allowed = new Set<unknown>(oneOf);
  return (raw) => allowed.has(raw);
}

/** An absent object counts as an empty one, which is good if all its fields may be absent. */
function objectCheck(shape: ObjectShape): Check {
  const names = Object.keys(shape.fields);
  const checks = Object.values(shape.fields).map(checkOf);
  return (raw) => {
    const source = raw === undefined || raw === null || raw === "" ? {} : raw;
    if (!isPlainObject(source)) return BAD;
    const keptCount = countKept(source, names, checks);
    if (keptCount < 0) return BAD;
    if (keptCount > 0 && keptCount === countFields(source)) return source;
    return rebuild(source, names, checks);
  };
}

/** How many fields are good as they are; 0 if one has to be cleaned, -1 if one is bad. */
function countKept(
  source: Record<string, unknown>,
  names: readonly string[],
  checks: readonly Check[],
): number {
  let kept = 0;
  let isClean = true;
  for (let index = 0; index < names.length; index += 1) {
    const raw = source[names[index] as string];
    const checked = (checks[index] as Check)(raw);
    if (checked === BAD) return -1;
    if (checked !== raw) isClean = false;
    else if (raw !== undefined) kept += 1;
  }
  return isClean ? kept : 0;
}

function rebuild(
  source: Record<string, unknown>,
  names: readonly string[],
  checks: readonly Check[],
): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const checked = (checks[index] as Check)(source[name]);
    if (checked !== undefined) cleaned[name] = checked;
  }
  return cleaned;
}

function listCheck(shape: ListShape): Check {
  const check = objectCheck(shape.item);
  return (raw) => {
    if (raw === undefined || raw === null || raw === "") return [];
    if (!Array.isArray(raw) || raw.length > limits.detailRowsPerRecordMax) return BAD;
    let cleaned: unknown[] | undefined;
    for (let index = 0; index < raw.length; index += 1) {
      const row: unknown = raw[index];
      const checked = isPlainObject(row) ? check(row) : BAD;
      if (checked === BAD) return BAD;
      if (checked !== row) (cleaned ??= raw.slice())[index] = checked;
    }
    return cleaned ?? raw;
  };
}
