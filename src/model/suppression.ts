import type { Ordinal } from "../base/units.ts";
/** A customer who gets nothing from a run, on any channel. */
export interface Suppression {
  readonly key: string;
  /** A short code such as `deceased`; empty if the list gives none. */
  readonly reason: string;
}

/** A unit of input that was left out because its key is on a list. */
export interface SuppressedUnit extends Suppression {
  readonly ordinal: Ordinal;
}

/** A list as it was read, each key once. */
export interface SuppressionList {
  readonly suppressions: readonly Suppression[];
  /** Lines whose key an earlier line has. */
  readonly duplicates: number;
  /** Of the file's bytes. */
  readonly sha256: string;
}
