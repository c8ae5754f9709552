import type { Mpt } from "../base/units.ts";
import type { BorderSide, GroupBlock } from "../model/block.ts";
import { DECORATION_GROUND, DECORATION_RECT, type Galley } from "./galley.ts";
import { layBehind } from "./lay-behind.ts";
import { numberOf } from "./page-items.ts";
import { traceBorder, traceGround } from "./panel-outline.ts";
import type { PanelSlice, SetContext } from "./set-context.ts";

const BORDER_MPT = 500;
const ALL_SIDES: readonly BorderSide[] = ["top", "right", "bottom", "left"];
const OPEN_SIDES: readonly BorderSide[] = ["left", "right"];

/** Draws a panel, or its slice between the given ends, behind what stands in it. */
function layPanel(
  galley: Galley,
  block: GroupBlock,
  widthMpt: Mpt,
  heightMpt: Mpt,
  ends: readonly BorderSide[],
): void {
  if (block.radiusMpt === undefined)
    return drawPanel(block, widthMpt, heightMpt, ends, drawInto(galley));
  const { background, borderColor, borderWidthMpt = BORDER_MPT } = block;
  const { paths } = galley.frames;
  const panel = { widthMpt, heightMpt, radiusMpt: block.radiusMpt, ends };
  const start = paths.length;
  if (background >= 0) {
    paths.fill(background);
    traceGround(paths, panel);
  }
  const sides = ends.filter((side) => (block.borderSides ?? ALL_SIDES).includes(side));
  if (borderColor >= 0 && sides.length > 0) {
    paths.fill(borderColor);
    traceBorder(paths, panel, sides, borderWidthMpt);
  }
  const wordCount = paths.length - start;
  if (wordCount > 0) galley.decoration(DECORATION_GROUND, 0, 0, wordCount, 0, start);
}

type DrawRect = (xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt, color: number) => void;

/** Draws the ground of a panel, and those of its borders that are among `sides`. */
function drawPanel(
  block: GroupBlock,
  widthMpt: Mpt,
  heightMpt: Mpt,
  sides: readonly BorderSide[],
  draw: DrawRect,
): void {
  const { background, borderColor, borderWidthMpt: line = BORDER_MPT } = block;
  if (background >= 0) draw(0, 0, widthMpt, heightMpt, background);
  if (borderColor < 0) return;
  const has = (side: BorderSide): boolean =>
    sides.includes(side) && (block.borderSides ?? ALL_SIDES).includes(side);
  if (has("top")) draw(0, 0, widthMpt, line, borderColor);
  if (has("bottom")) draw(0, heightMpt - line, widthMpt, line, borderColor);
  if (has("left")) draw(0, 0, line, heightMpt, borderColor);
  if (has("right")) draw(widthMpt - line, 0, line, heightMpt, borderColor);
}

function drawInto(galley: Galley): DrawRect {
  return (xMpt, yMpt, widthMpt, heightMpt, color) =>
    galley.decoration(DECORATION_RECT, xMpt, yMpt, widthMpt, heightMpt, color);
}

/** Makes one item of those from `first` on, so that their panel is whole. */
export function closePanel(
  { galley }: SetContext,
  block: GroupBlock,
  first: number,
  widthMpt: Mpt,
  leastMpt: Mpt,
): void {
  const segments = galley.segmentStarts[first] ?? 0;
  const decorations = galley.decorationStarts[first] ?? 0;
  const contentMpt = galley.stack(first, 0, block.paddingMpt);
  const heightMpt = Math.max(leastMpt, contentMpt + 2 * block.paddingMpt);
  const added = galley.decorationCount;
  layPanel(galley, block, widthMpt, heightMpt, ALL_SIDES);
  galley.putBehind(decorations, added);
  galley.item(segments, decorations, heightMpt);
}

/**
 * Lays a panel behind each of the items from `first` on, which stay what they are: where a page
 * ends between two, the panel is open. Spaces between them become part of them, as the panel has
 * no gaps; tables from `firstTable` on show it where they go on, too.
 */
export function openPanel(
  { galley, tables }: SetContext,
  block: GroupBlock,
  first: number,
  firstTable: number,
  widthMpt: Mpt,
): void {
  const { paddingMpt } = block;
  const last = galley.itemCount - 1;
  for (let item = first; item <= last; item += 1) {
    const spaceMpt = item === first ? paddingMpt : numberOf(galley.spacesMpt, item);
    if (spaceMpt > 0) galley.pad(item, spaceMpt);
    galley.spacesMpt[item] = 0;
  }
  galley.heightsMpt[last] = numberOf(galley.heightsMpt, last) + paddingMpt;
  layBehind(galley, first, (item) => {
    const sides = ALL_SIDES.filter(
      (side) => OPEN_SIDES.includes(side) || item === (side === "top" ? first : last),
    );
    layPanel(galley, block, widthMpt, numberOf(galley.heightsMpt, item), sides);
  });
  for (const table of tables.slice(firstTable)) {
    table.xMpt += paddingMpt;
    const inner = table.slices.map((slice) => ({ ...slice, xMpt: slice.xMpt + paddingMpt }));
    table.slices = [{ block, xMpt: 0, widthMpt }, ...inner];
  }
}

/** Draws the panels that a table stands in behind what it repeats where it goes on: no corner. */
export function drawSlices(
  slices: readonly PanelSlice[],
  leftMpt: Mpt,
  topMpt: Mpt,
  heightMpt: Mpt,
  draw: DrawRect,
): void {
  if (heightMpt <= 0) return;
  for (const { block, xMpt, widthMpt } of slices)
    drawPanel(block, widthMpt, heightMpt, OPEN_SIDES, (x, y, width, height, color) =>
      draw(leftMpt + xMpt + x, topMpt + y, width, height, color),
    );
}
