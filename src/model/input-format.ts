import type { OddDialectSpec } from "./dialect.ts";

/**
 * A format that is turned into a work copy before the scan: into rows, which are then read as a
 * CSV file is, or into nested records, which are read as NDJSON is.
 */
export type FormatSpec =
  | DelimitedSpec
  | FixedSpec
  | JsonListsSpec
  | ParquetSpec
  | RecordsSpec
  | SqlSpec
  | XlsxSpec
  | XmlSpec;

/** What the work copy of a format is. */
export type CopyForm = "rows" | "records";

/** The formats that a job may name beside `csv`, `ndjson` and `json`. */
export type ForeignFormat = Exclude<FormatSpec["kind"], "delimited">;

/** CSV of an unusual dialect. */
export interface DelimitedSpec extends OddDialectSpec {
  readonly kind: "delimited";
  readonly form: "rows";
  readonly encoding: "utf-8" | "windows-1252";
}

/** How the records of a file of fixed width are told from each other. */
export interface RecordFraming {
  readonly encoding: string;
  /** The size that every record must have, line end not counted; absent if lines may differ. */
  readonly recordBytes?: number;
  readonly hasLineEnds: boolean;
  /** What precedes each record, if its length does. */
  readonly prefix?: RecordPrefix;
}

/** The length of the record alone (RDW), or that of its block as well (BDW). */
export type RecordPrefix = "rdw" | "bdw";

/** Rows of fixed width, all alike. */
export interface FixedSpec extends RecordFraming {
  readonly kind: "fixed";
  readonly form: "rows";
  readonly fields: readonly FixedField[];
}

export interface FixedField {
  readonly name: string;
  /** Place in the record, in bytes from 1. */
  readonly start: number;
  readonly length: number;
  readonly form: FieldForm;
}

/** Items that follow each other in a record (OCCURS). */
export interface FixedList {
  readonly name: string;
  /** Of the first item, in bytes from 1. */
  readonly start: number;
  /** Of one item. */
  readonly length: number;
  /** Of a list of texts, each item is one field; otherwise it has fields with places of its own. */
  readonly item: FieldForm | readonly FixedPart[];
  readonly countMax: number;
  /** The field that holds how many there are, if that differs. */
  readonly countField?: string;
}

export type FixedPart = FixedField | FixedList;

/** Records of several types under each other, which together make up one nested record. */
export interface RecordsSpec extends RecordFraming {
  readonly kind: "records";
  readonly form: "records";
  /** What separates the fields of a line; absent if they have places. */
  readonly delimited?: { readonly delimiter: string; readonly quote?: string };
  /** Where the type stands: a place, or the number of a column; absent if there is one type. */
  readonly typeAt?: { readonly start: number; readonly length: number } | number;
  readonly types: readonly RecordType[];
}

export interface RecordType {
  /** What stands in its place; empty if there is one type. */
  readonly code: string;
  /**
   * A `record` begins one, an `object` fills a part of it, a `list` adds a row; header and trailer
   * are those of the file.
   */
  readonly as: RecordRole;
  /** Path in the record; of an object it may be empty. */
  readonly into: string;
  /** By place, or in the order of the columns, where an empty name leaves one out. */
  readonly fields: readonly FixedPart[] | readonly string[];
}

export type RecordRole = "record" | "object" | "list" | "header" | "trailer" | "skip";

/** How the bytes of a field are read. */
export type FieldForm = TextField | ZonedField | PackedField | BinaryField;

/** Characters, without the blanks around them. */
export interface TextField {
  readonly type: "text";
}

interface NumberField {
  readonly decimals: number;
  /** Digits to fill up to with zeros, for numbers that are keys or dates. */
  readonly digits?: number;
}

/** One character a digit; the sign may be over the last or first digit, or beside them. */
export interface ZonedField extends NumberField {
  readonly type: "zoned";
  readonly sign: SignPlace;
}

export type SignPlace = "none" | "trailing" | "leading" | "trailing-separate" | "leading-separate";

/** Two digits a byte, then the sign (COMP-3). */
export interface PackedField extends NumberField {
  readonly type: "packed";
  readonly isSigned: boolean;
}

/** One to eight bytes, the highest first (COMP). */
export interface BinaryField extends NumberField {
  readonly type: "binary";
  readonly isSigned: boolean;
}

/** Records of an XML file: the elements at a path. */
export interface XmlSpec {
  readonly kind: "xml";
  readonly form: "rows" | "records";
  /** Element names from the root to the record, such as `statements/statement`. */
  readonly recordsPath: string;
  /** Prefix to URI: names of these namespaces keep the prefix, all others go without. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Field path of a list to the path of its elements in the record. */
  readonly lists: Readonly<Record<string, string>>;
}

/** Records of a JSON document that do not lie in one list. */
export interface JsonListsSpec {
  readonly kind: "json-lists";
  readonly form: CopyForm;
  /** Member names; `*` stands for each member of an object or element of a list. */
  readonly recordsPath: string;
}

/** A sheet of an XLSX workbook. */
export interface XlsxSpec {
  readonly kind: "xlsx";
  readonly form: "rows";
  /** Its name, or its number from 1. */
  readonly sheet: string | number;
  /** The row of the column names, from 1. */
  readonly headerRow: number;
  /** What becomes of hidden rows, which people see neither on the screen nor on paper. */
  readonly hiddenRows: "refuse" | "take" | "skip";
}

/** A Parquet file: its columns as rows, or its rows with all that is nested in them. */
export interface ParquetSpec {
  readonly kind: "parquet";
  readonly form: "rows" | "records";
}

/** The rows of a query; the input's file holds its text. */
export interface SqlSpec {
  readonly kind: "sql";
  readonly form: "rows";
  /** An SQLite file; PostgreSQL if there is none. */
  readonly database?: string;
  /** Of PostgreSQL, without a password: that is the environment's, or a passfile's. */
  readonly url?: string;
  readonly timeoutSeconds: number;
}
