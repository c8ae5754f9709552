import { bidiLevels, firstStrong, lineLevels, mayTurn, visualOrder } from "./bidi.ts";
import { type FallbackPiece, shapeInFonts } from "./font-fallback.ts";
import type { Shaper } from "./shaper.ts";

/**
 * One whole line of text, which no other line continues, as runs of one font from the left.
 * Undefined if no font has one of its characters.
 */
export function orderedRuns(
  shapers: readonly Shaper[],
  text: string,
): readonly FallbackPiece[] | undefined {
  if (!mayTurn(text)) return shapeInFonts(shapers, text, false);
  const levels = lineLevels(text, bidiLevels(text, firstStrong(text) === "rtl"), 0, text.length);
  const runs: FallbackPiece[] = [];
  const runLevels: number[] = [];
  let start = 0;
  for (let at = 1; at <= text.length; at += 1) {
    const level = levels[start] as number;
    if (at < text.length && levels[at] === level) continue;
    const pieces = shapeInFonts(shapers, text.slice(start, at), level % 2 === 1);
    if (pieces === undefined) return undefined;
    for (const piece of pieces) {
      runs.push(piece);
      runLevels.push(level);
    }
    start = at;
  }
  return visualOrder(runLevels).map((index) => runs[index] as FallbackPiece);
}
