import type { OverlayText } from "./overlay-scan.ts";
import { seenText } from "./seen-order.ts";

/**
 * Runs that follow each other on a baseline are one line: it has several where it is in several
 * fonts or runs from the right.
 */
export function overlayLines(texts: readonly OverlayText[]): OverlayText[][] {
  const lines: OverlayText[][] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last[0]?.yCpt === text.yCpt) last.push(text);
    else lines.push([text]);
  }
  return lines;
}

/** The characters of a line in the order they stand on paper. */
export function seenLine(runs: readonly OverlayText[]): string {
  return runs.map(({ text, glyphs }) => (text === glyphs ? text : seenText(text))).join("");
}
