import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import type { Envelope, Margins } from "../model/stock.ts";
import { type InsertShift, insertShifts } from "../rules/window-visibility.ts";

/** What a window shows of a folded sheet in one position of the insert. */
export interface WindowView {
  /** How far the insert has moved: to the right and down are positive. */
  readonly shiftXMpt: Mpt;
  readonly shiftYMpt: Mpt;
  /** The distance of the block from each edge of the window; negative where it is cut off. */
  readonly clearance: Margins;
  /** Indices of the other rectangles that can be seen, if only in part. */
  readonly exposed: readonly number[];
}

export interface WindowReport {
  /** Nominal first, then the four corners of the insert's play. */
  readonly views: readonly WindowView[];
  /** True if the block keeps clear of each edge and nothing else shows, in every view. */
  readonly isSafe: boolean;
}

/**
 * Looks through an envelope's window at a sheet that has slid to each limit of its play, as in the
 * "tap test": is the whole address `block` visible and clear of the edge, and are any of the
 * `others` visible? The corners suffice, because each side of the window is nearest in one of them.
 */
export function checkWindow(
  envelope: Envelope,
  block: Rect,
  others: readonly Rect[],
): WindowReport {
  const views = insertShifts(envelope).map((shift) => view(envelope, shift, block, others));
  const isSafe = views.every(
    ({ clearance, exposed }) => keeps(clearance, envelope.clear) && exposed.length === 0,
  );
  return { views, isSafe };
}

/** True if two rectangles share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return (
    a.xMpt < b.xMpt + b.widthMpt &&
    b.xMpt < a.xMpt + a.widthMpt &&
    a.yMpt < b.yMpt + b.heightMpt &&
    b.yMpt < a.yMpt + a.heightMpt
  );
}

function view(
  { window }: Envelope,
  { xMpt: shiftXMpt, yMpt: shiftYMpt }: InsertShift,
  block: Rect,
  others: readonly Rect[],
): WindowView {
  const moved = (rect: Rect): Rect => ({
    ...rect,
    xMpt: rect.xMpt + shiftXMpt,
    yMpt: rect.yMpt + shiftYMpt,
  });
  const clearance = clearanceOf(window, moved(block));
  const exposed = [...others.keys()].filter((index) =>
    overlaps(window, moved(others[index] as Rect)),
  );
  return { shiftXMpt, shiftYMpt, clearance, exposed };
}

/** The distances between the sides of an inner and an outer rectangle. */
function clearanceOf(outer: Rect, inner: Rect): Margins {
  return {
    topMpt: inner.yMpt - outer.yMpt,
    bottomMpt: outer.yMpt + outer.heightMpt - inner.yMpt - inner.heightMpt,
    leftMpt: inner.xMpt - outer.xMpt,
    rightMpt: outer.xMpt + outer.widthMpt - inner.xMpt - inner.widthMpt,
  };
}

function keeps(found: Margins, wanted: Margins): boolean {
  const edges = ["topMpt", "bottomMpt", "leftMpt", "rightMpt"] as const;
  return edges.every((edge) => found[edge] >= wanted[edge]);
}
