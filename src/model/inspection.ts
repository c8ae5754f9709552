import type { RecordsSpec } from "./input-format.ts";

/** What a look at a file of unknown form has found. Plain data: samples hold values. */
export interface FileFinding {
  /** Of one of several sheets its name follows, as in `book.xlsx#Charges`. */
  readonly file: string;
  readonly sheet?: { readonly file: string; readonly name: string };
  readonly sizeBytes: number;
  readonly compression: "none" | "gzip" | "zstd";
  readonly format: InspectedFormat;
  readonly encoding?: EncodingFinding;
  readonly csv?: CsvFinding;
  readonly fixed?: FixedFinding;
  /** Of lines of several types: which there are. */
  readonly records?: RecordsSpec;
  /** Of these: which fields of their trailer state the count of records, and sums by column. */
  readonly stated?: StatedFinding;
  /** Of a query: the database that it was put to, a URL without its password, or a file. */
  readonly database?: string;
  /** A last line that is no row, but states what was sent. */
  readonly trailer?: TrailerFinding;
  /** JSON: where the list of records lies; "" is the root. XML: the elements that are records. */
  readonly recordsPath?: string;
  /** XML: path of a list in the record, and of its elements. */
  readonly xmlLists?: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly columns: readonly ColumnFinding[];
  /** Lists inside the records of a JSON file, with the columns of their rows. */
  readonly lists: readonly ListFinding[];
  /** Columns that are filled in all rows and the same in no two. */
  readonly keys: readonly string[];
  /** What somebody has to decide. */
  readonly questions: readonly string[];
}

const INSPECTED_FORMATS = [
  "csv",
  "ndjson",
  "json",
  "fixed",
  "records",
  "sql",
  "xml",
  "xlsx",
  "parquet",
  "sqlite",
  "unknown",
] as const;
export type InspectedFormat = (typeof INSPECTED_FORMATS)[number];

export interface EncodingFinding {
  /** As a job names it. */
  readonly name: string;
  readonly evidence: string;
}

export interface CsvFinding {
  readonly delimiter: string;
  readonly quote: string;
  readonly hasHeader: boolean;
  readonly headerEvidence: string;
  /** Names for the job to give, as the header has some twice or not at all. */
  readonly givenNames?: readonly string[];
  /** Lines before the header, or before the first row; with `givenNames`, the header's too. */
  readonly skippedLines: number;
  /** A delimiter stands behind the last field of each row, too. */
  readonly hasTrailingDelimiter: boolean;
  readonly blankLines: number;
  /** Rows with more or fewer fields than the header, and the first of them; line 0 if none. */
  readonly oddRows: number;
  readonly firstOddLine: number;
  readonly lineEnds: "CR LF" | "LF" | "CR";
}

/** Fields at their places, by a copybook or told by blank columns. */
export interface FixedFinding {
  readonly copybook?: string;
  readonly hasLineEnds: boolean;
  /** Without a copybook; places are from 1. */
  readonly fields: readonly {
    readonly name: string;
    readonly start: number;
    readonly length: number;
  }[];
}

export interface TrailerFinding {
  readonly line: number;
  readonly marker: string;
  /** Column, from 1, of the count of rows, of sums by column, and of a date. */
  readonly records?: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly date?: number;
  /** The day that stands there, YYYY-MM-DD, if it can be read in one way only. */
  readonly asOf?: string;
}

export interface StatedFinding {
  readonly records?: string;
  readonly sums: Readonly<Record<string, string>>;
}

export interface ListFinding {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly ColumnFinding[];
}

export interface ColumnFinding {
  /** The name in the header; in JSON the path in the record. */
  readonly name: string;
  readonly filled: number;
  readonly distinct: number;
  /** Whether `distinct` is an estimate. */
  readonly isEstimated: boolean;
  /** Whether most values are numbers of JSON, and not texts. */
  readonly isNumeric: boolean;
  /** Characters of the shortest and longest value. */
  readonly shortest: number;
  readonly longest: number;
  readonly kind: KindFinding;
  /** The first values that differ. */
  readonly samples: readonly string[];
  /** All values, where there are a few. */
  readonly values?: readonly string[];
}

const COLUMN_KINDS = ["text", "date", "money", "decimal", "integer", "boolean"] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number] | "empty";

export interface KindFinding {
  readonly kind: ColumnKind;
  /** Of dates the pattern, of numbers the forms, of booleans the true and the false value. */
  readonly forms: readonly string[];
  /** What the kind is told by, without values. */
  readonly evidence: string;
  /** Why the kind is not sure; empty if it is. */
  readonly doubt: string;
}

/** Rows of one file that belong to records of another. */
export interface JoinFinding {
  readonly detailFile: string;
  readonly detailColumn: string;
  readonly masterFile: string;
  readonly masterColumn: string;
  /** How many of the different values of the detail column the master has, of how many. */
  readonly matched: number;
  readonly compared: number;
}

export interface Inspection {
  readonly files: readonly FileFinding[];
  readonly joins: readonly JoinFinding[];
}
