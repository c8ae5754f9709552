import { z } from "zod";
import type { DialectSpec } from "../../../model/dialect.ts";
import { fault } from "../../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

const HEADER_FAULT = fault(
  "wrong-value",
  "This must be false if no row names the columns, or the list of their names.",
);
const COMMENT_FAULT = fault("wrong-value", "This must be one printable ASCII character.");

/** How a CSV file differs from the common one. */
export const dialectSchema = z
  .strictObject({
    header: z
      .union([z.boolean(), z.array(z.string().min(1)).min(1)], { error: () => HEADER_FAULT })
      .optional()
      .describe("false: no row names the columns, they are 1, 2, 3 ...; or their names"),
    "skip-lines": z
      .number()
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe("lines before the header, or before the first row"),
    comment: z
      .string()
      .regex(/^[!-~]$/, { error: () => COMMENT_FAULT })
      .optional()
      .describe("lines that begin with it are no rows"),
    "trailing-delimiter": z
      .boolean()
      .optional()
      .describe("a delimiter follows the last field of each row, too"),
  })
  .describe("how a CSV file differs from the common one");

type DialectValue = z.output<typeof dialectSchema>;

/** The dialect that a job declares; undefined if it is the common one. */
export function dialectOf(value: DialectValue | undefined): DialectSpec | undefined {
  const { header = true, "skip-lines": skipLines = 0, comment } = value ?? {};
  const dialect: DialectSpec = {
    ...(header !== true && { header: header === false ? ("numbers" as const) : header }),
    ...(skipLines > 0 && { skipLines }),
    ...(comment !== undefined && { comment }),
    ...(value?.["trailing-delimiter"] === true && { trailingDelimiter: true as const }),
  };
  return Object.keys(dialect).length === 0 ? undefined : dialect;
}

/** Column names that a job gives twice, and a comment that begins with a sign of its own. */
export function checkDialect(
  source: YamlSource,
  path: Path,
  dialect: DialectValue | undefined,
  signs: { readonly delimiter?: string | undefined; readonly quote?: string | undefined },
): void {
  const { header, comment } = dialect ?? {};
  const names = Array.isArray(header) ? header : [];
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    const message = `The column \`${name}\` is named twice; give each column a name of its own.`;
    source.report("wrong-value", [...path, "header", index], message);
  });
  const { delimiter = ",", quote = '"' } = signs;
  if (comment === undefined || ![delimiter, quote].includes(comment)) return;
  const message = "A comment cannot begin with the delimiter or the quote; correct one of them.";
  source.report("wrong-value", [...path, "comment"], message);
}
