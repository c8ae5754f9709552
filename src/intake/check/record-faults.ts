import { isCalendarDay } from "../../base/calendar-day.ts";
import { limits } from "../../base/limits.ts";
import type { ListShape, ObjectShape, ScalarShape, Shape } from "../../model/data-shape.ts";
import { Unmade } from "../../mapping/unmade.ts";
import type { ConvertHint } from "./convert-hint.ts";
import { COUNTRY_FORM } from "./address-check.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { cleanObject } from "./clean-value.ts";
import { type Fault, wrongType } from "./fault.ts";
import { integerFaults, numberFaults } from "./number-faults.ts";
import { DECIMAL_FORM, FORM_WORDS, moneyForm } from "../../rules/scalar-forms.ts";

/** More findings than this about one record help nobody. */
const FAULTS_MAX = 50;

const RECORD_WORDS = "a record with named fields";
const OBJECT_WORDS = "an object with named fields";
const ADDRESS_WORDS = "an address with lines";
const ROWS_WORDS = "a list of rows";
const LINES_WORDS = "a list of lines";

const TEXT: ScalarShape = { kind: "text", optional: false };

/**
 * Compiles the function that finds every fault of a record that its check refused, in the order of
 * the shape. Slow and thorough, because it sees only bad records.
 */
export function compileFaultFinder(
  shape: ObjectShape,
  hintOf?: ConvertHint,
): (raw: unknown) => Fault[] {
  return (raw) => {
    if (!isPlainObject(raw)) return [wrongType("", RECORD_WORDS)];
    const cleaned = cleanObject(raw, shape);
    const faults = objectFaults(cleaned, shape, "").take(FAULTS_MAX).toArray();
    return hintOf === undefined ? faults : faults.map((one) => hinted(one, cleaned, shape, hintOf));
  };
}

/** A fault with what the job could say against it. */
function hinted(
  fault: Fault,
  cleaned: Record<string, unknown>,
  shape: ObjectShape,
  hintOf: ConvertHint,
): Fault {
  if (fault.hint !== undefined) return fault;
  let value: unknown = cleaned;
  let at: Shape | undefined = shape;
  for (const step of fault.field.split(".")) {
    if (at?.kind === "list") at = at.item;
    else if (at?.kind === "object") at = at.fields[step];
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  const hint = at && hintOf(fault, value, at);
  return hint === undefined ? fault : { ...fault, hint };
}

/** The faults of a value that `cleanObject` has cleaned. */
function faultsOf(value: unknown, shape: Shape, field: string): Iterable<Fault> {
  if (value === undefined) return mayMiss(shape) ? [] : [missing(field)];
  if (value instanceof Unmade) return [value.faultAt(field)];
  switch (shape.kind) {
    case "object":
      return objectFaults(value, shape, field);
    case "list":
      return listFaults(value, shape, field);
    case "address":
      return addressFaults(value, field);
    default:
      return scalarFaults(value, shape, field);
  }
}

function mayMiss(shape: Shape): boolean {
  return "optional" in shape && shape.optional;
}

function* objectFaults(value: unknown, shape: ObjectShape, field: string): Generator<Fault> {
  if (!isPlainObject(value)) return yield wrongType(field, OBJECT_WORDS);
  for (const [name, inner] of Object.entries(shape.fields))
    yield* faultsOf(value[name], inner, field === "" ? name : `${field}.${name}`);
}

function* listFaults(value: unknown, { item }: ListShape, field: string): Iterable<Fault> {
  if (!Array.isArray(value)) return yield wrongType(field, ROWS_WORDS);
  if (value.length > limits.detailRowsPerRecordMax) return yield tooManyRows(field);
  for (const [at, row] of value.entries()) yield* objectFaults(row, item, `${field}.${at}`);
}

function* addressFaults(value: unknown, field: string): Iterable<Fault> {
  if (!isPlainObject(value)) return yield wrongType(field, ADDRESS_WORDS);
  yield* lineFaults(value["lines"], `${field}.lines`);
  const country = value["country"];
  if (country === undefined) return;
  const place = `${field}.country`;
  if (country instanceof Unmade) yield country.faultAt(place);
  else if (typeof country !== "string") yield wrongType(place, FORM_WORDS.text);
  else if (!COUNTRY_FORM.test(country)) yield notCountry(place);
}

function* lineFaults(lines: unknown, field: string): Iterable<Fault> {
  if (lines === undefined) return yield missing(field);
  if (!Array.isArray(lines)) return yield wrongType(field, LINES_WORDS);
  if (lines.length === 0) return yield missing(field);
  if (lines.length > limits.addressLinesMax) return yield tooLong(field);
  for (const [at, line] of lines.entries()) yield* scalarFaults(line, TEXT, `${field}.${at}`);
}

function scalarFaults(value: unknown, shape: ScalarShape, field: string): readonly Fault[] {
  if (value instanceof Unmade) return [value.faultAt(field)];
  switch (shape.kind) {
    case "integer":
      return integerFaults(value, field);
    case "boolean":
      return typeof value === "boolean" ? [] : [wrongType(field, FORM_WORDS.boolean)];
    default:
      return typeof value === "string"
        ? stringFaults(value, shape, field)
        : [wrongType(field, FORM_WORDS[shape.kind])];
  }
}

function stringFaults(value: string, shape: ScalarShape, field: string): readonly Fault[] {
  if (!value.isWellFormed()) return [badText(field)];
  switch (shape.kind) {
    case "money":
      return numberFaults(value, moneyForm(shape.digits), "money", field);
    case "decimal":
      return numberFaults(value, DECIMAL_FORM, "decimal", field);
    case "date":
      return isCalendarDay(value) ? [] : [impossibleDate(field)];
    default:
      return textFaults(value, shape.oneOf, field);
  }
}

function textFaults(
  value: string,
  oneOf: readonly string[] | undefined,
  field: string,
): readonly Fault[] {
  if (oneOf !== undefined) return oneOf.includes(value) ? [] : [unknownValue(field, oneOf)];
  return value.length <= limits.textLengthMax ? [] : [tooLong(field)];
}

function missing(field: string): Fault {
  return { code: "data.missing-field", field, message: `${field} is missing: fill it in` };
}

function badText(field: string): Fault {
  const message = `${field} has half of a character pair (such as \\ud800): correct it`;
  return { code: "data.bad-text", field, message };
}

function tooLong(field: string): Fault {
  return { code: "data.too-long", field, message: `${field} is too long: shorten it` };
}

function tooManyRows(field: string): Fault {
  const message = `${field} has more than ${limits.detailRowsPerRecordMax} rows: split the record`;
  return { code: "data.too-many-rows", field, message };
}

function impossibleDate(field: string): Fault {
  const message = `${field} is not a calendar day written YYYY-MM-DD: correct it`;
  return { code: "data.impossible-date", field, message };
}

function unknownValue(field: string, oneOf: readonly string[]): Fault {
  const allowed = oneOf.join(", ");
  const message = `${field} is none of ${allowed}: correct it or add the value to the layout`;
  return { code: "data.unknown-value", field, message };
}

function notCountry(field: string): Fault {
  const message = `${field} is not a country code such as US: correct it`;
  return { code: "data.unknown-value", field, message };
}
