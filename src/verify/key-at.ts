import type { BatchExpectation } from "../model/verification.ts";

const decoder = new TextDecoder();

/** The key of the document at a position of a spool's or batch's list. */
export function keyAt(
  { keyBytes, keyEnds }: Pick<BatchExpectation, "keyBytes" | "keyEnds">,
  position: number,
): string {
  const start = position === 0 ? 0 : keyEnds[position - 1];
  return decoder.decode(keyBytes.subarray(start, keyEnds[position]));
}
