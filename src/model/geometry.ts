import type { Mpt } from "../base/units.ts";

/** A rectangle on a page, in millipoints from the top left corner, y downwards. */
export interface Rect {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
}

/** Colour components in thousandths, 0 to 1000. For cmyk and separation 0 is no ink. */
export type Color =
  | { readonly space: "gray"; readonly values: readonly [number] }
  | { readonly space: "rgb"; readonly values: readonly [number, number, number] }
  | { readonly space: "cmyk"; readonly values: readonly [number, number, number, number] }
  | {
      readonly space: "separation";
      readonly name: string;
      readonly tint: number;
      readonly alternate: readonly [number, number, number, number];
    };

/** Where text stands: a side, or the side where its direction starts or ends. */
export type Align = "left" | "right" | "center" | "start" | "end";

/** Of lines of text: justified ones stand at both edges, the last one at its start. */
export type TextAlign = Align | "justify";

export type Side = "left" | "right" | "center";

/** The side of a place that text stands at: its start and end go by the direction it runs in. */
export function sideOf(align: TextAlign, rightToLeft: boolean): Side {
  if (align === "start" || align === "justify") return rightToLeft ? "right" : "left";
  if (align === "end") return rightToLeft ? "left" : "right";
  return align;
}
