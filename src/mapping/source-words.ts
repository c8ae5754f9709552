import type { FieldSources, ValueSource } from "../model/mapping.ts";

import { joinColumns } from "./convert/compile-join.ts";

/** What a message calls a source: its columns, never what they hold. */
export function sourceWords(source: ValueSource): string {
  const columns = columnsOf(source);
  if (source.kind === "constant" || columns.length === 0) return "its constant";
  const named = columns.length === 1 ? `column ${columns[0]}` : `columns ${columns.join(", ")}`;
  return source.kind === "expr" ? `its expression over ${named}` : named;
}

/** The columns that a source reads. */
export function columnsOf(source: ValueSource): readonly string[] {
  switch (source.kind) {
    case "column":
      return [source.column];
    case "join":
      return joinColumns(source.template);
    case "constant":
      return [];
    case "address": {
      const { lines, city, region, postalCode, country } = source.parts;
      return [...lines, city, region, postalCode, country].filter((one) => one !== undefined);
    }
    case "expr":
      return Object.values(source.columns);
  }
}

/** The columns that a file's sources read, each once. */
export function sourceColumns(sources: FieldSources = {}): string[] {
  return [...new Set(Object.values(sources).flatMap(({ source }) => columnsOf(source)))];
}
