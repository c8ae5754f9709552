import type { Ordinal } from "../base/units.ts";
/** An address as the customer's system gives it: lines as they are to be printed, name first. */
export interface RawAddress {
  /** One to six lines: name, further lines, city line. None empty. */
  readonly lines: readonly string[];
  /** Five digits for a home (US) address; absent for foreign ones. */
  readonly zip?: string;
  /** Four digits. */
  readonly plus4?: string;
  /** Two digits. */
  readonly deliveryPoint?: string;
  /** ISO 3166 alpha-2; absent means the home country. */
  readonly country?: string;
}

export type RawScalar = string | number | boolean;
export type RawValue = RawScalar | RawAddress | RawObject | readonly RawObject[];

/** Raw values by field name, checked against an `ObjectShape`. Absent optionals are not there. */
export interface RawObject {
  readonly [field: string]: RawValue | undefined;
}

/** One customer's input for one run. */
export interface CustomerRecord {
  /** 0-based place in the input among all records read, the rejected ones included. */
  readonly ordinal: Ordinal;
  readonly key: string;
  readonly values: RawObject;
  readonly place: RecordPlace;
}

/** Where a record's own bytes lie in its (decompressed) input file. */
export interface RecordPlace {
  readonly file: string;
  /** 1-based line, 0 if the format has no lines. */
  readonly line: number;
  readonly byteOffset: number;
  readonly sizeBytes: number;
}
