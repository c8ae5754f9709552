import { join } from "node:path";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { sharedPaths } from "../../src/run/host/program.ts";
import { limits } from "../../src/base/limits.ts";
import { openFontFace } from "../../src/font/font-face.ts";
import { breakOpportunities } from "../../src/font/line-breaks.ts";
import { Shaper } from "../../src/font/shaper.ts";
import type { MicroTask } from "./micro.ts";

const WORD = "Withdrawals";
const PARAGRAPH =
  "Call us at (202) 555-0142 or write to Northbank Customer Care, PO Box 1200, Springfield IL " +
  "62705 as soon as you can if you think your statement or a receipt is wrong, or if you need to " +
  "know more about a transfer shown here.";

/** Shaping and line breaking. */
export function textTasks(): MicroTask[] {
  const file = join(sharedPaths().fontsFolder, "NotoSans-Regular.ttf");
  const face = openFontFace(new NodeHost().readFile(file));
  const shaper = new Shaper(face, { cacheWordsMax: limits.wordCacheMax });
  let serial = 0;
  return [
    ["shape a known word of 11 letters", () => shaper.word(WORD)],
    ["shape a new word of 11 letters", () => shaper.word(`Wit${10_000_000 + serial++}`)],
    [`line breaks of ${PARAGRAPH.length} letters`, () => breakOpportunities(PARAGRAPH)],
  ];
}
