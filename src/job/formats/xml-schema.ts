import { z } from "zod";
import type { XmlSpec } from "../../model/input-format.ts";
import { fault } from "../../yaml/schema-issues.ts";

const PATH_FAULT = fault(
  "wrong-value",
  "This must be element names from the root on, such as `statements/statement`.",
);
const elementPath = z.string().regex(/^[^/@\s]+(\/[^/@\s]+)*$/, { error: () => PATH_FAULT });

export const xmlSchema = z
  .strictObject({
    records: elementPath.optional().describe("elements that are records, nested as they are"),
    rows: elementPath.optional().describe("elements that are rows, whose `columns` are paths"),
    lists: z
      .record(z.string().min(1), elementPath)
      .optional()
      .describe("list field: path of its elements in the record"),
    namespaces: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe("prefix: URI; names of other namespaces are written without a prefix"),
  })
  .describe("where the records of an XML file are");

export function xmlOf(value: z.output<typeof xmlSchema>): XmlSpec {
  const { records, rows } = value;
  return {
    kind: "xml",
    form: rows === undefined ? "records" : "rows",
    recordsPath: rows ?? records ?? "",
    namespaces: value.namespaces ?? {},
    lists: value.lists ?? {},
  };
}
