import { z } from "zod";
import { CYCLE_FORMS, isCycle } from "../base/cycle.ts";
import { limits } from "../base/limits.ts";
import { ADDRESS_CLASSES } from "../model/piece.ts";
import { PRIORITIES } from "../model/shop.ts";
import { dayNumber } from "../layout/expression/expression-literals.ts";
import { parameterSchema } from "./parameter-schema.ts";
import { columnsSchema, fieldsSchema } from "./mapping/mapping-schema.ts";
import { fault } from "../yaml/schema-issues.ts";
import { encodingSchema } from "./formats/encoding-schema.ts";
import { FOREIGN_FORMATS, formatSections } from "./formats/format-sections.ts";
import { seedsSchema, suppressSchema } from "./lists/list-schema.ts";
import { delimiterSchema, dialectSchema, quoteSchema } from "./formats/dialect-schema.ts";
import {
  assetName,
  expression,
  filePath,
  mailAddress,
  mobileNumber,
  plainName,
} from "../yaml/schema-values.ts";

const CYCLE_FAULT = fault("bad-cycle", `This must name a cycle: write ${CYCLE_FORMS}`);
const DATE_FAULT = fault("bad-date", "This must be a calendar day written YYYY-MM-DD.");
const MAILER_FAULT = fault(
  "bad-mailer-id",
  "A mailer id has six digits (the first 0 to 8) or nine (the first 9); write it in quotes.",
);
const SUM_FAULT = fault("bad-sum", 'A sum is an exact amount in quotes, such as "1234.50".');
const DIGITS_FAULT = fault(
  "bad-digits",
  "This must be digits in quotes, as many as the mark holds.",
);
const PLACE_FAULT = fault(
  "wrong-value",
  "This must say where the total is: a column number from 1, or a name.",
);
const TOLERANCE_FAULT = fault("bad-tolerance", 'A tolerance is a share in quotes, such as "2%".');
const REJECTS_FAULT = fault(
  "wrong-value",
  'This must be a whole number of rejects, or a share of the records in quotes, such as "2%".',
);

/** Of 100 at most, with up to four decimals. */
const SHARE = /^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)\s?%$/;

const digits = (pattern: RegExp) => z.string().regex(pattern, { error: () => DIGITS_FAULT });
const fileName = z
  .union([filePath, z.array(filePath).min(1)])
  .describe(
    "relative to the job file; a list, a pattern such as in/*.csv, or a folder are several",
  );
const members = z.string().min(1).optional().describe("which members of a .zip; all by default");
const encoding = encodingSchema.optional();
const order = z.enum(["key", "none"]).optional();

const place = z.union([z.number().int().min(1), z.string().min(1)], { error: () => PLACE_FAULT });
const statedPlaces = {
  records: place.optional(),
  rows: z.record(z.string(), place).optional().describe("list of a detail file: place"),
  sums: z.record(z.string(), place).optional().describe("field path: place"),
  cycle: place.optional(),
  "as-of": place.optional(),
};

export const trailerSchema = z.strictObject({
  marker: z.string().min(1).optional().describe("what marks the last line as the trailer"),
  at: place.optional().describe("where the marker is; csv: column 1 by default"),
  ...statedPlaces,
});

export const companionSchema = z.strictObject({
  file: filePath.describe("JSON or lines of `key: value`; relative to the job file"),
  ...statedPlaces,
  sha256: place.optional(),
  bytes: place.optional(),
});

export const detailSchema = z.strictObject({
  into: z.string().describe("the list field that the rows go into"),
  format: z
    .enum(["csv", ...FOREIGN_FORMATS])
    .optional()
    .describe("csv by default"),
  file: fileName,
  members,
  encoding,
  "key-column": z.string(),
  order,
  delimiter: delimiterSchema.optional(),
  quote: quoteSchema.optional(),
  dialect: dialectSchema.optional(),
  columns: columnsSchema,
  fields: fieldsSchema.optional(),
  "expect-rows": z.number().int().min(0).optional(),
  ...formatSections,
});

export const inputSchema = z.strictObject({
  format: z.enum(["csv", "ndjson", "json", ...FOREIGN_FORMATS]),
  file: fileName,
  members,
  encoding,
  key: z.string().describe("path of the field that identifies the record"),
  order,
  delimiter: delimiterSchema.optional(),
  quote: quoteSchema.optional(),
  dialect: dialectSchema.optional(),
  columns: columnsSchema.optional(),
  fields: fieldsSchema.optional(),
  details: z.array(detailSchema).max(16).optional(),
  "records-path": z.string().optional().describe("json only: path of the list of records"),
  expect: z
    .strictObject({
      records: z.number().int().min(0).optional(),
      sums: z
        .record(z.string(), z.string().regex(/^-?\d+(\.\d+)?$/, { error: () => SUM_FAULT }))
        .optional(),
      trailer: trailerSchema.optional(),
      companion: companionSchema.optional(),
    })
    .optional(),
  "shard-bytes": z.number().int().min(limits.shardBytesMin).max(limits.shardBytesMax).optional(),
  ...formatSections,
});

export const channelsSchema = z.strictObject({
  email: z.strictObject({ when: expression }).optional(),
  sms: z
    .strictObject({ when: expression.optional(), "beside-email": expression.optional() })
    .optional(),
});

