import type { Mpt } from "../base/units.ts";
import type { BorderSide } from "../model/block.ts";
import type { PathBuffer } from "../rules/path-buffer.ts";

/** How far control points of a quarter of a circle are from its ends, as a share of its radius. */
const QUARTER = 0.5523;
/** Clockwise, as are the corners from the top left one: each lies before the side of its index. */
const SIDES: readonly BorderSide[] = ["top", "right", "bottom", "left"];

type Point = readonly [xMpt: Mpt, yMpt: Mpt];

/** A corner, gone through clockwise: where it begins and ends, and its point were it not round. */
interface Corner {
  readonly start: Point;
  readonly end: Point;
  readonly point: Point;
}

/** A panel, or the slice of one, from its own top left corner. */
export interface RoundPanel {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly radiusMpt: Mpt;
  /** Where it ends, rather than goes on: corners between two such sides are round. */
  readonly ends: readonly BorderSide[];
}

/** The ground of a panel as one outline. */
export function traceGround(paths: PathBuffer, panel: RoundPanel): void {
  traceRing(paths, cornersOf(panel, [], 0));
}

/** The borders of a panel that are among `sides`: stripes, or two rings where it has all four. */
export function traceBorder(
  paths: PathBuffer,
  panel: RoundPanel,
  sides: readonly BorderSide[],
  lineMpt: Mpt,
): void {
  const outer = cornersOf(panel, [], 0);
  const inner = cornersOf(panel, sides, lineMpt).map(reversed);
  if (SIDES.every((side) => sides.includes(side))) {
    traceRing(paths, outer);
    // Gone round the other way, it is a hole in the first.
    traceRing(paths, inner.toReversed());
    return;
  }
  for (const [first, count] of stretchesOf(sides)) {
    const indices = Array.from({ length: count + 1 }, (_, at) => (first + at) % SIDES.length);
    const there = indices.flatMap((index) => outer[index] ?? []);
    const back = indices.toReversed().flatMap((index) => inner[index] ?? []);
    traceRing(paths, [...there, ...back]);
  }
}

/** Where sides that follow each other begin, and how many they are. */
function stretchesOf(sides: readonly BorderSide[]): (readonly [first: number, count: number])[] {
  const has = (index: number): boolean => {
    const side = SIDES[index % SIDES.length];
    return side !== undefined && sides.includes(side);
  };
  return SIDES.flatMap((_, first) => {
    if (!has(first) || has(first + SIDES.length - 1)) return [];
    let count = 1;
    while (has(first + count)) count += 1;
    return [[first, count] as const];
  });
}

/** The sides that meet in each corner. */
const CORNERS = [
  ["left", "top"],
  ["right", "top"],
  ["right", "bottom"],
  ["left", "bottom"],
] as const;

/** The corners of a panel, or of what its borders leave of it. */
function cornersOf(panel: RoundPanel, bordered: readonly BorderSide[], lineMpt: Mpt): Corner[] {
  const { widthMpt, heightMpt, ends } = panel;
  const radiusMpt = radiusOf(panel);
  const inset = (side: BorderSide): Mpt => (bordered.includes(side) ? lineMpt : 0);
  return CORNERS.map(([beside, level], index) => {
    const isRound = ends.includes(beside) && ends.includes(level);
    const [acrossMpt, downMpt] = [radiusMpt - inset(beside), radiusMpt - inset(level)];
    const isSharp = !isRound || acrossMpt <= 0 || downMpt <= 0;
    const isLeft = beside === "left";
    const isTop = level === "top";
    const x = isLeft ? inset(beside) : widthMpt - inset(beside);
    const y = isTop ? inset(level) : heightMpt - inset(level);
    const point: Point = [x, y];
    if (isSharp) return { start: point, end: point, point };
    const beyond: Point = [x, isTop ? y + downMpt : y - downMpt];
    const along: Point = [isLeft ? x + acrossMpt : x - acrossMpt, y];
    return index % 2 === 0
      ? { start: beyond, end: along, point }
      : { start: along, end: beyond, point };
  });
}

/** No corner is larger than the panel has room for. */
function radiusOf({ radiusMpt, widthMpt, heightMpt, ends }: RoundPanel): Mpt {
  const isHigh = ends.includes("top") && ends.includes("bottom");
  return Math.min(radiusMpt, widthMpt >> 1, isHigh ? heightMpt >> 1 : heightMpt);
}

function reversed({ start, end, point }: Corner): Corner {
  return { start: end, end: start, point };
}

/** A closed outline from corner to corner. */
function traceRing(paths: PathBuffer, corners: readonly Corner[]): void {
  corners.forEach(({ start, end, point }, index) => {
    if (index === 0) paths.move(...start);
    else paths.line(...start);
    if (start === end) return;
    const [first, second] = [between(start, point), between(end, point)];
    paths.curve(...first, ...second, ...end);
  });
  paths.close();
}

function between([x, y]: Point, [toX, toY]: Point): Point {
  return [x + Math.round((toX - x) * QUARTER), y + Math.round((toY - y) * QUARTER)];
}
