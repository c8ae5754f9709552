import type { ForeignFixtureFormat } from "../../fixtures/statement/foreign/foreign-formats.ts";

/** A format that is read, and what it is called in the tables. */
export interface ReadingFormat {
  readonly format: ForeignFixtureFormat;
  readonly name: string;
}

export const READING_SEED = 7;

/** All of them hold the same records. */
export const READING_FORMATS: readonly ReadingFormat[] = [
  { format: "ndjson", name: "ndjson" },
  { format: "csv", name: "csv" },
  { format: "sent-csv", name: "csv, ten converters" },
  { format: "fixed", name: "fixed width" },
  { format: "ebcdic", name: "EBCDIC, packed" },
  { format: "records", name: "record types" },
  { format: "xml", name: "XML" },
  { format: "json", name: "JSON list" },
  { format: "json-lists", name: "JSON lists" },
  { format: "xlsx", name: "XLSX" },
  { format: "parquet", name: "Parquet" },
  { format: "sqlite", name: "SQLite" },
  { format: "postgres", name: "PostgreSQL" },
];

/** A bare loop over the file of NDJSON. */
export const PARSING = "JSON.parse alone";
