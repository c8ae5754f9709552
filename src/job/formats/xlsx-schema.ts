import { z } from "zod";
import type { XlsxSpec } from "../../model/input-format.ts";

export const xlsxSchema = z
  .strictObject({
    sheet: z
      .union([z.string().min(1), z.number().int().min(1)])
      .optional()
      .describe("its name, or its number from 1; the first by default"),
    "header-row": z
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe("the row with the column names; 1 by default"),
    "hidden-rows": z
      .enum(["refuse", "take", "skip"])
      .optional()
      .describe("what becomes of hidden rows; `refuse` by default"),
  })
  .describe("the sheet of an XLSX workbook");

export function xlsxOf(value: z.output<typeof xlsxSchema>): XlsxSpec {
  return {
    kind: "xlsx",
    form: "rows",
    sheet: value.sheet ?? 1,
    headerRow: value["header-row"] ?? 1,
    hiddenRows: value["hidden-rows"] ?? "refuse",
  };
}
