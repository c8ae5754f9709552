import type { PathContext } from "d3-shape";
import type { Mpt } from "../base/units.ts";
import type { PathBuffer } from "../rules/path-buffer.ts";

const QUARTER = Math.PI / 2;
/** A quarter but for rounding is one. */
const TOLERANCE = 0.0001;

/**
 * Draws in whole millipoints, whatever is asked of it, and from right to left where a chart is
 * mirrored. Colours are set with the first outline that they are for, so that there are no shapes
 * without one.
 */
export class ChartPen implements PathContext {
  readonly #paths: PathBuffer;
  /** The right edge of what is mirrored; -1 for none. */
  readonly #mirrorMpt: Mpt;
  #color = -1;
  #widthMpt = -1;
  #dashMpt = 0;
  #isBegun = false;
  #leftMpt = 0;
  #topMpt = 0;
  #x = 0;
  #y = 0;

  constructor(paths: PathBuffer, mirrorMpt: Mpt) {
    this.#paths = paths;
    this.#mirrorMpt = mirrorMpt;
  }

  /** What follows is an area of this colour. */
  fill(color: number): void {
    this.#begin(color, -1, 0);
  }

  /** What follows are lines of this colour; `dashMpt` is 0 for lines without gaps. */
  stroke(color: number, widthMpt: Mpt, dashMpt: Mpt = 0): void {
    this.#begin(color, widthMpt, dashMpt);
  }

  /** Where the origin of what follows is. */
  origin(leftMpt: Mpt, topMpt: Mpt): void {
    this.#leftMpt = leftMpt;
    this.#topMpt = topMpt;
  }

  rect(xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt): void {
    this.#start();
    const left = Math.round(xMpt) + this.#leftMpt;
    const x = this.#mirrorMpt < 0 ? left : this.#mirrorMpt - left - widthMpt;
    this.#paths.rect(x, Math.round(yMpt) + this.#topMpt, widthMpt, heightMpt);
  }

  moveTo(x: number, y: number): void {
    this.#start();
    this.#paths.move(this.#across(x), this.#down(y));
    this.#x = x;
    this.#y = y;
  }

  lineTo(x: number, y: number): void {
    this.#paths.line(this.#across(x), this.#down(y));
    this.#x = x;
    this.#y = y;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#paths.curve(
      this.#across(x1),
      this.#down(y1),
      this.#across(x2),
      this.#down(y2),
      this.#across(x),
      this.#down(y),
    );
    this.#x = x;
    this.#y = y;
  }

  /** Of a circle, as curves of a quarter at most. */
  arc(
    x: number,
    y: number,
    radius: number,
    startAngle: number,
    endAngle: number,
    isAnticlockwise = false,
  ): void {
    const span = spanOf(startAngle, endAngle, isAnticlockwise);
    const count = Math.ceil(Math.abs(span) / QUARTER - TOLERANCE);
    const [startX, startY] = [x + radius * Math.cos(startAngle), y + radius * Math.sin(startAngle)];
    const isThere = Math.abs(startX - this.#x) < 1 && Math.abs(startY - this.#y) < 1;
    if (!isThere) this.lineTo(startX, startY);
    const step = span / count;
    const reach = radius * (4 / 3) * Math.tan(step / 4);
    for (let part = 0; part < count; part += 1) {
      const [from, to] = [startAngle + part * step, startAngle + (part + 1) * step];
      this.bezierCurveTo(
        x + radius * Math.cos(from) - reach * Math.sin(from),
        y + radius * Math.sin(from) + reach * Math.cos(from),
        x + radius * Math.cos(to) + reach * Math.sin(to),
        y + radius * Math.sin(to) - reach * Math.cos(to),
        x + radius * Math.cos(to),
        y + radius * Math.sin(to),
      );
    }
  }

  closePath(): void {
    this.#paths.close();
  }

  dot(x: number, y: number, radius: number): void {
    this.moveTo(x + radius, y);
    this.arc(x, y, radius, 0, 2 * Math.PI);
    this.closePath();
  }

  #begin(color: number, widthMpt: Mpt, dashMpt: Mpt): void {
    const isSame =
      this.#isBegun &&
      color === this.#color &&
      widthMpt === this.#widthMpt &&
      dashMpt === this.#dashMpt;
    this.#isBegun = isSame;
    this.#color = color;
    this.#widthMpt = widthMpt;
    this.#dashMpt = dashMpt;
  }

  #start(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    if (this.#widthMpt < 0) this.#paths.fill(this.#color);
    else this.#paths.stroke(this.#color, this.#widthMpt, this.#dashMpt);
  }

  #across(x: number): number {
    const left = Math.round(x) + this.#leftMpt;
    return this.#mirrorMpt < 0 ? left : this.#mirrorMpt - left;
  }

  #down(y: number): number {
    return Math.round(y) + this.#topMpt;
  }
}

function spanOf(start: number, end: number, isAnticlockwise: boolean): number {
  const full = 2 * Math.PI;
  const span = isAnticlockwise ? start - end : end - start;
  if (span >= full) return isAnticlockwise ? -full : full;
  const turned = span < 0 ? (span % full) + full : span;
  return isAnticlockwise ? -turned : turned;
}
