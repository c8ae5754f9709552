import type { Mpt } from "../base/units.ts";
import type { ColumnsBlock } from "../model/block.ts";
import type { BoundBlock, BoundColumns } from "../model/document.ts";
import { columnWidths } from "./column-widths.ts";
import { heightOf } from "./height-of.ts";
import { LaneFiller, type LaneSection, type Thread } from "./lanes.ts";
import { newPagination, numberOf } from "./page-items.ts";
import type { ColumnPlaces, SetContext } from "./set-context.ts";

type SetBlocks = (context: SetContext, blocks: readonly BoundBlock[], widthMpt: Mpt) => void;

/** Sets columns: as one item, or, where they may break, as a section of the flow. */
export function setColumns(
  context: SetContext,
  bound: BoundColumns,
  widthMpt: Mpt,
  setBlocks: SetBlocks,
): void {
  const { flows } = context;
  context.flows = false;
  const { block } = bound;
  if (block.flow !== undefined || (block.breakable === true && flows))
    setLanes(context, bound, widthMpt, setBlocks, flows);
  else setWhole(context, bound, widthMpt, setBlocks);
  context.flows = flows;
}

/** Columns whose items stay items: those of one that flows, or of each beside the others. */
function setLanes(
  context: SetContext,
  { block, columns }: BoundColumns,
  widthMpt: Mpt,
  setBlocks: SetBlocks,
  flows: boolean,
): void {
  const { galley } = context;
  const places = lanePlaces(context, block, widthMpt);
  const first = galley.itemCount;
  const threads: Thread[] = [];
  const isFlow = block.flow !== undefined;
  columns.forEach((blocks, index) => {
    const start = galley.itemCount;
    setBlocks(context, blocks, places[index]?.widthMpt ?? 0);
    const lanes = isFlow ? places : places.slice(index, index + 1);
    const xsMpt = lanes.map(({ xMpt }) => xMpt);
    if (galley.itemCount > start) threads.push({ first: start, end: galley.itemCount, xsMpt });
  });
  if (galley.itemCount === first) return;
  const balances = isFlow && (block.flow?.balances === true || !flows);
  const section = { first, end: galley.itemCount, threads, balances };
  if (flows) context.sections.push(section);
  else joinLanes(context, section);
}

/** Worked out once for each width of the region. */
function lanePlaces(
  { columns, rightToLeft }: SetContext,
  block: ColumnsBlock,
  widthMpt: Mpt,
): ColumnPlaces["places"] {
  const known = columns.get(block);
  if (known?.widthMpt === widthMpt && known.rightToLeft === rightToLeft) return known.places;
  const { flow, gapMpt } = block;
  const plans = flow ? Array.from({ length: flow.count }, () => ({ grow: 1 })) : block.columns;
  let leftMpt = 0;
  const places = columnWidths(plans, widthMpt, gapMpt).map((laneMpt) => {
    const xMpt = rightToLeft ? widthMpt - leftMpt - laneMpt : leftMpt;
    leftMpt += laneMpt + gapMpt;
    return { xMpt, widthMpt: laneMpt };
  });
  columns.set(block, { widthMpt, rightToLeft, places });
  return places;
}

/** Within another item the columns are one item, as high as they need be. */
function joinLanes({ galley, tables }: SetContext, section: LaneSection): void {
  const { first, end } = section;
  const { heightsMpt, spacesMpt, flags } = galley;
  const items = { count: end, heightsMpt, spacesMpt, flags, tables: galley.tables };
  const result = newPagination();
  result.xMpt = new Int32Array(end);
  result.yMpt = new Int32Array(end);
  result.pageOf = new Int32Array(end);
  const unbounded = { firstMpt: Number.MAX_SAFE_INTEGER, restMpt: Number.MAX_SAFE_INTEGER };
  const heightMpt = new LaneFiller(items, tables, unbounded, section, result).balance();
  for (let item = first; item < end; item += 1)
    galley.move(item, numberOf(result.xMpt, item), numberOf(result.yMpt, item));
  const segments = numberOf(galley.segmentStarts, first);
  const decorations = numberOf(galley.decorationStarts, first);
  galley.itemCount = first;
  galley.item(segments, decorations, heightMpt);
}

function setWhole(
  context: SetContext,
  { block, columns }: BoundColumns,
  widthMpt: Mpt,
  setBlocks: SetBlocks,
): void {
  const { galley } = context;
  const places = lanePlaces(context, block, widthMpt);
  const { segmentCount, decorationCount } = galley;
  const leastMpt =
    block.isGrid === true
      ? Math.max(
          ...columns.map((blocks, at) =>
            blocksHeight(context, blocks, places[at]?.widthMpt ?? 0, setBlocks),
          ),
        )
      : 0;
  let heightMpt = 0;
  columns.forEach((blocks, index) => {
    const first = galley.itemCount;
    context.panelMpt = leastMpt;
    setBlocks(context, blocks, places[index]?.widthMpt ?? 0);
    context.panelMpt = 0;
    heightMpt = Math.max(heightMpt, galley.stack(first, places[index]?.xMpt ?? 0));
  });
  galley.item(segmentCount, decorationCount, heightMpt);
}

/** How high blocks are, found by setting them and taking them back. */
function blocksHeight(
  context: SetContext,
  blocks: readonly BoundBlock[],
  widthMpt: Mpt,
  setBlocks: SetBlocks,
): Mpt {
  const { galley, tables } = context;
  const tableCount = tables.length;
  const heightMpt = heightOf(context, () => {
    const first = galley.itemCount;
    setBlocks(context, blocks, widthMpt);
    return galley.stack(first, 0);
  });
  tables.length = tableCount;
  return heightMpt;
}
