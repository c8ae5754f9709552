import type { Mpt } from "../base/units.ts";
import type { SetContext } from "./set-context.ts";

/** The height that typesetting something takes, found by typesetting it and taking it back. */
export function heightOf(context: SetContext, set: () => Mpt): Mpt {
  const { galley, faults } = context;
  const { segmentCount, decorationCount, groupCount } = galley;
  const { glyphCount } = galley.frames;
  const { substitutions } = context;
  const faultCount = faults.length;
  const heightMpt = set();
  galley.segmentCount = segmentCount;
  galley.decorationCount = decorationCount;
  galley.groupCount = groupCount;
  galley.frames.glyphCount = glyphCount;
  context.substitutions = substitutions;
  faults.length = faultCount;
  return heightMpt;
}
