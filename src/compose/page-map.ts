import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import {
  type Frame,
  RUN_FLAG_TURNED,
  RUN_FLAGS,
  RUN_STRIDE,
  RUN_X,
  RUN_Y,
} from "../model/frame.ts";
import type { Rect } from "../model/geometry.ts";
import type { Master } from "../model/layout-plan.ts";
import { DECORATION_AREA, DECORATION_STRIDE, type Galley } from "./galley.ts";
import { layBehind } from "./lay-behind.ts";
import { numberOf, type Pagination } from "./page-items.ts";
import type { SetContext } from "./set-context.ts";

/** Where on a page a block of the flow stands. */
export interface BlockArea {
  /** Of the block. */
  readonly id: string;
  readonly rect: Rect;
}

/** A line that texts stand on, from its first text to the right. */
export interface Baseline {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
}

/** What people who write a layout want to know of a page: nothing of it is printed. */
export interface PageMap {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  /** Whether it lies turned on its sheet, see `rules/turned-page`. */
  readonly isTurned: boolean;
  /** What the flow fills. */
  readonly body: Rect;
  readonly boxes: readonly BlockArea[];
  /** Blocks around others come first. */
  readonly areas: readonly BlockArea[];
  readonly baselines: readonly Baseline[];
}

/** A flow that was set with areas, and where its items went. */
export interface LaidFlow {
  readonly galley: Galley;
  readonly pagination: Pagination;
  /** Of the blocks, by the index of their area. */
  readonly ids: readonly string[];
  readonly items: number;
  readonly hasLanes: boolean;
  /** By page. */
  readonly bodies: readonly Rect[];
}

/**
 * Lays the area of a block behind its items from `first` on, as a decoration: whatever moves an
 * item moves it along.
 */
export function layArea(
  { galley }: SetContext,
  ids: string[],
  block: {
    readonly id: string;
    readonly first: number;
    readonly xMpt: Mpt;
    readonly widthMpt: Mpt;
  },
): void {
  const { id, first, xMpt, widthMpt } = block;
  const index = ids.push(id) - 1;
  if (galley.itemCount > first)
    layBehind(galley, first, (item) => {
      const heightMpt = numberOf(galley.heightsMpt, item);
      galley.decoration(DECORATION_AREA, xMpt, 0, widthMpt, heightMpt, index);
    });
}

/** By page, the areas that were laid: those of one block on a page that adjoin are one. */
export function laidAreas({ galley, pagination, ids, items, ...flow }: LaidFlow): BlockArea[][] {
  const pages: Map<string, BlockArea>[] = [];
  for (let item = 0; item < items; item += 1) {
    const page = numberOf(pagination.pageOf, item);
    const body = defined(flow.bodies[page], "the body of a page");
    const leftMpt = body.xMpt + (flow.hasLanes ? numberOf(pagination.xMpt, item) : 0);
    const topMpt = body.yMpt + numberOf(pagination.yMpt, item);
    const areas = (pages[page] ??= new Map());
    for (const { index, rect } of areasIn(galley, item, leftMpt, topMpt)) {
      // A block in columns has an area in each.
      const key = `${index} ${rect.xMpt}`;
      areas.set(key, { id: ids[index] ?? "", rect: around(areas.get(key)?.rect, rect) });
    }
  }
  return pages.map((areas) => [...areas.values()].sort((a, b) => sizeOf(b) - sizeOf(a)));
}

function* areasIn(
  { decorations, decorationStarts, decorationEnds }: Galley,
  item: number,
  leftMpt: Mpt,
  topMpt: Mpt,
): Generator<{ readonly index: number; readonly rect: Rect }> {
  const end = numberOf(decorationEnds, item);
  for (let one = numberOf(decorationStarts, item); one < end; one += 1) {
    const at = one * DECORATION_STRIDE;
    const fields = decorations.subarray(at, at + DECORATION_STRIDE);
    const [kind, xMpt = 0, yMpt = 0, widthMpt = 0, heightMpt = 0, index = 0] = fields;
    if (kind !== DECORATION_AREA) continue;
    yield { index, rect: { xMpt: leftMpt + xMpt, yMpt: topMpt + yMpt, widthMpt, heightMpt } };
  }
}

/** What is known of a page from its frame and its master, before areas are laid. */
export function mapOf(frame: Frame, { body, boxes }: Master): PageMap {
  const { widthMpt, heightMpt, isTurned } = frame;
  const placed = boxes.map(({ id, rect }) => ({ id, rect }));
  const baselines = baselinesOf(frame);
  return { widthMpt, heightMpt, isTurned, body, boxes: placed, areas: [], baselines };
}

/** The lines that the texts of a page stand on, downwards. */
export function baselinesOf({ runs, runCount }: Frame): Baseline[] {
  const leftOf = new Map<Mpt, Mpt>();
  for (let at = 0; at < runCount * RUN_STRIDE; at += RUN_STRIDE) {
    if ((numberOf(runs, at + RUN_FLAGS) & RUN_FLAG_TURNED) !== 0) continue;
    const [xMpt, yMpt] = [numberOf(runs, at + RUN_X), numberOf(runs, at + RUN_Y)];
    leftOf.set(yMpt, Math.min(xMpt, leftOf.get(yMpt) ?? xMpt));
  }
  const lines = [...leftOf].map(([yMpt, xMpt]) => ({ xMpt, yMpt }));
  return lines.sort((a, b) => a.yMpt - b.yMpt);
}

function around(one: Rect | undefined, other: Rect): Rect {
  if (one === undefined) return other;
  const yMpt = Math.min(one.yMpt, other.yMpt);
  const bottomMpt = Math.max(one.yMpt + one.heightMpt, other.yMpt + other.heightMpt);
  const widthMpt = Math.max(one.widthMpt, other.widthMpt);
  return { xMpt: one.xMpt, yMpt, widthMpt, heightMpt: bottomMpt - yMpt };
}

function sizeOf({ rect }: BlockArea): number {
  return rect.widthMpt * rect.heightMpt;
}
