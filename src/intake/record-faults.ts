import type { z } from "zod";
import { limits } from "../base/limits.ts";
import type { ObjectShape, Shape } from "../model/data-shape.ts";
import { isPlainObject } from "./check.ts";
import { cleanObject } from "./clean-value.ts";
import type { Fault } from "./fault.ts";
import { recordSchema } from "./record-schema.ts";
import { FORM_WORDS } from "./scalar-forms.ts";

type Issue = z.core.$ZodIssue;

/** More findings than this about one record help nobody. */
const FAULTS_MAX = 50;

/** What an address's parts count as: texts, for the purpose of a message. */
const TEXT: Shape = { kind: "text", optional: true };

/**
 * Compiles the finder of what is wrong with a record that its check refused: every fault, in the
 * order of the shape. Slow and thorough, for it sees only bad records.
 */
export function compileFaultFinder(shape: ObjectShape): (raw: unknown) => Fault[] {
  const schema = recordSchema(shape);
  return (raw) => {
    if (!isPlainObject(raw)) return [wrongType("", "a record with named fields")];
    const cleaned = cleanObject(raw, shape);
    const result = schema.safeParse(cleaned);
    if (result.success) return [];
    return result.error.issues
      .slice(0, FAULTS_MAX)
      .map((issue) => faultOf(issue, shapeAt(shape, issue.path), valueAt(cleaned, issue.path)));
  };
}

function faultOf(issue: Issue, shape: Shape, value: unknown): Fault {
  const field = issue.path.join(".");
  if (value === undefined) return missing(field);
  if (issue.code === "too_small") return missing(field);
  if (issue.code === "too_big") return tooBig(field, shape);
  if (typeof value === "string" && !value.isWellFormed()) return badText(field);
  if (shape.kind === "date" && typeof value === "string") return impossibleDate(field);
  if (shape.kind === "text" && typeof value === "string") return unknownValue(field, shape);
  return wrongType(field, wordsOf(shape));
}

function missing(field: string): Fault {
  return { code: "data.missing-field", field, message: `${field} is missing: fill it in` };
}

function badText(field: string): Fault {
  const message = `${field} has half of a character pair (such as \\ud800): correct it`;
  return { code: "data.bad-text", field, message };
}

function tooBig(field: string, shape: Shape): Fault {
  if (shape.kind === "integer") return wrongType(field, FORM_WORDS.integer);
  if (shape.kind !== "list")
    return { code: "data.too-long", field, message: `${field} is too long: shorten it` };
  const message = `${field} has more than ${limits.detailRowsPerRecordMax} rows: split the record`;
  return { code: "data.too-many-rows", field, message };
}

function impossibleDate(field: string): Fault {
  const message = `${field} is not a day of the calendar written YYYY-MM-DD: correct it`;
  return { code: "data.impossible-date", field, message };
}

function unknownValue(field: string, shape: Shape): Fault {
  const allowed = shape.kind === "text" && shape.oneOf ? shape.oneOf.join(", ") : "";
  const message =
    allowed === ""
      ? `${field} is not a country code such as US: correct it`
      : `${field} is none of ${allowed}: correct it or add the value to the layout`;
  return { code: "data.unknown-value", field, message };
}

function wrongType(field: string, words: string): Fault {
  const subject = field === "" ? "the record" : field;
  return { code: "data.wrong-type", field, message: `${subject} is not ${words}: correct it` };
}

function wordsOf(shape: Shape): string {
  switch (shape.kind) {
    case "object":
      return "an object with named fields";
    case "list":
      return "a list of rows";
    case "address":
      return "an address with lines";
    default:
      return FORM_WORDS[shape.kind];
  }
}

function shapeAt(shape: ObjectShape, path: readonly PropertyKey[]): Shape {
  let at: Shape = shape;
  for (const step of path) {
    if (at.kind === "object") at = at.fields[String(step)] ?? TEXT;
    else if (at.kind === "list") at = at.item;
    else return TEXT;
  }
  return at;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
