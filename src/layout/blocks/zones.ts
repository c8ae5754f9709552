import type { YamlCode } from "../../base/yaml-code.ts";
import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import { type Envelope, perforationBand, type Stock, windowSweep } from "../../model/stock.ts";
import { worstSight } from "../../rules/window-visibility.ts";

/** An area of a page that a layout may not print on, and what people call it. */
export interface Zone {
  readonly code: YamlCode;
  readonly name: string;
  readonly rect: Rect;
  /** Whose window it is. */
  readonly envelope?: Envelope;
}

/**
 * The areas of a master's page to keep free: the mark strip, what the paper reserves, and on the
 * first page what the window of any envelope can show.
 */
export function reservedZones(
  stock: Stock,
  envelopes: readonly Envelope[],
  isFirst: boolean,
): Zone[] {
  const marks: Zone = { code: "in-mark-strip", name: "the mark strip", rect: stock.markStrip };
  const paper = [marks, ...paperZones(stock)];
  if (!isFirst) return paper;
  const name = "what the envelope's window can show";
  const windows = envelopes.map((envelope): Zone => ({
    code: "in-window",
    name,
    rect: windowSweep(envelope),
    envelope,
  }));
  return [...paper, ...windows];
}

/** The areas that a paper itself keeps free: its perforation and its reserved areas. */
export function paperZones(stock: Stock): Zone[] {
  const { perforation, reserved = [] } = stock;
  const zones: Zone[] = reserved.map(({ name, rect }) => ({
    code: "in-reserved",
    name: `the reserved area \`${name}\` of the paper`,
    rect,
  }));
  if (perforation !== undefined) {
    const name = "the perforation of the paper";
    zones.push({ code: "in-perforation", name, rect: perforationBand(stock, perforation) });
  }
  return zones;
}

/** How to keep clear of a zone: where it is, and the worst case behind a window. */
export function zoneHint({ rect, envelope }: Zone, taken: Rect): string {
  const keptFree = `kept free: ${describeRect(rect)}`;
  const sight = envelope && worstSight(envelope, taken);
  if (sight === undefined) return keptFree;
  const { shift, widthMpt, heightMpt } = sight;
  const across = shiftText(shift.xMpt, "left", "right");
  const along = shiftText(shift.yMpt, "up", "down");
  const place = [across, along].filter((text) => text !== "").join(" and ");
  const size = `${inches(widthMpt)} by ${inches(heightMpt)}`;
  return `${keptFree}; worst with the insert ${place || "in its place"}: ${size} of it shows`;
}

function shiftText(mpt: Mpt, before: string, behind: string): string {
  return mpt === 0 ? "" : `${inches(Math.abs(mpt))} ${mpt < 0 ? before : behind}`;
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

/** All of a page: of one for the screen, nothing is kept free. */
export function wholePage({ widthMpt, heightMpt }: Stock): Rect {
  return { xMpt: 0, yMpt: 0, widthMpt, heightMpt };
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
  const right = inches(rect.xMpt + rect.widthMpt);
  const bottom = inches(rect.yMpt + rect.heightMpt);
  return `from ${inches(rect.xMpt)}, ${inches(rect.yMpt)} to ${right}, ${bottom}`;
}

function inches(mpt: Mpt): string {
  return `${Math.round((mpt / 72_000) * 1000) / 1000}in`;
}
