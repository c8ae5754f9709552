import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";

const MPT_PER_INCH = 72_000;
const PAPER = 255;
/** Lighter pixels are paper: renderers smooth edges, but leave blank areas white. */
const PAPER_MIN = 252;
/** Blank paper to compare many pixels with at once, as most of what is examined is blank. */
const BLANK = Buffer.alloc(1 << 16, PAPER);

/** An area of an image in pixels from its top left corner; right and bottom are exclusive. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box reduced by a number of pixels on each side, or enlarged if the number is negative. */
export function inner({ left, top, right, bottom }: PixelBox, pixels: number): PixelBox {
  return {
    left: left + pixels,
    top: top + pixels,
    right: right - pixels,
    bottom: bottom - pixels,
  };
}

/** A part of a page as rendered: one byte per pixel, 0 is black and 255 is white. */
export class GreyImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly dpi: number;
  /** Where its top left corner is on the page, in pixels. */
  readonly left: number;
  readonly top: number;

  constructor(pixels: Uint8Array, box: PixelBox, dpi: number) {
    this.left = box.left;
    this.top = box.top;
    this.width = box.right - box.left;
    this.height = box.bottom - box.top;
    this.pixels = pixels;
    this.dpi = dpi;
  }

  get all(): PixelBox {
    return { left: 0, top: 0, right: this.width, bottom: this.height };
  }

  /** The shade of a pixel; paper beyond the edges. */
  at(x: number, y: number): number {
    return this.pixels[y * this.width + x] ?? PAPER;
  }

  /** A part of it as an image of its own; beyond its edges there is paper. */
  part(box: PixelBox): GreyImage {
    const { left, top, right, bottom } = box;
    const width = right - left;
    const pixels = new Uint8Array(width * (bottom - top)).fill(255);
    const inside = this.#clipped(box);
    for (let y = inside.top; y < inside.bottom; y += 1) {
      const row = this.pixels.subarray(y * this.width + inside.left, y * this.width + inside.right);
      pixels.set(row, (y - top) * width + inside.left - left);
    }
    const [x, y] = [this.left, this.top];
    const moved = { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
    return new GreyImage(pixels, moved, this.dpi);
  }

  /** The whole pixels of an area of the page, clipped to the image. */
  boxOf(area: Rect, marginPx = 0): PixelBox {
    const scale = this.dpi / MPT_PER_INCH;
    return this.#clipped({
      left: Math.floor(area.xMpt * scale) - this.left - marginPx,
      top: Math.floor(area.yMpt * scale) - this.top - marginPx,
      right: Math.ceil((area.xMpt + area.widthMpt) * scale) - this.left + marginPx,
      bottom: Math.ceil((area.yMpt + area.heightMpt) * scale) - this.top + marginPx,
    });
  }

  /** Where a box of pixels is on the page. */
  areaOf({ left, top, right, bottom }: PixelBox): Rect {
    const mpt = (pixels: number): Mpt => Math.round((pixels * MPT_PER_INCH) / this.dpi);
    return {
      xMpt: mpt(left + this.left),
      yMpt: mpt(top + this.top),
      widthMpt: mpt(right - left),
      heightMpt: mpt(bottom - top),
    };
  }

  /** Whether there is ink in a box outside certain others. */
  hasInk(box: PixelBox, beside: readonly PixelBox[] = []): boolean {
    const clipped = this.#clipped(box);
    const { left, top, right, bottom } = clipped;
    if (left >= right) return false;
    for (let y = top; y < bottom;) {
      const crossing = beside.filter((one) => y >= one.top && y < one.bottom);
      const end = crossing.length > 0 ? y + 1 : nextTop(beside, y, bottom);
      for (const [from, to] of gaps(crossing, left, right))
        if (this.#rowsHaveInk(from, to, y, end)) return true;
      y = end;
    }
    return false;
  }

  /** Whether a row is blank. */
  isBlankRow(y: number): boolean {
    return this.#isBlank(y * this.width, (y + 1) * this.width);
  }

  /**
   * The bounding box, within another box, of all pixels darker than `shade`; undefined if none are.
   */
  inkBox(box: PixelBox, shade: number): PixelBox | undefined {
    let { left, top, right, bottom } = { left: this.width, top: this.height, right: 0, bottom: 0 };
    const clipped = this.#clipped(box);
    for (let y = clipped.top; y < clipped.bottom; y += 1) {
      for (let x = clipped.left; x < clipped.right; x += 1) {
        if (this.at(x, y) >= shade) continue;
        if (x < left) left = x;
        if (y < top) top = y;
        if (x >= right) right = x + 1;
        bottom = y + 1;
      }
    }
    return right === 0 ? undefined : { left, top, right, bottom };
  }

  /** The share of pixels in a box that are darker than `shade`. */
  inkShare(box: PixelBox, shade: number): number {
    const { left, top, right, bottom } = this.#clipped(box);
    let ink = 0;
    for (let y = top; y < bottom; y += 1)
      for (let x = left; x < right; x += 1) if (this.at(x, y) < shade) ink += 1;
    return ink / Math.max(1, (right - left) * (bottom - top));
  }

  #rowsHaveInk(left: number, right: number, top: number, bottom: number): boolean {
    const { width } = this;
    // Rows as wide as the image are contiguous.
    if (right - left === width && this.#isBlank(top * width, bottom * width)) return false;
    for (let y = top; y < bottom; y += 1)
      if (this.#runHasInk(y * width + left, y * width + right)) return true;
    return false;
  }

  #runHasInk(from: number, to: number): boolean {
    if (this.#isBlank(from, to)) return false;
    const { pixels } = this;
    for (let at = from; at < to; at += 1) if ((pixels[at] ?? PAPER) < PAPER_MIN) return true;
    return false;
  }

  /** Whether a stretch of pixels is white. */
  #isBlank(from: number, to: number): boolean {
    for (let at = from; at < to; at += BLANK.length) {
      const end = Math.min(to, at + BLANK.length);
      if (BLANK.compare(this.pixels, at, end, 0, end - at) !== 0) return false;
    }
    return true;
  }

  #clipped({ left, top, right, bottom }: PixelBox): PixelBox {
    return {
      left: Math.max(0, left),
      top: Math.max(0, top),
      right: Math.min(this.width, right),
      bottom: Math.min(this.height, bottom),
    };
  }
}

/** The first row after `y` where one of the boxes begins, or `bottom`. */
function nextTop(boxes: readonly PixelBox[], y: number, bottom: number): number {
  return boxes.reduce((next, { top }) => (top > y && top < next ? top : next), bottom);
}

/** The stretches of a row that the boxes leave free. */
function gaps(boxes: readonly PixelBox[], left: number, right: number): [number, number][] {
  const found: [number, number][] = [];
  let at = left;
  for (const box of boxes.toSorted((a, b) => a.left - b.left)) {
    if (box.left > at) found.push([at, Math.min(box.left, right)]);
    at = Math.max(at, box.right);
  }
  if (at < right) found.push([at, right]);
  return found.filter(([from, to]) => from < to);
}
