import { z } from "zod";
import { limits } from "../../base/limits.ts";
import type { RecordsSpec, RecordType } from "../../model/input-format.ts";
import { fault } from "../../yaml/schema-issues.ts";
import { fixedPartSchema, fixedPartsOf } from "./field-schema.ts";
import { copybookKeys, framingKeys, framingOf } from "./fixed-schema.ts";

const ROLES = ["record", "object", "list", "header", "trailer", "skip"] as const;
const TYPE_FAULT = fault(
  "wrong-value",
  "This must say where the type stands: `{ start, length }` in bytes, or a column number from 1.",
);
const FIELDS_FAULT = fault(
  "wrong-value",
  "These must be fields with their places, or the names of a delimited line's columns.",
);

const place = z.number().int().min(1).max(limits.csvRowBytesMax);
const fields = z
  .union([z.record(z.string().min(1), fixedPartSchema), z.array(z.string())], {
    error: () => FIELDS_FAULT,
  })
  .optional();

export const recordTypeSchema = z.strictObject({
  as: z.enum(ROLES),
  into: z.string().optional().describe("path of the object or list that the lines fill"),
  fields: fields.describe("by place as in `fixed`, or the names of the columns in their order"),
  ...copybookKeys,
});

export const recordsSchema = z.strictObject({
  ...framingKeys,
  delimiter: z.string().min(1).max(8).optional().describe("what separates the fields of a line"),
  quote: z.string().length(1).optional().describe("what fields with delimiters are put in"),
  type: z
    .union([place, z.strictObject({ start: place, length: place })], { error: () => TYPE_FAULT })
    .optional(),
  types: z.record(z.string().min(1), recordTypeSchema).optional().describe("by their codes"),
  fields: fields.describe("if there is one type"),
  ...copybookKeys,
});

export type RecordsValue = z.output<typeof recordsSchema>;
type TypeValue = Pick<z.output<typeof recordTypeSchema>, "as" | "into" | "fields">;

export function recordsOf(value: RecordsValue): RecordsSpec {
  const { type: typeAt, delimiter, quote } = value;
  const types = value.types ?? { "": { as: "record" as const, fields: value.fields } };
  const delimited = delimiter !== undefined && {
    delimited: { delimiter, ...(quote !== undefined && { quote }) },
  };
  return {
    kind: "records",
    form: "records",
    ...framingOf(value),
    ...delimited,
    ...(typeAt !== undefined && { typeAt }),
    types: Object.entries(types).map(([code, one]) => typeOf(code, one)),
  };
}

function typeOf(code: string, { as, into = "", fields: values = {} }: TypeValue): RecordType {
  if (!Array.isArray(values)) return { code, as, into, fields: fixedPartsOf(values) };
  return { code, as, into, fields: values.map((name) => (name === "-" ? "" : name)) };
}
