import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import type { GreyImage } from "./grey-image.ts";

/** A character as a renderer finds it on a page, with the bounding box of its outline. */
export interface SeenLetter {
  readonly text: string;
  readonly area: Rect;
  /** The baseline of its line. */
  readonly baselineMpt: Mpt;
}

/** A page as another program renders it. */
export interface PageView {
  /** As displayed: rotated and cropped as the page demands. */
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  draw(area: Rect, dpi: number): GreyImage;
  /** The characters in an area, in no particular order. */
  letters(area: Rect): readonly SeenLetter[];
}

/** An open file of pages. */
export interface PageViews {
  readonly count: number;
  /** Looks at a page, counted from 0, for as long as `look` takes. */
  view<T>(page: number, look: (page: PageView) => Promise<T>): Promise<T>;
  close(): void;
}

/** Renders pages; shares nothing with what wrote them. */
export interface PageRenderer {
  /** Throws a `DrawingFailed` if the bytes are not a file that it can read. */
  open(pdf: Uint8Array): PageViews;
}

/**
 * Reads the Data Matrix in an image, upright, black on white and with a quiet zone around it;
 * undefined if an independent reader finds none.
 */
export type SymbolReader = (image: GreyImage) => Promise<string | undefined>;

/**
 * Reads a code of a kind (`BarcodeKind`) in an image that shows it alone; undefined if an
 * independent reader finds none. What separates the elements of GS1 is given as it is in the code.
 */
export type CodeReader = (image: GreyImage, kind: string) => Promise<string | undefined>;

export class DrawingFailed extends Error {
  override readonly name = "DrawingFailed";
}
