import type { Ordinal } from "../base/units.ts";
import type { DiagnosticCode } from "../base/diagnostic-code.ts";
import type { Diagnostic, SourcePlace } from "../base/diagnostic.ts";

/**
 * A unit of input that cannot be identified or composed. Each counts as one record read. Written as
 * one line of `rejects/rejects.ndjson`; an open item until redriven, withdrawn or made by hand.
 */
export interface Reject {
  /** 0-based place among all units read, rejects included: the order of the rejects file. */
  readonly ordinal: Ordinal;
  /** The record's key where it could be read, else empty. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly field: string;
  /** The first diagnostic's code, such as `data.missing-key`. */
  readonly code: DiagnosticCode;
  readonly reason: string;
  /** Everything found, the first included. */
  readonly diagnostics: readonly Diagnostic[];
  /** The bytes as they stood in the input, base64, at most `limits.rejectRawBytesMax` of them. */
  readonly raw: string;
  readonly rawTruncated: boolean;
}

/** Rejects of one code at one field, with the first of them as an example. */
export interface RejectGroup {
  readonly code: DiagnosticCode;
  /** Of detail rows without the number of the row: `transactions.*.amount`. */
  readonly field: string;
  readonly count: number;
  /** What of the layout the first of them did not fit. */
  readonly source?: SourcePlace;
  /** What is wrong and what to do about it, without a value. */
  readonly message: string;
  readonly hint?: string;
  readonly file: string;
  /** 0 if the format has no lines. */
  readonly line: number;
  readonly ordinal: Ordinal;
}
