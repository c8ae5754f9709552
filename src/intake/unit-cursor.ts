import type { StatedFault } from "./check/fault.ts";

/** What makes the bytes of a unit unreadable as a whole, before any field is read. */
export type UnitFault =
  "" | "data.csv-quote" | "data.field-count" | "data.json-syntax" | "data.record-too-large";

/**
 * Steps through the units (records, rows) of a range of a file. The scan and the shard reader step
 * with the same cursors, so that they always agree on what a unit is.
 */
export interface UnitCursor {
  /** File offset of the unit's first byte. */
  readonly start: number;
  /** File offset of its content: past its frame, if it has one. */
  readonly contentStart: number;
  /** File offset past its last byte of content, line end not counted. */
  readonly contentEnd: number;
  /** File offset where the next unit may begin. */
  readonly end: number;
  /** 1-based physical line where it starts; 0 if the format has no lines. */
  readonly line: number;
  readonly fault: UnitFault;
  /** Of a work copy alone. */
  readonly stated?: StatedFault | undefined;
  /** Offset and size of the unit in the sender's (unpacked) file. */
  readonly byteOffset: number;
  readonly sizeBytes: number;
  /** Goes to the next unit; false if there is none. */
  next(): boolean;
}
