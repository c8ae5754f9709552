import type { Rect } from "../model/geometry.ts";
import { type Envelope, type Stock, windowSweep } from "../model/stock.ts";

/** An area of a page that a layout may not print on, and what people call it. */
export interface Zone {
  readonly code: string;
  readonly name: string;
  readonly rect: Rect;
}

/** The areas of a master's page to keep free: the mark strip, and on the first page the window. */
export function reservedZones(stock: Stock, envelope: Envelope, isFirst: boolean): Zone[] {
  const marks = { code: "in-mark-strip", name: "the mark strip", rect: stock.markStrip };
  if (!isFirst) return [marks];
  const name = "what the envelope's window can show";
  return [marks, { code: "in-window", name, rect: windowSweep(envelope) }];
}

/** The part of a page that ink may reach. */
export function printableArea(stock: Stock): Rect {
  const edge = stock.noPrintEdgeMpt;
  return {
    xMpt: edge,
    yMpt: edge,
    widthMpt: stock.widthMpt - 2 * edge,
    heightMpt: stock.heightMpt - 2 * edge,
  };
}

/** Whether two rectangles share any area; edges may touch. */
export function overlap(a: Rect, b: Rect): boolean {
  return (
    a.xMpt < b.xMpt + b.widthMpt &&
    b.xMpt < a.xMpt + a.widthMpt &&
    a.yMpt < b.yMpt + b.heightMpt &&
    b.yMpt < a.yMpt + a.heightMpt
  );
}

export function isInside(inner: Rect, outer: Rect): boolean {
  return (
    inner.xMpt >= outer.xMpt &&
    inner.yMpt >= outer.yMpt &&
    inner.xMpt + inner.widthMpt <= outer.xMpt + outer.widthMpt &&
    inner.yMpt + inner.heightMpt <= outer.yMpt + outer.heightMpt
  );
}

/** A rectangle as a hint shows it, in inches. */
export function describeRect(rect: Rect): string {
  const inches = (mpt: number): string => `${Math.round((mpt / 72_000) * 1000) / 1000}in`;
  const right = inches(rect.xMpt + rect.widthMpt);
  const bottom = inches(rect.yMpt + rect.heightMpt);
  return `from ${inches(rect.xMpt)}, ${inches(rect.yMpt)} to ${right}, ${bottom}`;
}
