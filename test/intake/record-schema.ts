import { isCalendarDay } from "../../src/base/calendar-day.ts";
import { z } from "zod";
import { limits } from "../../src/base/limits.ts";
import type { ObjectShape, ScalarShape, Shape } from "../../src/model/data-shape.ts";
import { COUNTRY_FORM } from "../../src/intake/check/address-check.ts";

/** The form of each kind that is written as a string. */
export const FORMS = {
  money: /^-?\d{1,13}(?:\.\d{1,2})?$/,
  decimal: /^-?\d{1,9}(?:\.\d{1,6})?$/,
} as const;

/** The zod schema of a shape, for values that `cleanObject` has been over: what ours must say. */
export function recordSchema(shape: ObjectShape): z.ZodType {
  const fields = Object.entries(shape.fields).map(([name, field]) => [name, schemaOf(field)]);
  return z.object(Object.fromEntries(fields) as Record<string, z.ZodType>);
}

function schemaOf(shape: Shape): z.ZodType {
  switch (shape.kind) {
    case "object":
      return recordSchema(shape);
    case "list":
      return z.array(recordSchema(shape.item)).max(limits.detailRowsPerRecordMax);
    case "address":
      return shape.optional ? addressSchema().optional() : addressSchema();
    default:
      return shape.optional ? scalarSchema(shape).optional() : scalarSchema(shape);
  }
}

function scalarSchema(shape: ScalarShape): z.ZodType {
  switch (shape.kind) {
    case "text":
      return shape.oneOf === undefined ? text() : z.enum(shape.oneOf as [string, ...string[]]);
    case "money":
      return z.string().regex(FORMS.money);
    case "decimal":
      return z.string().regex(FORMS.decimal);
    case "date":
      return z.string().refine(isCalendarDay);
    case "integer":
      return z.int();
    case "boolean":
      return z.boolean();
  }
}

function text(): z.ZodType {
  return z
    .string()
    .max(limits.textLengthMax)
    .refine((value) => value.isWellFormed());
}

function addressSchema(): z.ZodType {
  return z.object({
    lines: z.array(text()).min(1).max(limits.addressLinesMax),
    country: z.string().regex(COUNTRY_FORM).optional(),
  });
}
