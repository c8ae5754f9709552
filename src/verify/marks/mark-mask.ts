/**
 * A mark as an image mask, one column per module or per quarter of a bar: 1 is ink; rows from the
 * top, each padded with zeros to whole bytes, the leftmost column in the highest bit of a byte.
 */
export interface MarkMask {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}
