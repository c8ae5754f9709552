/**
 * A format that is turned into a work copy before the scan: into rows, which are then read as a
 * CSV file is, or into nested records, which are read as NDJSON is.
 */
export type FormatSpec = FixedSpec;

/** What the work copy of a format is. */
export type CopyForm = "rows" | "records";

/** The formats that a job may name beside `csv`, `ndjson` and `json`. */
export type ForeignFormat = FormatSpec["kind"];

/** How the records of a file of fixed width are told from each other. */
export interface RecordFraming {
  readonly encoding: string;
  /** The size that every record must have, line end not counted; absent if lines may differ. */
  readonly recordBytes?: number;
  readonly hasLineEnds: boolean;
}

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
}
