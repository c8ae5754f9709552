import { z } from "zod";
import { limits } from "../base/limits.ts";

export const parameterValueSchema = z.union([
  z.string().max(limits.parameterLengthMax),
  z.number().int(),
  z.boolean(),
]);

export const parameterSchema = z.strictObject({
  type: z.enum(["text", "money", "date", "integer", "decimal", "boolean"]),
  default: parameterValueSchema.optional().describe("the value where the command line gives none"),
  "one-of": z
    .array(parameterValueSchema)
    .min(1)
    .max(100)
    .optional()
    .describe("the only values allowed"),
  required: z.boolean().optional().describe("false: it may be absent"),
});

export type ParameterDeclaration = z.output<typeof parameterSchema>;
