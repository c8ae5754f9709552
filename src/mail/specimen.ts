import { defined } from "../base/assert.ts";
import type { ShapedText } from "../font/shaper.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import { type Envelope, type Stock, windowSweep } from "../model/stock.ts";
import { overlaps } from "./window-check.ts";
import type { OverlayFont } from "./overlay-font.ts";
import { addShapedRun, type RunPlace } from "./text-run.ts";

export const SPECIMEN_TEXT = "SPECIMEN";

const WIDTH_SHARE = 0.7;
/** Where on the page's height the baselines are; the first two free ones are used. */
const BASELINES = [0.48, 0.78, 0.6, 0.9, 0.2];
const WORDS_PER_PAGE = 2;

/**
 * Paints SPECIMEN, large, twice on a page, clear of the window and of the mark strip. It should be
 * under the page's own text, which then stays whole: paint it before that.
 */
export class Specimen {
  readonly #font: OverlayFont;
  readonly #word: ShapedText;
  readonly #places: readonly RunPlace[];

  constructor(stock: Stock, envelope: Envelope | undefined, font: OverlayFont, color: number) {
    this.#font = font;
    this.#word = font.shaper.word(SPECIMEN_TEXT);
    const widthMpt = Math.round(stock.widthMpt * WIDTH_SHARE);
    const sizeMpt = Math.floor((widthMpt * 1000) / this.#word.widthUnits);
    const capHeightMpt = Math.round((font.face.capHeightUnits * sizeMpt) / 1000);
    const xMpt = Math.round((stock.widthMpt - widthMpt) / 2);
    const window = envelope && windowSweep(envelope);
    const reserved = window === undefined ? [] : [window, stock.markStrip];
    const baselines = BASELINES.map((share) => Math.round(stock.heightMpt * share));
    const free = baselines.filter((yMpt) => {
      const word = { xMpt, yMpt: yMpt - capHeightMpt, widthMpt, heightMpt: capHeightMpt };
      return !reserved.some((rect) => overlaps(rect, word));
    });
    defined(free[0], "a free place for the specimen's word");
    this.#places = free
      .slice(0, WORDS_PER_PAGE)
      .map((yMpt) => ({ xMpt, yMpt, sizeMpt, color, trackingUnits: 0 }));
  }

  paint(builder: FrameBuilder): void {
    for (const place of this.#places) addShapedRun(builder, this.#font, this.#word, place);
  }
}
