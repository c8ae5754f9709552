import { z } from "zod";
import type { JsonListsSpec } from "../../model/input-format.ts";

export const jsonListsSchema = z
  .strictObject({
    records: z.string().min(1).optional().describe("path of what is a record each"),
    rows: z.string().min(1).optional().describe("path of what is a row each"),
  })
  .describe("where records lie in JSON; a `*` is each member or element");

export function jsonListsOf({ records, rows }: z.output<typeof jsonListsSchema>): JsonListsSpec {
  return {
    kind: "json-lists",
    form: rows === undefined ? "records" : "rows",
    recordsPath: rows ?? records ?? "",
  };
}
