import { z } from "zod";
import type { ParquetSpec } from "../../model/input-format.ts";

export const parquetSchema = z
  .strictObject({
    nested: z
      .boolean()
      .optional()
      .describe("true: rows are records with what is nested in them, and need no `columns`"),
  })
  .describe("how a Parquet file is read");

export function parquetOf({ nested = false }: z.output<typeof parquetSchema>): ParquetSpec {
  return { kind: "parquet", form: nested ? "records" : "rows" };
}
