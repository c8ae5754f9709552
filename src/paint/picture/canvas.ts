import type { Rgb } from "../../rules/color-contrast.ts";

/** A closed outline: x and y in turn, in pixels, y downwards. */
export type Polygon = readonly number[];

interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Coverage has so many steps, so that a picture has few colours. */
const STEPS = 15;

/**
 * Paints areas with smooth edges. The coverage of a pixel is the exact part of it that lies within
 * an outline, summed along rows from the areas that edges cut off.
 */
export class Canvas {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly #stride: number;
  readonly #areas: Float32Array;

  constructor(widthPx: number, heightPx: number, ground: Rgb) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.pixels = new Uint8Array(widthPx * heightPx * 3);
    const row = Uint8Array.from({ length: widthPx * 3 }, (_, part) => ground[part % 3] ?? 0);
    for (let y = 0; y < heightPx; y += 1) this.pixels.set(row, y * widthPx * 3);
    this.#stride = widthPx + 2;
    this.#areas = new Float32Array(this.#stride * heightPx + 2);
  }

  /** Fills outlines; where they run against each other, they leave a hole. */
  fill(polygons: readonly Polygon[], color: Rgb): void {
    const box = this.#boxOf(polygons);
    for (let row = box.top; row < box.bottom; row += 1)
      this.#areas.fill(0, row * this.#stride + box.left, row * this.#stride + box.right + 2);
    for (const polygon of polygons) this.#edges(polygon);
    this.#blend(box, color);
  }

  /** The pixels that outlines reach. */
  #boxOf(polygons: readonly Polygon[]): PixelBox {
    let [left, top, right, bottom] = [this.widthPx, this.heightPx, 0, 0];
    for (const polygon of polygons)
      for (let at = 0; at < polygon.length; at += 2) {
        const [x, y] = [polygon[at] ?? 0, polygon[at + 1] ?? 0];
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
    return {
      left: Math.max(0, Math.floor(left)),
      top: Math.max(0, Math.floor(top)),
      right: Math.min(this.widthPx, Math.ceil(right)),
      bottom: Math.min(this.heightPx, Math.ceil(bottom)),
    };
  }

  #edges(polygon: Polygon): void {
    let [fromX, fromY] = [polygon.at(-2) ?? 0, polygon.at(-1) ?? 0];
    for (let at = 0; at < polygon.length; at += 2) {
      const [toX, toY] = [polygon[at] ?? 0, polygon[at + 1] ?? 0];
      if (fromY < toY) this.#edge(fromX, fromY, toX, toY, 1);
      else if (fromY > toY) this.#edge(toX, toY, fromX, fromY, -1);
      [fromX, fromY] = [toX, toY];
    }
  }

  /** An edge from above to below, which turns what is right of it in or out. */
  #edge(topX: number, topY: number, bottomX: number, bottomY: number, turn: number): void {
    const slope = (bottomX - topX) / (bottomY - topY);
    let x = topY < 0 ? topX - topY * slope : topX;
    const last = Math.min(this.heightPx, Math.ceil(bottomY));
    for (let row = Math.max(0, Math.floor(topY)); row < last; row += 1) {
      const height = Math.min(row + 1, bottomY) - Math.max(row, topY);
      const next = x + slope * height;
      this.#span(row * this.#stride, Math.min(x, next), Math.max(x, next), height * turn);
      x = next;
    }
  }

  /**
   * Within one row an edge runs from `left` to `right`: notes by how much more of each pixel lies
   * right of it than of the pixel before.
   */
  #span(row: number, left: number, right: number, area: number): void {
    const most = this.widthPx;
    const [from, to] = [Math.min(most, Math.max(0, left)), Math.min(most, Math.max(0, right))];
    let before = 0;
    for (let pixel = Math.floor(from); pixel <= Math.floor(to) + 1; pixel += 1) {
      const share = areaRight(from, to, pixel + 1) - areaRight(from, to, pixel);
      const at = row + pixel;
      this.#areas[at] = (this.#areas[at] ?? 0) + area * (share - before);
      before = share;
    }
  }

  #blend({ left, top, right, bottom }: PixelBox, color: Rgb): void {
    const { pixels } = this;
    for (let row = top; row < bottom; row += 1) {
      let sum = 0;
      for (let x = left; x < right; x += 1) {
        sum += this.#areas[row * this.#stride + x] ?? 0;
        const share = Math.round(Math.min(1, Math.abs(sum)) * STEPS) / STEPS;
        if (share === 0) continue;
        const at = (row * this.widthPx + x) * 3;
        for (let part = 0; part < 3; part += 1) {
          const under = pixels[at + part] ?? 0;
          pixels[at + part] = Math.round(under + ((color[part] ?? 0) - under) * share);
        }
      }
    }
  }
}

/** What lies left of `x` and right of an edge of height 1 that runs from `from` to `to`. */
function areaRight(from: number, to: number, x: number): number {
  if (x <= from) return 0;
  if (x >= to) return (to - from) / 2 + (x - to);
  return (x - from) ** 2 / (2 * (to - from));
}
