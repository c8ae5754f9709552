import { z } from "zod";
import { limits } from "../../base/limits.ts";
import { fault } from "../../yaml/schema-issues.ts";
import { filePath } from "../../yaml/schema-values.ts";

const TARGET_FAULT = fault(
  "wrong-value",
  "This must be the path of a field, a mapping with `to`, or a list of these.",
);
const SOURCE_FAULT = fault(
  "wrong-value",
  "This must be the name of a source, or a mapping with `from`, `join`, `constant`, `expr` or " +
    "`address`.",
);
const FORM_FAULT = fault(
  "wrong-value",
  "This must be a form in quotes, a list of forms, or a mapping with `form`.",
);
const PATTERN_FAULT = fault(
  "wrong-value",
  "This must be a pattern such as MM/DD/YYYY, a list of patterns, or a mapping with `pattern`.",
);
const CHARACTER_FAULT = fault("wrong-value", "This must be one character.");

/** Words and codes; YAML takes some of them for numbers or booleans. */
export const word = z.union([z.string(), z.number(), z.boolean()]);
const words = z.union([word, z.array(word).min(1)]);
const oneOrMore = (one: z.ZodString) => z.union([one, z.array(one).min(1).max(16)]);
const character = z.string().length(1, { error: () => CHARACTER_FAULT });
const form = z.string().min(1).max(40);
const pattern = z.string().min(1).max(60);
const textLength = z.number().int().min(1).max(limits.textLengthMax);

export const amountSchema = z.strictObject({
  form: oneOrMore(form).optional().describe('how amounts are written, such as "1,234.56"'),
  implied: z.number().int().min(1).max(9).optional(),
  negative: z.enum(["CR", "DR"]).optional(),
  currency: oneOrMore(z.string().min(1).max(8)).optional(),
});

export const dateSchema = z.strictObject({
  pattern: oneOrMore(pattern).describe("such as MM/DD/YYYY; several are tried in order"),
  pivot: z.number().int().min(1000).max(9900).optional(),
  zone: z.string().min(1).optional(),
  "source-zone": z.string().min(1).optional(),
  months: z.array(z.string().min(1)).length(12).optional(),
});

const booleanSchema = z.strictObject({ true: words, false: words });

const amount = z.union([oneOrMore(form), amountSchema], { error: () => FORM_FAULT });

/** What may be done with a text before it takes its form, in this order. */
const steps = {
  trim: z.enum(["both", "start", "end", "inner"]).optional(),
  split: z
    .strictObject({
      at: z.string().min(1).max(8),
      part: z.number().int().min(1).max(99),
      parts: z.number().int().min(1).max(99).optional(),
    })
    .optional(),
  name: z.enum(["whole", "first", "last"]).optional(),
  slice: z.strictObject({ start: textLength, length: textLength.optional() }).optional(),
  strip: z
    .union([character, z.strictObject({ start: character }), z.strictObject({ end: character })])
    .optional(),
  part: z.enum(["zip", "plus4", "delivery-point", "postal-code"]).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  "lost-zeros": z.boolean().optional(),
  pad: z
    .strictObject({
      to: textLength,
      with: character.optional(),
      at: z.enum(["start", "end"]).optional(),
    })
    .optional(),
  case: z.enum(["upper", "lower", "title"]).optional(),
};

/** What the text of a source becomes; at most one of them. */
export const FORM_KEYS = ["date", "money", "decimal", "integer", "boolean", "codes"] as const;

const forms = {
  date: z.union([oneOrMore(pattern), dateSchema], { error: () => PATTERN_FAULT }).optional(),
  money: amount.optional(),
  decimal: amount.optional(),
  integer: oneOrMore(form).optional(),
  boolean: booleanSchema.optional(),
  codes: z.union([filePath, z.record(z.string(), word)]).optional(),
  unknown: word.optional(),
};

export const converterSchema = z.strictObject({ ...steps, ...forms, default: word.optional() });

const targetSchema = z.strictObject({
  to: z.string().describe("the path of the field that the column fills"),
  ...converterSchema.shape,
});

export const addressSchema = z.strictObject({
  lines: z.array(z.string()).min(1).max(6),
  city: z.string().optional(),
  region: z.string().optional(),
  "postal-code": z.string().optional(),
  country: z.string().optional(),
  "lost-zeros": z.boolean().optional(),
});

export const sourceSchema = z.strictObject({
  from: z.string().optional(),
  join: z.string().max(limits.expressionLengthMax).optional(),
  constant: word.optional(),
  expr: z.string().optional(),
  address: addressSchema.optional(),
  ...converterSchema.shape,
});

const target = z.union([z.string(), targetSchema]);

/** Column name: what it fills. */
export const columnsSchema = z
  .record(
    z.string(),
    z.union([z.string(), targetSchema, z.array(target).min(1).max(64)], {
      error: () => TARGET_FAULT,
    }),
  )
  .describe("column name: field path, or a mapping with `to` and a converter");

/** Field path: where its value comes from. */
export const fieldsSchema = z
  .record(z.string(), z.union([z.string(), sourceSchema], { error: () => SOURCE_FAULT }))
  .describe("field path: source");

export type AmountValue = z.output<typeof amount>;
export type ConverterValue = z.output<typeof converterSchema>;
export type ColumnsValue = z.output<typeof columnsSchema>;
export type FieldsValue = z.output<typeof fieldsSchema>;
export type SourceValue = z.output<typeof sourceSchema>;
