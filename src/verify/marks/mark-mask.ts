/**
 * A mark as an image mask shows it, one column a module or a quarter of a bar: 1 is ink, rows from
 * the top, each padded with zeros to whole bytes, the leftmost column in a byte's highest bit.
 */
export interface MarkMask {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}
