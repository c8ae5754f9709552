import type { StatedFault } from "../check/fault.ts";
import type { RowPlaces } from "./foreign-source.ts";

/**
 * Before each row of a work copy: the sizes of its content and of the note that follows it, its
 * line, offset and size in the sender's file.
 */
export const FRAME_BYTES = 28;

/** Where a row is in the sender's file. */
export interface FramePlace {
  readonly line: number;
  readonly byteOffset: number;
  readonly sizeBytes: number;
  /** Of a list of files whose rows were sorted into one: which of them. */
  readonly part?: number;
}

/** Writes a frame at `at`; the row's content follows it, and then its note. */
export function writeFrame(
  target: Buffer,
  at: number,
  { line, byteOffset, sizeBytes, part = 0 }: FramePlace,
  contentBytes: number,
  noteBytes: number,
): void {
  target.writeUInt32LE(contentBytes, at);
  target.writeUInt32LE(noteBytes, at + 4);
  target.writeUInt32LE(line, at + 8);
  target.writeUInt32LE(sizeBytes, at + 12);
  target.writeDoubleLE(byteOffset, at + 16);
  target.writeUInt32LE(part, at + 24);
}

/** What follows the content of some rows: a fault, or the places of a record's own rows. */
export type FrameNote = { readonly fault: StatedFault } | { readonly rows: RowPlaces };

export function noteText(note: FrameNote | undefined): string {
  return note === undefined ? "" : JSON.stringify(note);
}
