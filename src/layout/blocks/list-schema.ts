import { z } from "zod";
import { expression, length, text } from "../../yaml/schema-values.ts";

const NUMBERINGS = ["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"] as const;
export const listNumbering = z.enum(NUMBERINGS);

/** What a list may have, and a list within an item of it. */
export const listKeys = {
  marker: z
    .union([listNumbering, z.enum(["bullet", "dash", "none"]), z.string().min(1).max(24)])
    .optional()
    .describe("a kind of marker, or one such as `»`, or a number with signs such as `(decimal)`"),
  "marker-style": z.string().optional().describe("a name from `styles`"),
  start: z.number().int().min(0).max(9999).optional(),
  indent: length.optional().describe("how far the text is set in"),
  gap: length.optional().describe("space between items"),
};

export interface ListItemValue {
  readonly text: string | number;
  readonly when?: string | boolean | undefined;
  readonly list?: readonly (string | number | ListItemValue)[] | undefined;
  readonly marker?: string | undefined;
  readonly "marker-style"?: string | undefined;
  readonly start?: number | undefined;
  readonly indent?: string | number | undefined;
  readonly gap?: string | number | undefined;
}

const itemSchema: z.ZodType<string | number | ListItemValue> = z.lazy(() =>
  z.union([
    text,
    z.strictObject({ text, when: expression.optional(), list: items.optional(), ...listKeys }),
  ]),
);
const items = z.array(itemSchema).min(1).max(200);

export const listItems = items.describe("texts, or { text, when, list } with a list of its own");
