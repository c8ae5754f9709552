import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import type { GreyImage } from "./grey-image.ts";

/** A character as a renderer finds it on a page, with the box of its outline. */
export interface SeenLetter {
  readonly text: string;
  readonly area: Rect;
  /** Where its line stands. */
  readonly baselineMpt: Mpt;
}

/** A page as somebody else's renderer has it. */
export interface PageView {
  /** As it is shown: turned and cut as the page says. */
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  draw(area: Rect, dpi: number): GreyImage;
  /** The characters that stand in an area, in no order that counts. */
  letters(area: Rect): readonly SeenLetter[];
}

/** An open file of pages. */
export interface PageViews {
  readonly count: number;
  /** Looks at a page, counted from 0, as long as `look` takes. */
  view<T>(page: number, look: (page: PageView) => Promise<T>): Promise<T>;
  close(): void;
}

/** Draws pages; shares nothing with what wrote them. */
export interface PageRenderer {
  /** Throws a `DrawingFailed` where the bytes are no file that it can read. */
  open(pdf: Uint8Array): PageViews;
}

/**
 * Reads the Data Matrix that an image shows, upright, black on white and with a quiet zone around
 * it; undefined if somebody else's reader sees none.
 */
export type SymbolReader = (image: GreyImage) => Promise<string | undefined>;

export class DrawingFailed extends Error {
  override readonly name = "DrawingFailed";
}
