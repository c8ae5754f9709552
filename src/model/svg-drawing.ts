/** The outline of a shape, in units of the drawing's view box. */
export type SvgOutline =
  | { readonly kind: "path"; readonly data: string }
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      /** Of its corners; 0 if they are square. */
      readonly radius: number;
    }
  | {
      readonly kind: "ellipse";
      readonly x: number;
      readonly y: number;
      readonly radiusX: number;
      readonly radiusY: number;
    }
  /** Corners: x and y in turn. */
  | { readonly kind: "polygon"; readonly points: readonly number[] };

/** How a shape is filled. */
export interface SvgPaint {
  /** `#rrggbb`. */
  readonly fill: string;
  readonly isEvenOdd: boolean;
}

export type SvgShape = SvgOutline & SvgPaint;

/** A checked SVG: what it shows, in the order it is painted, and the corner of its view box. */
export interface SvgDrawing {
  readonly left: number;
  readonly top: number;
  readonly shapes: readonly SvgShape[];
}

/** How many numbers each command of path data takes (SVG 1.1, 8.3). */
export const PATH_ARGUMENTS: Readonly<Record<string, number>> = {
  M: 2,
  Z: 0,
  L: 2,
  H: 1,
  V: 1,
  C: 6,
  S: 4,
  Q: 4,
  T: 2,
  A: 7,
};
