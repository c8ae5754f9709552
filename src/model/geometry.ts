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

export type Align = "left" | "right" | "center";
