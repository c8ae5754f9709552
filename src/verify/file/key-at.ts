import { utf8Text } from "../../base/utf8-text.ts";
import type { BatchExpectation } from "../../model/verification.ts";

/** The key of the document at a position of a spool's or batch's list. */
export function keyAt(
  { keyBytes, keyEnds }: Pick<BatchExpectation, "keyBytes" | "keyEnds">,
  position: number,
): string {
  const start = position === 0 ? 0 : keyEnds[position - 1];
  return utf8Text(keyBytes.subarray(start, keyEnds[position]));
}
