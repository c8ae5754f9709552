import { z } from "zod";
import { fault } from "../../yaml/schema-issues.ts";
import { filePath } from "../../yaml/schema-values.ts";
import { delimiterSchema, dialectSchema, quoteSchema } from "../formats/dialect-schema.ts";
import { encodingSchema } from "../formats/encoding-schema.ts";
import { columnsSchema, fieldsSchema } from "../mapping/mapping-schema.ts";
import { FOREIGN_FORMATS, formatSections } from "../formats/format-sections.ts";

const LIST_FAULT = fault(
  "wrong-value",
  "This must be the path of a list, a mapping with its `file` and form, or several of these.",
);
const SEEDS_FAULT = fault(
  "wrong-value",
  "This must be the path of the seeds, or a mapping with their `file` and form.",
);

/** What a file beside the input is, in the words of the input itself. */
const formKeys = {
  file: filePath,
  format: z.enum(["csv", "ndjson", "json", ...FOREIGN_FORMATS]).optional(),
  members: z.string().min(1).optional().describe("which members of a .zip; all by default"),
  encoding: encodingSchema.optional(),
  delimiter: delimiterSchema.optional(),
  quote: quoteSchema.optional(),
  dialect: dialectSchema.optional(),
  "records-path": z.string().optional().describe("json only: path of the list of records"),
  ...formatSections,
};

const columnName = z.union([z.string().min(1), z.number().int().min(1)]);

export const listSchema = z.strictObject({
  ...formKeys,
  "key-column": columnName.optional(),
  "reason-column": columnName.optional(),
  keys: z
    .enum(["sent", "mapped"])
    .optional()
    .describe("mapped: keys are written as documents have them"),
});

export const suppressSchema = z
  .union(
    [
      filePath,
      listSchema,
      z
        .array(z.union([filePath, listSchema]))
        .min(1)
        .max(64),
    ],
    {
      error: () => LIST_FAULT,
    },
  )
  .describe("lists of keys that get nothing");

const { file: _, ...formAlone } = formKeys;

/** The result files of a machine. */
export const resultsSchema = z
  .strictObject({
    ...formAlone,
    columns: columnsSchema.optional(),
    fields: fieldsSchema.optional(),
  })
  .describe("what its result files are");

export const seedsFileSchema = z.strictObject({
  ...formKeys,
  details: z.record(z.string(), filePath).optional().describe("list field: its rows of seeds"),
});

export const seedsSchema = z
  .union([filePath, seedsFileSchema], { error: () => SEEDS_FAULT })
  .describe("records of seed addresses, which get every mailing too");

export type ListValue = z.output<typeof listSchema>;
export type ResultsValue = z.output<typeof resultsSchema>;
export type SuppressValue = z.output<typeof suppressSchema>;
export type SeedsFileValue = z.output<typeof seedsFileSchema>;
export type SeedsValue = z.output<typeof seedsSchema>;
