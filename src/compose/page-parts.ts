import type { Mpt } from "../base/units.ts";
import type { BoundBlock } from "../model/document.ts";
import type { Frame } from "../model/frame.ts";
import type { Rect } from "../model/geometry.ts";

/** A box of static furniture. */
export interface ArtBox {
  readonly id: string;
  readonly rect: Rect;
  readonly blocks: readonly BoundBlock[];
  readonly percentMin?: number;
}

/** Content on a region of its own. */
export interface Region {
  readonly heightMpt: Mpt;
  readonly frame: Frame;
}
