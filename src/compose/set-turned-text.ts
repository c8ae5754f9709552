import type { Mpt } from "../base/units.ts";
import type { Turn } from "../model/block.ts";
import { RUN_FLAG_TURNED, RUN_FLAG_TURNED_DOWN, RUN_FLAG_TURNED_HALF } from "../model/frame.ts";
import { type Side } from "../model/geometry.ts";
import {
  DECORATION_RECT,
  DECORATION_STRIDE,
  SEGMENT_FLAGS,
  SEGMENT_STRIDE,
  SEGMENT_X,
  SEGMENT_Y,
} from "./galley.ts";
import { numberOf } from "./page-items.ts";
import type { SetContext } from "./set-context.ts";
import { lineWidth, setText } from "./set-text.ts";
import { linesOf, type StyledText } from "./styled-text.ts";

const FLAGS: Readonly<Record<Turn, number>> = {
  90: RUN_FLAG_TURNED,
  180: RUN_FLAG_TURNED | RUN_FLAG_TURNED_HALF,
  270: RUN_FLAG_TURNED | RUN_FLAG_TURNED_DOWN,
};

/** Where turned text stands: how far from its left, and from its top, and between which edges. */
export interface TurnedPlace {
  readonly leftMpt: Mpt;
  readonly topMpt: Mpt;
  readonly widthMpt: Mpt;
  readonly side: Side;
}

/**
 * Typesets text in the lines that are written, turned, as the beginning of an item yet to be made;
 * returns how wide and how high it is.
 */
export function setTurnedText(
  context: SetContext,
  texts: readonly StyledText[],
  turn: Turn,
  { leftMpt, topMpt, widthMpt, side }: TurnedPlace,
  role: number,
): { readonly widthMpt: Mpt; readonly heightMpt: Mpt } {
  const { galley } = context;
  const { itemCount, segmentCount, decorationCount } = galley;
  const lineMpt = longestLine(context, texts);
  setText(context, texts, lineMpt, "left", role);
  const stackMpt = galley.stack(itemCount, 0);
  const isUpright = turn === 180;
  const size = isUpright
    ? { widthMpt: lineMpt, heightMpt: stackMpt }
    : { widthMpt: stackMpt, heightMpt: lineMpt };
  turnSegments(context, segmentCount, turn, size);
  turnDecorations(context, decorationCount, turn, size);
  const slackMpt = widthMpt - size.widthMpt;
  const shiftMpt = side === "left" ? 0 : side === "right" ? slackMpt : slackMpt >> 1;
  galley.shift(segmentCount, decorationCount, leftMpt + shiftMpt, topMpt);
  return size;
}

function longestLine(context: SetContext, texts: readonly StyledText[]): Mpt {
  let offset = -1;
  const widths = linesOf(texts).map((line) => {
    offset += 1;
    let width = 0;
    for (const { style, text } of line) {
      width += lineWidth(context, style, text, offset);
      offset += text.length;
    }
    return width;
  });
  // A little more, so that no rounding breaks the line.
  return Math.ceil(Math.max(0, ...widths) / 1000) + 2;
}

interface Size {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
}

/** Where a point of the text comes to stand, in the room that the turned text takes. */
function turnedPoint(turn: Turn, xMpt: Mpt, yMpt: Mpt, size: Size): readonly [Mpt, Mpt] {
  if (turn === 90) return [yMpt, size.heightMpt - xMpt];
  if (turn === 180) return [size.widthMpt - xMpt, size.heightMpt - yMpt];
  return [size.widthMpt - yMpt, xMpt];
}

function turnSegments({ galley }: SetContext, first: number, turn: Turn, size: Size): void {
  const { segments } = galley;
  for (let segment = first; segment < galley.segmentCount; segment += 1) {
    const at = segment * SEGMENT_STRIDE;
    const [x, y] = [numberOf(segments, at + SEGMENT_X), numberOf(segments, at + SEGMENT_Y)];
    const [xMpt, yMpt] = turnedPoint(turn, x, y, size);
    segments[at + SEGMENT_X] = xMpt;
    segments[at + SEGMENT_Y] = yMpt;
    segments[at + SEGMENT_FLAGS] = numberOf(segments, at + SEGMENT_FLAGS) | FLAGS[turn];
  }
}

/** Lines drawn along the text, such as what underlines it. */
function turnDecorations({ galley }: SetContext, first: number, turn: Turn, size: Size): void {
  const { decorations } = galley;
  for (let item = first; item < galley.decorationCount; item += 1) {
    const at = item * DECORATION_STRIDE;
    if (decorations[at] !== DECORATION_RECT) continue;
    const [, x = 0, y = 0, width = 0, height = 0] = decorations.subarray(at);
    const one = turnedPoint(turn, x, y, size);
    const other = turnedPoint(turn, x + width, y + height, size);
    decorations[at + 1] = Math.min(one[0], other[0]);
    decorations[at + 2] = Math.min(one[1], other[1]);
    decorations[at + 3] = Math.abs(one[0] - other[0]);
    decorations[at + 4] = Math.abs(one[1] - other[1]);
  }
}
