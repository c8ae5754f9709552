import type { Mpt } from "../base/units.ts";
import {
  DECORATION_STRIDE,
  DECORATION_Y,
  type Galley,
  KEEP_WITH_NEXT,
  SEGMENT_STRIDE,
  SEGMENT_Y,
} from "./galley.ts";

/**
 * Splits a row that is too tall to be kept on one page into several items, line by line. The
 * segments from `segmentStart` on are the row's, cell after cell; they are reordered by line, and
 * its decorations with them.
 */
export function splitRow(
  galley: Galley,
  segmentStart: number,
  decorationStart: number,
  heightMpt: Mpt,
  table: number,
  row: number,
  decorateLine: (heightMpt: Mpt) => void,
): void {
  const lines = linesOf(galley, segmentStart);
  const rules = takenDecorations(galley, decorationStart);
  galley.segmentCount = segmentStart;
  let topMpt = 0;
  lines.forEach((line, index) => {
    const first = galley.segmentCount;
    const bottomMpt = lines[index + 1]?.baselineMpt ?? heightMpt;
    const lineMpt = index === lines.length - 1 ? heightMpt - topMpt : bottomMpt - line.baselineMpt;
    for (const segment of line.segments) restore(galley, segment, topMpt);
    const edge = index === 0 || index === lines.length - 2;
    const decorations = galley.decorationCount;
    const endMpt = index === lines.length - 1 ? Infinity : topMpt + lineMpt;
    for (; (rules[0]?.[DECORATION_Y] ?? Infinity) < endMpt; rules.shift())
      redecorate(galley, rules[0], topMpt);
    decorateLine(lineMpt);
    galley.item(first, decorations, lineMpt, edge ? KEEP_WITH_NEXT : 0, table, row);
    topMpt += lineMpt;
  });
}

/** Takes back the decorations of the row, from its top down: each goes with its line. */
function takenDecorations(galley: Galley, first: number): Int32Array[] {
  const taken = Array.from({ length: galley.decorationCount - first }, (_, index) => {
    const at = (first + index) * DECORATION_STRIDE;
    return galley.decorations.slice(at, at + DECORATION_STRIDE);
  });
  galley.decorationCount = first;
  return taken.sort((a, b) => (a[DECORATION_Y] ?? 0) - (b[DECORATION_Y] ?? 0));
}

function redecorate(galley: Galley, fields: Int32Array | undefined, topMpt: Mpt): void {
  const [kind = 0, x = 0, y = 0, width = 0, height = 0, index = 0] = fields ?? [];
  galley.decoration(kind, x, y - topMpt, width, height, index);
}

interface SavedSegment {
  readonly fields: Int32Array;
  readonly actualText: string | undefined;
}

interface Line {
  readonly baselineMpt: Mpt;
  readonly segments: SavedSegment[];
}

function linesOf(galley: Galley, segmentStart: number): Line[] {
  const lines = new Map<Mpt, Line>();
  for (let segment = segmentStart; segment < galley.segmentCount; segment += 1) {
    const at = segment * SEGMENT_STRIDE;
    const fields = galley.segments.slice(at, at + SEGMENT_STRIDE);
    const baselineMpt = fields[SEGMENT_Y] as number;
    const line: Line = lines.get(baselineMpt) ?? { baselineMpt, segments: [] };
    lines.set(baselineMpt, line);
    line.segments.push({ fields, actualText: galley.actualTexts.get(segment) });
    galley.actualTexts.delete(segment);
  }
  return [...lines.values()].sort((a, b) => a.baselineMpt - b.baselineMpt);
}

function restore(galley: Galley, { fields, actualText }: SavedSegment, topMpt: Mpt): void {
  const [x = 0, y = 0, font = 0, size = 0, color = 0, start = 0, count = 0, flags = 0, group = 0] =
    fields;
  if (actualText !== undefined) galley.actualTexts.set(galley.segmentCount, actualText);
  galley.segment(x, y - topMpt, font, size, color, start, count, flags, group);
}
