import { z } from "zod";
import { limits } from "../../base/limits.ts";
import type { FieldForm, FixedPart } from "../../model/input-format.ts";
import { fault } from "../../yaml/schema-issues.ts";

const SIGNS = ["none", "trailing", "leading", "trailing-separate", "leading-separate"] as const;
const TYPES = ["text", "zoned", "packed", "binary"] as const;
const BINARY_BYTES_MAX = 8;
/** COBOL has 31 digits at most. */
const DIGITS_MAX = 31;
const TYPE_FAULT = fault(
  "wrong-value",
  "Only a zoned field has a place of its sign; packed and binary ones have `none` or `trailing`.",
);
const TEXT_FAULT = fault("wrong-value", "A text has no decimals, digits or sign; give it a type.");
const LENGTH_FAULT = fault(
  "wrong-value",
  `A binary field has 1 to ${BINARY_BYTES_MAX} bytes, another number at most ${DIGITS_MAX + 1}.`,
);
const LIST_FAULT = fault("wrong-value", "A list needs `times`: how many items it has at most.");

/** A field at its place, or items that follow each other from there. */
export interface FixedPartValue {
  readonly start: number;
  readonly length: number;
  readonly type?: (typeof TYPES)[number] | undefined;
  readonly decimals?: number | undefined;
  readonly digits?: number | undefined;
  readonly sign?: (typeof SIGNS)[number] | undefined;
  readonly times?: number | undefined;
  readonly "depending-on"?: string | undefined;
  readonly fields?: FixedPartsValue | undefined;
}

export interface FixedPartsValue {
  [name: string]: FixedPartValue;
}

const place = z.number().int().min(1).max(limits.csvRowBytesMax);
const fieldKeys = {
  start: place,
  length: place,
  type: z.enum(TYPES).optional(),
  decimals: z.number().int().min(0).max(DIGITS_MAX).optional(),
  digits: z.number().int().min(1).max(DIGITS_MAX).optional(),
  sign: z.enum(SIGNS).optional(),
};

/** A field of a row. */
export const fixedFieldSchema = checked(z.strictObject(fieldKeys));

const listKeys = {
  ...fieldKeys,
  times: z.number().int().min(1).max(limits.detailRowsPerRecordMax).optional(),
  "depending-on": z.string().optional(),
};
const itemSchema = checked(z.strictObject(listKeys));

/** A field of a nested record, or a list of rows in it. */
export const fixedPartSchema = checked(
  z.strictObject({ ...listKeys, fields: z.record(z.string().min(1), itemSchema).optional() }),
);

function checked<T extends z.ZodType<FixedPartValue>>(schema: T): T {
  return schema
    .refine(isSignFit, { error: () => TYPE_FAULT })
    .refine(isTextPlain, { error: () => TEXT_FAULT })
    .refine(isLengthFit, { error: () => LENGTH_FAULT })
    .refine(isListWhole, { error: () => LIST_FAULT });
}

function isSignFit({ type, sign }: FixedPartValue): boolean {
  return type === "zoned" || sign === undefined || sign === "none" || sign === "trailing";
}

function isTextPlain({ type = "text", decimals, digits, sign }: FixedPartValue): boolean {
  return type !== "text" || [decimals, digits, sign].every((value) => value === undefined);
}

function isLengthFit({ type, length }: FixedPartValue): boolean {
  if (type === undefined || type === "text") return true;
  return length <= (type === "binary" ? BINARY_BYTES_MAX : DIGITS_MAX + 1);
}

function isListWhole({ times, fields, "depending-on": countField }: FixedPartValue): boolean {
  return times !== undefined || (fields === undefined && countField === undefined);
}

/** Fields and lists of a nested record. */
export function fixedPartsOf(values: FixedPartsValue): FixedPart[] {
  return Object.entries(values).map(([name, value]): FixedPart => {
    const { start, length, times: countMax, fields, "depending-on": countField } = value;
    if (countMax === undefined) return { name, start, length, form: formOf(value) };
    const item = fields === undefined ? formOf(value) : fixedPartsOf(fields);
    return { name, start, length, item, countMax, ...(countField !== undefined && { countField }) };
  });
}

function formOf(value: FixedPartValue): FieldForm {
  const { type = "text", decimals = 0, digits, sign = "trailing" } = value;
  if (type === "text") return { type };
  const number = { decimals, ...(digits !== undefined && { digits }) };
  if (type === "zoned") return { type, sign, ...number };
  return { type, isSigned: sign !== "none", ...number };
}
