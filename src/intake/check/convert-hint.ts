import type { Shape } from "../../model/data-shape.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Fault } from "./fault.ts";
import { looksOfDate } from "../../mapping/convert/advise-date.ts";
import { looksOfNumber } from "../../mapping/convert/advise-number.ts";

/** Faults that a converter may be the cure of. */
const CURABLE: ReadonlySet<string> = new Set([
  "data.wrong-type",
  "data.impossible-date",
  "data.unknown-value",
]);
/** A field of a list's row: its path, and that within the row. */
const OF_ROW = /^(.*)\.\d+\.(.*)$/;

/** What a job could say so that a value is taken; undefined if no converter would help. */
export type ConvertHint = (fault: Fault, value: unknown, shape: Shape) => string | undefined;

/** Compiles the hints for an input: the line of the job, with the column that the value is of. */
export function convertHints(input: InputSpec): ConvertHint {
  return ({ code, field }, value, shape) => {
    const advice = CURABLE.has(code) ? adviceFor(value, shape) : undefined;
    if (advice === undefined) return undefined;
    const line = fieldLine(input, field);
    return line && `the job can convert it: ${line.replace("...", advice.converter)}${advice.more}`;
  };
}

interface Advice {
  readonly converter: string;
  /** What else it might be. */
  readonly more: string;
}

/** The converter for values that look like this one. Its form shows no digit of the value. */
function adviceFor(value: unknown, shape: Shape): Advice | undefined {
  const text = typeof value === "string" ? value : "";
  switch (shape.kind) {
    case "money":
    case "decimal":
      return amountFor(value, shape.kind);
    case "integer":
      return quoted("integer", looksOfNumber(text)[0]);
    case "date":
      return dateFor(looksOfDate(text));
    case "boolean":
      return { converter: "boolean: { true: [Y], false: [N] }", more: ", by the sender's words" };
    case "text":
      if (shape.oneOf === undefined) return undefined;
      return { converter: `codes: { A: ${shape.oneOf[0]} }`, more: ", by the sender's codes" };
    default:
      return undefined;
  }
}

function amountFor(value: unknown, kind: "money" | "decimal"): Advice | undefined {
  if (typeof value !== "number") return quoted(kind, looksOfNumber(String(value))[0]);
  return kind === "money" && Number.isInteger(value)
    ? { converter: "money: { implied: 2 }", more: ' if it is in cents, or else `money: "1234"`' }
    : quoted(kind, "1234.56");
}

function dateFor([first, second]: readonly string[]): Advice | undefined {
  if (first === undefined) return undefined;
  const more = second === undefined ? "" : ` or ${second}, whichever the sender means`;
  return { converter: `date: ${first}`, more };
}

function quoted(key: string, form: string | undefined): Advice | undefined {
  return form === undefined ? undefined : { converter: `${key}: "${form}"`, more: "" };
}

/** The line of the job that maps a field; `...` stands for the converter. */
export function fieldLine(input: InputSpec, field: string): string | undefined {
  return input.format === "csv" ? columnLine(input, field) : pathLine(input, field);
}

function columnLine(input: InputSpec, field: string): string | undefined {
  const ofDetail = input.details.find(({ into }) => field.startsWith(`${into}.`));
  const columns = Object.entries((ofDetail ?? input).csv.columns);
  const target = ofDetail === undefined ? field : withinRow(field, ofDetail.into);
  const column = columns.find(([, one]) => one === target)?.[0];
  return column && `${column}: { to: ${target}, ... }`;
}

/** The path within a row, of a field such as `charges.3.amount` or `charges.amount`. */
function withinRow(field: string, list: string): string {
  return field.slice(list.length + 1).replace(/^\d+\./, "");
}

/** The line under `fields`, for records that have the layout's own shape. */
function pathLine({ fields = {} }: InputSpec, field: string): string | undefined {
  const [, list, within] = OF_ROW.exec(field) ?? [];
  const target = within === undefined ? field : `${list}.${within}`;
  if (fields[target] !== undefined) return undefined;
  return `${target}: { from: ${within ?? field}, ... }`;
}
