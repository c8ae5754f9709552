import { z } from "zod";
import { limits } from "../../../base/limits.ts";
import type { FixedSpec } from "../../../model/input-format.ts";

/** What is common to all files whose records are told by their size or their line ends. */
export const framingKeys = {
  encoding: z
    .string()
    .optional()
    .describe("UTF-8 by default, or any that has one byte a character"),
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
};

const place = z.number().int().min(1).max(limits.csvRowBytesMax);

export const fixedSchema = z.strictObject({
  ...framingKeys,
  fields: z
    .record(z.string().min(1), z.strictObject({ start: place, length: place }))
    .describe("column name: its first byte, from 1, and its length in bytes"),
});

type FixedValue = z.output<typeof fixedSchema>;

/** Framing with its defaults. */
export function framingOf(value: {
  readonly encoding?: string | undefined;
  readonly "record-bytes"?: number | undefined;
  readonly "line-ends"?: boolean | undefined;
}): Pick<FixedSpec, "encoding" | "recordBytes" | "hasLineEnds"> {
  const recordBytes = value["record-bytes"];
  return {
    encoding: value.encoding?.toLowerCase() ?? "utf-8",
    ...(recordBytes !== undefined && { recordBytes }),
    hasLineEnds: value["line-ends"] ?? recordBytes === undefined,
  };
}

export function fixedOf(value: FixedValue): FixedSpec {
  const fields = Object.entries(value.fields).map(([name, at]) => ({ name, ...at }));
  return { kind: "fixed", form: "rows", ...framingOf(value), fields };
}
