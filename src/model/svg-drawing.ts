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
