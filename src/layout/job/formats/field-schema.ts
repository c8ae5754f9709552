import { z } from "zod";
import { limits } from "../../../base/limits.ts";
import type { FieldForm, FixedField } from "../../../model/input-format.ts";
import { fault } from "../../../yaml/schema-issues.ts";

const SIGNS = ["none", "trailing", "leading", "trailing-separate", "leading-separate"] as const;
const BINARY_BYTES_MAX = 8;
/** COBOL has 31 digits at most. */
const DIGITS_MAX = 31;
const TYPE_FAULT = fault(
  "wrong-value",
  "Only a zoned field has a place of its sign; packed and binary ones have `none` or `trailing`.",
);
const TEXT_FAULT = fault("wrong-value", "A text has no decimals, digits or sign; give it a type.");
const LENGTH_FAULT = fault("wrong-value", "A binary field has 1 to 8 bytes, any other number 31.");

const place = z.number().int().min(1).max(limits.csvRowBytesMax);

/** What may be said of a field beside its place. */
const formKeys = {
  type: z.enum(["text", "zoned", "packed", "binary"]).optional(),
  decimals: z.number().int().min(0).max(DIGITS_MAX).optional(),
  digits: z.number().int().min(1).max(DIGITS_MAX).optional(),
  sign: z.enum(SIGNS).optional(),
};

const fieldValue = z.strictObject({ start: place, length: place, ...formKeys });

export const fixedFieldSchema = fieldValue
  .refine(({ type, sign }) => isSignFit(type, sign), { error: () => TYPE_FAULT })
  .refine(isTextPlain, { error: () => TEXT_FAULT })
  .refine(({ type, length }) => isLengthFit(type, length), { error: () => LENGTH_FAULT });

type FieldValue = z.output<typeof fieldValue>;

function isSignFit(type: FieldValue["type"], sign: FieldValue["sign"]): boolean {
  return type === "zoned" || sign === undefined || sign === "none" || sign === "trailing";
}

function isTextPlain({ type = "text", decimals, digits, sign }: FieldValue): boolean {
  return type !== "text" || [decimals, digits, sign].every((value) => value === undefined);
}

function isLengthFit(type: FieldValue["type"], length: number): boolean {
  if (type === undefined || type === "text") return true;
  return length <= (type === "binary" ? BINARY_BYTES_MAX : DIGITS_MAX + 1);
}

export function fixedFieldOf(name: string, value: FieldValue): FixedField {
  return { name, start: value.start, length: value.length, form: formOf(value) };
}

function formOf({ type = "text", decimals = 0, digits, sign = "trailing" }: FieldValue): FieldForm {
  if (type === "text") return { type };
  const number = { decimals, ...(digits !== undefined && { digits }) };
  if (type === "zoned") return { type, sign, ...number };
  return { type, isSigned: sign !== "none", ...number };
}
