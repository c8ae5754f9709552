import { z } from "zod";
import { limits } from "../../base/limits.ts";
import { resultsSchema } from "../lists/list-schema.ts";
import { fault } from "../../yaml/schema-issues.ts";
import { assetName } from "../../yaml/schema-values.ts";

const KIND_FAULT = fault("bad-kind", "A device is of the kind `press` or `inserter`.");

const setupMinutes = z.number().min(0).max(600).optional().describe("before each spool");

export const pressSchema = z.strictObject({
  device: assetName,
  kind: z.literal("press", { error: () => KIND_FAULT }),
  "pages-per-minute": z.number().positive().max(100_000).optional().describe("printed sides"),
  "metres-per-minute": z.number().positive().max(1000).optional().describe("of web"),
  "sheets-across": z.number().int().min(1).max(8).optional().describe("side by side on the web"),
  duplex: z.boolean(),
  papers: z.array(assetName).min(1).max(64).describe("names of stocks it takes"),
  "setup-minutes": setupMinutes,
  results: resultsSchema.optional(),
});

export const inserterSchema = z.strictObject({
  device: assetName,
  kind: z.literal("inserter", { error: () => KIND_FAULT }),
  "pieces-per-hour": z.number().positive().max(1_000_000),
  "sheets-max": z.number().int().min(1).max(limits.pagesPerDocumentMax),
  envelopes: z.array(assetName).max(64).optional().describe("names; all by default"),
  "setup-minutes": setupMinutes,
  results: resultsSchema.optional(),
});

/** For JSON Schema; the check picks one of the two by `kind`, so that its messages are exact. */
export const deviceSchema = z.union([pressSchema, inserterSchema]);

export type PressValue = z.output<typeof pressSchema>;
export type InserterValue = z.output<typeof inserterSchema>;
