import { z } from "zod";
import type { DialectSpec } from "../../model/dialect.ts";
import type { DelimitedSpec } from "../../model/input-format.ts";
import { fault } from "../../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

const HEADER_FAULT = fault(
  "wrong-value",
  "This must be false if no row names the columns, or the list of their names.",
);
const DELIMITER_FAULT = fault(
  "wrong-value",
  "This must be the characters between two fields, at most 8 and no line end, or `tab`.",
);
const QUOTE_FAULT = fault("wrong-value", "This must be one character, or `none`.");
const ESCAPE_FAULT = fault("wrong-value", "This must be one character, such as a backslash.");
const COMMENT_FAULT = fault("wrong-value", "This must be one printable ASCII character.");

/** What our own scanner reads; the others take a work copy. */
const PLAIN_SIGN = /^[\t !-~]$/;

export const delimiterSchema = z
  .string()
  .regex(/^[^\r\n]{1,8}$/, { error: () => DELIMITER_FAULT })
  .describe("the characters between two fields, or `tab`");

export const quoteSchema = z
  .string()
  .regex(/^([^\r\n]|none)$/, { error: () => QUOTE_FAULT })
  .describe("one character, or `none` where quotes are text");

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
    "line-ends": z
      .enum(["any", "cr"])
      .optional()
      .describe("cr: lines end in CR alone; by default in LF or CR LF"),
    escape: z
      .string()
      .regex(/^[^\r\n]$/, { error: () => ESCAPE_FAULT })
      .optional()
      .describe("what stands before a quote within quotes if quotes are not doubled"),
    "relaxed-quotes": z.boolean().optional().describe("a quote within an unquoted field is text"),
    "blank-rows": z
      .enum(["read", "skip"])
      .optional()
      .describe("skip: rows of nothing but empty fields are no rows"),
    "short-rows": z
      .enum(["reject", "fill"])
      .optional()
      .describe("fill: fields that a row has too few of are empty"),
    "long-rows": z
      .enum(["reject", "cut"])
      .optional()
      .describe("cut: fields that a row has too many of are left out"),
  })
  .describe("how a CSV file differs from the common one");

type DialectValue = z.output<typeof dialectSchema>;

/** What a checked input or detail file says of its dialect. */
export interface DelimitedValue {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly dialect?: DialectValue | undefined;
  readonly encoding?: string | undefined;
}

/** The signs of a CSV file. */
export function signsOf(value: DelimitedValue): { delimiter: string; quote: string } {
  const { delimiter = ",", quote = '"' } = value;
  return {
    delimiter: delimiter === "tab" ? "\t" : delimiter,
    quote: quote === "none" ? "" : quote,
  };
}

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

type Odd = Pick<
  DelimitedSpec,
  "escape" | "relaxedQuotes" | "skipsBlankRows" | "fillsShortRows" | "cutsLongRows"
>;

/** What is read through a work copy alone. */
function oddOf({ dialect = {} }: DelimitedValue, quote: string): Odd {
  return {
    ...(dialect.escape !== undefined && dialect.escape !== quote && { escape: dialect.escape }),
    ...(dialect["relaxed-quotes"] === true && { relaxedQuotes: true as const }),
    ...(dialect["blank-rows"] === "skip" && { skipsBlankRows: true as const }),
    ...(dialect["short-rows"] === "fill" && { fillsShortRows: true as const }),
    ...(dialect["long-rows"] === "cut" && { cutsLongRows: true as const }),
  };
}

/** The dialect of a CSV file that is read through a work copy; undefined for any other. */
export function oddDialectOf(value: DelimitedValue): DelimitedSpec | undefined {
  const { delimiter, quote } = signsOf(value);
  const odd = oddOf(value, quote);
  const isPlain = PLAIN_SIGN.test(delimiter) && PLAIN_SIGN.test(quote);
  return isPlain && Object.keys(odd).length === 0 ? undefined : delimitedOf(value);
}

/** The dialect of a CSV file of any kind. */
export function delimitedOf(value: DelimitedValue): DelimitedSpec {
  const { delimiter, quote } = signsOf(value);
  const encoding = value.encoding === "windows-1252" ? "windows-1252" : "utf-8";
  return {
    kind: "delimited",
    form: "rows",
    encoding,
    delimiter,
    quote,
    ...dialectOf(value.dialect),
    ...oddOf(value, quote),
  };
}

/** Column names that a job gives twice, and signs that are alike. */
export function checkDialect(source: YamlSource, path: Path, value: DelimitedValue): void {
  const { header, comment, escape } = value.dialect ?? {};
  const names = Array.isArray(header) ? header : [];
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    const message = `The column \`${name}\` is named twice; give each column a name of its own.`;
    source.report("wrong-value", [...path, "dialect", "header", index], message);
  });
  const { delimiter, quote } = signsOf(value);
  const isAlike = (sign: string | undefined): boolean =>
    sign !== undefined && (delimiter.includes(sign) || sign === quote);
  if (quote !== "" && delimiter.includes(quote))
    source.report("wrong-value", path, "The delimiter contains the quote; correct one of them.");
  const clash = "is also the delimiter or the quote; correct one of them.";
  if (isAlike(comment))
    source.report("wrong-value", [...path, "dialect", "comment"], `The comment's sign ${clash}`);
  if (escape !== undefined && delimiter.includes(escape))
    source.report("wrong-value", [...path, "dialect", "escape"], `The escape ${clash}`);
}
