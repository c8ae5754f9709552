import type { OverlayText } from "./overlay-scan.ts";
import { seenText } from "./seen-order.ts";

/**
 * Consecutive runs on one baseline are one line: it has several if it uses several fonts or runs
 * from right to left.
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

/** The characters of a line in the order they appear on paper. */
export function seenLine(runs: readonly OverlayText[]): string {
  return runs.map(({ text, glyphs }) => (text === glyphs ? text : seenText(text))).join("");
}
