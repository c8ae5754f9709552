import type { Mpt } from "../base/units.ts";
import type { BoundBlock } from "../model/document.ts";
import type { Rect } from "../model/geometry.ts";
import { setBlocks } from "./set-block.ts";
import type { SetContext } from "./set-context.ts";
import { percentsBelow } from "./shrunk-styles.ts";

/**
 * Typesets the blocks of a box below each other, from its top left corner, and gives their height:
 * where they need more than the box has, in the largest size that fits, down to a percentage.
 */
export function setInBox(
  context: SetContext,
  blocks: readonly BoundBlock[],
  rect: Pick<Rect, "widthMpt" | "heightMpt">,
  percentMin: number,
): Mpt {
  const { galley, faults, styles, geometries, substitutions } = context;
  const mark = galley.mark();
  const faultCount = faults.length;
  const set = (): Mpt => {
    setBlocks(context, blocks, rect.widthMpt, 0);
    return galley.stack(mark.itemCount, 0);
  };
  let heightMpt = set();
  if (percentMin === 100) return heightMpt;
  try {
    for (const percent of percentsBelow(percentMin)) {
      if (heightMpt <= rect.heightMpt && faults.length === faultCount) break;
      galley.rewind(mark);
      faults.length = faultCount;
      context.substitutions = substitutions;
      context.styles = context.shrunk.at(percent);
      context.geometries = new Map();
      heightMpt = set();
    }
    return heightMpt;
  } finally {
    // A document that is given up midway leaves the next one its sizes as they are.
    context.styles = styles;
    context.geometries = geometries;
  }
}
