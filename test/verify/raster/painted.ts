import { GreyImage } from "../../../src/verify/raster/grey-image.ts";

/** A sheet of white paper that is painted on by areas of pixels which need not be whole ones. */
export class Painted {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Float64Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Float64Array(width * height).fill(255);
  }

  /** Covers an area with a shade; pixels that it covers in part are smoothed. */
  rect(x: number, y: number, width: number, height: number, shade = 0): void {
    for (let row = Math.floor(y); row < y + height; row += 1) {
      for (let column = Math.floor(x); column < x + width; column += 1) {
        if (row < 0 || column < 0 || row >= this.height || column >= this.width) continue;
        const wide = Math.min(column + 1, x + width) - Math.max(column, x);
        const high = Math.min(row + 1, y + height) - Math.max(row, y);
        const at = row * this.width + column;
        const share = wide * high;
        this.#pixels[at] = (this.#pixels[at] as number) * (1 - share) + shade * share;
      }
    }
  }

  image(dpi: number): GreyImage {
    const box = { left: 0, top: 0, right: this.width, bottom: this.height };
    return new GreyImage(Uint8Array.from(this.#pixels, Math.round), box, dpi);
  }
}