/** A mailer id with what accompanies it in the barcode; a shop has them by name. */
export const mailerSchema = z.strictObject({
  "mailer-id": z.string().regex(/^([0-8]\d{5}|9\d{8})$/, { error: () => MAILER_FAULT }),
  "service-type": digits(/^\d{3}$/),
  "barcode-id": digits(/^\d[0-4]$/).optional(),
});

/** A mailer of the shop by its name, or a mailer id of the job's own; the check requires one. */
export const mailSchema = mailerSchema
  .partial()
  .extend({ mailer: z.string().optional().describe("the name of one of the shop's mailers") });

export const printSpecSchema = z.strictObject({
  "sheet-classes": z.array(z.number().int().min(1)).min(1).max(8).optional(),
  "spool-sheets": z.number().int().min(1).max(limits.spoolSheetsMax).optional(),
  "spool-bytes": z.number().int().min(65_536).max(limits.spoolBytesMax).optional(),
  "deflate-level": z.number().int().min(1).max(9).optional(),
  "imb-for": z.array(z.enum(ADDRESS_CLASSES)).optional(),
  "furniture-stock": assetName
    .optional()
    .describe("the paper of headers, trailers and other furniture"),
  "break-sheets": z
    .union([
      z.strictObject({ "every-sheets": z.number().int().min(1).max(limits.spoolSheetsMax) }),
      z.strictObject({ postal: z.union([z.literal(3), z.literal(5)]) }),
    ])
    .optional()
    .describe("a sheet that separates pieces: after this many sheets, or when the ZIP changes"),
  "set-up": z
    .strictObject({
      sheets: z.number().int().min(0).max(100).optional(),
      "test-pattern": z.boolean().optional(),
    })
    .optional()
    .describe("make-ready sheets at the head of each spool"),
});

export const holdSchema = z.strictObject({
  "before-assembly": z.boolean().optional(),
  "before-release": z.boolean().optional(),
  tolerance: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?\s?%$/, { error: () => TOLERANCE_FAULT })
    .optional()
    .describe("a count may change by this share; 2% by default"),
  "tolerance-count": z
    .number()
    .int()
    .min(0)
    .optional()
    .describe("a change up to this is within tolerance whatever its share; 0 by default"),
});

export const jobSchema = z.strictObject({
  job: plainName,
  mode: z.enum(["test", "production"]),
  cycle: z
    .string()
    .refine(isCycle, { error: () => CYCLE_FAULT })
    .optional()
    .describe("a month, week (2026-W41) or day, with a label after a slash or without"),
  "as-of": z
    .string()
    .refine((text) => dayNumber(text) !== undefined, { error: () => DATE_FAULT })
    .optional(),
  seed: z.number().int().min(0).max(0xffff_ffff),
  parameters: z
    .record(z.string(), parameterSchema)
    .optional()
    .describe("values that the command line gives, by name"),
  input: inputSchema,
  layout: filePath.describe("a folder, or the name of a layout that ships with Nightpress"),
  channels: channelsSchema.optional(),
  mail: mailSchema,
  print: printSpecSchema.optional(),
  limits: z
    .strictObject({
      rejects: z
        .union([z.number().int().min(0), z.string().regex(SHARE)], { error: () => REJECTS_FAULT })
        .optional()
        .describe('more rejects hold the run: a number, or a share such as "2%", at least 10'),
      "pages-per-document": z.number().int().min(1).max(limits.pagesPerDocumentMax).optional(),
    })
    .optional(),
  "missing-glyph": z
    .union([z.literal("reject"), z.strictObject({ substitute: z.string().min(1).max(8) })])
    .optional(),
  search: z
    .strictObject({ account: z.string().optional(), name: z.string().optional() })
    .optional()
    .describe("fields by which `find` looks customers up: an account number, a name"),
  class: plainName
    .optional()
    .describe("document class, for which the retention rules set the days to keep"),
  shop: filePath.optional().describe("the shop's file, relative to the job file"),
  priority: z.enum(PRIORITIES).optional().describe("priority among several runs"),
  seeds: seedsSchema.optional(),
  hold: holdSchema.optional().describe("where the run waits for a decision"),
  verify: z
    .strictObject({
      raster: z
        .number()
        .int()
        .min(0)
        .max(limits.rasterSheetsMax)
        .optional()
        .describe("sheets per spool to draw and read from pixels; 0: none"),
    })
    .optional()
    .describe("how the output is read again"),
  suppress: suppressSchema.optional(),
  "test-recipient": z
    .strictObject({ email: mailAddress.optional(), sms: mobileNumber.optional() })
    .optional()
    .describe("where a test's messages go; an omitted channel goes to nobody"),
  register: filePath.optional().describe("the register's file, shared by all runs"),
});

export type JobValue = z.output<typeof jobSchema>;
export type InputValue = z.output<typeof inputSchema>;
export type MailerValue = z.output<typeof mailerSchema>;
export type DetailValue = z.output<typeof detailSchema>;
export type TrailerValue = z.output<typeof trailerSchema>;
export type CompanionValue = z.output<typeof companionSchema>;
