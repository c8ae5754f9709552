import { z } from "zod";
import { limits } from "../../base/limits.ts";
import type { FixedField, FixedSpec, RecordFraming } from "../../model/input-format.ts";
import { filePath } from "../../yaml/schema-values.ts";
import { fixedFieldSchema, fixedPartsOf } from "./field-schema.ts";

/** How the records of a file are told from each other. */
export const framingKeys = {
  encoding: z
    .string()
    .optional()
    .describe("UTF-8 by default, any that has one byte a character, or an EBCDIC page"),
  "record-bytes": z
    .number()
    .int()
    .min(1)
    .max(limits.csvRowBytesMax)
    .optional()
    .describe("the size of every record; without it each line is one"),
  "line-ends": z
    .boolean()
    .optional()
    .describe("true if line ends follow records of `record-bytes`"),
  prefix: z.enum(["rdw", "bdw"]).optional().describe("the length that precedes each record"),
};

/** Where the fields are described if the job does not do it itself. */
export const copybookKeys = {
  copybook: filePath.optional().describe("a COBOL copybook; relative to the job file"),
  record: z.string().optional().describe("which of the copybook's records"),
  redefines: z
    .record(z.string(), z.string())
    .optional()
    .describe("of fields that the copybook redefines, which to read"),
};

export const fixedSchema = z.strictObject({
  ...framingKeys,
  fields: z
    .record(z.string().min(1), fixedFieldSchema)
    .optional()
    .describe("column name: its first byte, from 1, its length in bytes, and its type"),
  ...copybookKeys,
});

export type FixedValue = z.output<typeof fixedSchema>;

/** Framing with its defaults. */
export function framingOf(value: {
  readonly encoding?: string | undefined;
  readonly "record-bytes"?: number | undefined;
  readonly "line-ends"?: boolean | undefined;
  readonly prefix?: RecordFraming["prefix"] | undefined;
}): RecordFraming {
  const { "record-bytes": recordBytes, prefix } = value;
  return {
    encoding: value.encoding?.toLowerCase() ?? "utf-8",
    ...(recordBytes !== undefined && { recordBytes }),
    hasLineEnds: value["line-ends"] ?? recordBytes === undefined,
    ...(prefix !== undefined && { prefix }),
  };
}

export function fixedOf(value: FixedValue): FixedSpec {
  const fields = fixedPartsOf(value.fields ?? {}).filter(
    (part): part is FixedField => "form" in part,
  );
  return { kind: "fixed", form: "rows", ...framingOf(value), fields };
}
