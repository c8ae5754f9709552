import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";

const MPT_PER_INCH = 72_000;
/** Lighter than this is paper: renderers smooth edges, but leave what is blank white. */
const PAPER_MIN = 252;

/** An area of an image in pixels from its top left corner; right and bottom are behind it. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box made smaller by so many pixels on each side, or larger where they are below 0. */
export function inner({ left, top, right, bottom }: PixelBox, pixels: number): PixelBox {
  return {
    left: left + pixels,
    top: top + pixels,
    right: right - pixels,
    bottom: bottom - pixels,
  };
}

/** A part of a page as a renderer shows it: one byte a pixel, 0 is black and 255 is white. */
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

  at(x: number, y: number): number {
    return this.pixels[y * this.width + x] as number;
  }

  /** A part of it as an image of its own; what is beyond its edges is paper. */
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

  /** The whole pixels of an area of the page, as far as they are in the image. */
  boxOf(area: Rect, marginPx = 0): PixelBox {
    const scale = this.dpi / MPT_PER_INCH;
    return this.#clipped({
      left: Math.floor(area.xMpt * scale) - this.left - marginPx,
      top: Math.floor(area.yMpt * scale) - this.top - marginPx,
      right: Math.ceil((area.xMpt + area.widthMpt) * scale) - this.left + marginPx,
      bottom: Math.ceil((area.yMpt + area.heightMpt) * scale) - this.top + marginPx,
    });
  }

  /** Where a box of pixels lies on the page. */
  areaOf({ left, top, right, bottom }: PixelBox): Rect {
    const mpt = (pixels: number): Mpt => Math.round((pixels * MPT_PER_INCH) / this.dpi);
    return {
      xMpt: mpt(left + this.left),
      yMpt: mpt(top + this.top),
      widthMpt: mpt(right - left),
      heightMpt: mpt(bottom - top),
    };
  }

  /** Whether there is ink in a box beside what lies in others: the loop that takes the time. */
  hasInk(box: PixelBox, beside: readonly PixelBox[] = []): boolean {
    const { left, top, right, bottom } = this.#clipped(box);
    const { pixels, width } = this;
    for (let y = top; y < bottom; y += 1) {
      const row = y * width;
      for (let x = left; x < right; x += 1) {
        if ((pixels[row + x] as number) >= PAPER_MIN) continue;
        const behind = behindOne(beside, x, y);
        if (behind < 0) return true;
        x = behind - 1;
      }
    }
    return false;
  }

  /** The box of all pixels in another one that are darker than `shade`; undefined for none. */
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

  #clipped({ left, top, right, bottom }: PixelBox): PixelBox {
    return {
      left: Math.max(0, left),
      top: Math.max(0, top),
      right: Math.min(this.width, right),
      bottom: Math.min(this.height, bottom),
    };
  }
}

/** Where the one of some boxes ends that a pixel is in; -1 where it is in none. */
function behindOne(boxes: readonly PixelBox[], x: number, y: number): number {
  for (let index = 0; index < boxes.length; index += 1) {
    const { left, top, right, bottom } = boxes[index] as PixelBox;
    if (x >= left && x < right && y >= top && y < bottom) return right;
  }
  return -1;
}
