import type { CopyForm, ForeignFormat, FormatSpec } from "../../model/input-format.ts";
import { fixedOf, fixedSchema } from "./fixed-schema.ts";
import { jsonListsOf, jsonListsSchema } from "./json-lists-schema.ts";
import { parquetOf, parquetSchema } from "./parquet-schema.ts";
import { recordsOf, recordsSchema, type RecordsValue } from "./records-schema.ts";
import { sqlOf, sqlSchema } from "./sql-schema.ts";
import { xlsxOf, xlsxSchema } from "./xlsx-schema.ts";
import { xmlOf, xmlSchema } from "./xml-schema.ts";

/**
 * The section of each format that is read through a work copy, under the format's own name. A new
 * format adds its line here and in `formatOf`.
 */
export const formatSections = {
  fixed: fixedSchema.optional(),
  records: recordsSchema.optional(),
  "json-lists": jsonListsSchema.optional(),
  parquet: parquetSchema.optional(),
  sql: sqlSchema.optional(),
  xlsx: xlsxSchema.optional(),
  xml: xmlSchema.optional(),
};

export const FOREIGN_FORMATS = [
  "fixed",
  "json-lists",
  "parquet",
  "records",
  "sql",
  "xlsx",
  "xml",
] as const satisfies readonly ForeignFormat[];

/** What a checked input or detail file says of a format of its own. */
export interface FormatValue {
  readonly format?: string | undefined;
  readonly fixed?: Parameters<typeof fixedOf>[0] | undefined;
  readonly "json-lists"?: Parameters<typeof jsonListsOf>[0] | undefined;
  readonly parquet?: Parameters<typeof parquetOf>[0] | undefined;
  readonly records?: RecordsValue | undefined;
  readonly sql?: Parameters<typeof sqlOf>[0] | undefined;
  readonly xlsx?: Parameters<typeof xlsxOf>[0] | undefined;
  readonly xml?: Parameters<typeof xmlOf>[0] | undefined;
}

/** What the work copy of a file in a format of its own is. */
export function copyFormOf(value: FormatValue): CopyForm | undefined {
  return formatOf(value)?.form;
}

/** The format of a file that is read through a work copy; undefined for any other. */
export function formatOf(value: FormatValue): FormatSpec | undefined {
  switch (value.format) {
    case "fixed":
      return value.fixed && fixedOf(value.fixed);
    case "json-lists":
      return value["json-lists"] && jsonListsOf(value["json-lists"]);
    case "parquet":
      return parquetOf(value.parquet ?? {});
    case "records":
      return value.records && recordsOf(value.records);
    case "sql":
      return sqlOf(value.sql ?? {});
    case "xlsx":
      return xlsxOf(value.xlsx ?? {});
    case "xml":
      return value.xml && xmlOf(value.xml);
    default:
      return undefined;
  }
}
