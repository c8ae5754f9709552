import type { Mpt } from "../base/units.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { Rect } from "../model/geometry.ts";
import { type Envelope, type Stock, windowSweep } from "../model/stock.ts";
import { insertShifts } from "../rules/window-visibility.ts";
import { overlaps } from "./window-check.ts";

const LINE_MPT: Mpt = 500;
const CROSS_ARM_MPT: Mpt = 18_000;
const DENSITY_MPT: Mpt = 36_000;
/** Shares of ink in the density bars, made of lines of one point: 1 to 4 of 4. */
const DENSITIES = [1, 2, 3, 4];
const SCREEN_MPT: Mpt = 4000;

/**
 * Draws what a press is set up by: crosses at the corners and the middle of each side of the
 * printable area, the window's outline in the nominal and the four outermost positions of the
 * insert, and bars of four densities. The marks are in their strip as on every sheet; there is no
 * postal barcode, so that no camera takes the sheet for mail.
 */
export function paintTestPattern(
  builder: FrameBuilder,
  stock: Stock,
  envelope: Envelope,
  color: number,
): void {
  for (const [xMpt, yMpt] of crossPlaces(stock)) cross(builder, stock, xMpt, yMpt, color);
  for (const shift of insertShifts(envelope)) {
    // The insert moves and the window stays: seen from the sheet, the window moves the other way.
    const { window } = envelope;
    const xMpt = window.xMpt - shift.xMpt;
    outline(builder, { ...window, xMpt, yMpt: window.yMpt - shift.yMpt }, stock, color);
  }
  densities(builder, stock, envelope, color);
}

function crossPlaces({ widthMpt, heightMpt, noPrintEdgeMpt }: Stock): [Mpt, Mpt][] {
  const columns = [noPrintEdgeMpt, Math.round(widthMpt / 2), widthMpt - noPrintEdgeMpt];
  const rows = [noPrintEdgeMpt, Math.round(heightMpt / 2), heightMpt - noPrintEdgeMpt];
  const places = rows.flatMap((yMpt) => columns.map((xMpt): [Mpt, Mpt] => [xMpt, yMpt]));
  return places.filter((_, index) => index !== 4);
}

/**
 * A cross whose middle is at a place, without the arms that cannot be printed or would stand in the
 * mark strip, where the Data Matrix wants its quiet zone.
 */
function cross(builder: FrameBuilder, stock: Stock, xMpt: Mpt, yMpt: Mpt, color: number): void {
  const arm = CROSS_ARM_MPT;
  const across = { xMpt: xMpt - arm, yMpt: yMpt - LINE_MPT / 2, widthMpt: 2 * arm };
  const along = { xMpt: xMpt - LINE_MPT / 2, yMpt: yMpt - arm, heightMpt: 2 * arm };
  for (const line of [
    { ...across, heightMpt: LINE_MPT },
    { ...along, widthMpt: LINE_MPT },
  ])
    if (!overlaps(line, stock.markStrip)) bar(builder, line, stock, color);
}

function outline(builder: FrameBuilder, rect: Rect, stock: Stock, color: number): void {
  const { xMpt, yMpt, widthMpt, heightMpt } = rect;
  const flat = { xMpt, widthMpt, heightMpt: LINE_MPT };
  const steep = { yMpt, widthMpt: LINE_MPT, heightMpt };
  bar(builder, { ...flat, yMpt }, stock, color);
  bar(builder, { ...flat, yMpt: yMpt + heightMpt - LINE_MPT }, stock, color);
  bar(builder, { ...steep, xMpt }, stock, color);
  bar(builder, { ...steep, xMpt: xMpt + widthMpt - LINE_MPT }, stock, color);
}

/** Four squares below what the window can show, each of lines across. */
function densities(builder: FrameBuilder, stock: Stock, envelope: Envelope, color: number): void {
  const sweep = windowSweep(envelope);
  const topMpt = sweep.yMpt + sweep.heightMpt + DENSITY_MPT / 2;
  const leftMpt = stock.noPrintEdgeMpt + DENSITY_MPT / 2;
  for (const [index, quarters] of DENSITIES.entries()) {
    const xMpt = leftMpt + index * DENSITY_MPT * 1.5;
    const heightMpt = (SCREEN_MPT * quarters) / DENSITIES.length;
    for (let yMpt = topMpt; yMpt < topMpt + DENSITY_MPT; yMpt += SCREEN_MPT)
      bar(builder, { xMpt, yMpt, widthMpt: DENSITY_MPT, heightMpt }, stock, color);
  }
}

/** A rectangle, without its parts in the unprintable edge. */
function bar(builder: FrameBuilder, rect: Rect, stock: Stock, color: number): void {
  const edge = stock.noPrintEdgeMpt;
  const xMpt = Math.max(rect.xMpt, edge);
  const yMpt = Math.max(rect.yMpt, edge);
  const widthMpt = Math.min(rect.xMpt + rect.widthMpt, stock.widthMpt - edge) - xMpt;
  const heightMpt = Math.min(rect.yMpt + rect.heightMpt, stock.heightMpt - edge) - yMpt;
  if (widthMpt > 0 && heightMpt > 0) builder.rect(xMpt, yMpt, widthMpt, heightMpt, color);
}
