import { sha256 } from "../base/hash.ts";
import { Composer } from "../compose/composer.ts";
import type { OpenFont } from "../compose/type-style.ts";
import type { BoundChart } from "../model/bound-chart.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { ChartPicture } from "../paint/html/chart-picture.ts";
import type { MimeImage } from "../paint/html/mime.ts";
import { framePicture, type PictureColors } from "../paint/picture/frame-picture.ts";
import { darkColors, lightColors } from "../paint/picture/picture-colors.ts";
import { colorPng } from "../rules/png.ts";

/** No wider than this, so that its labels can be read on a phone. */
const WIDTH_MAX_MPT = 240_000;
/** Labels of 7 points become 13 pixels. */
const PX_PER_MPT = 0.0019;
/** Pixels of the picture to one of the screen. */
const DENSITY = 2;

const OPTIONS = {
  pagesMax: 1,
  statics: new Map(),
  missingGlyph: { action: "reject" },
} as const;

/** Draws charts in pixels as they are drawn in print, but no wider than a phone shows well. */
export class ChartPictures {
  readonly #plan: LayoutPlan;
  /** Made for the first chart: few layouts show any in e-mails. */
  #made: Composer | undefined;
  readonly #fonts: readonly OpenFont[];
  readonly #light: PictureColors;
  readonly #dark: PictureColors;
  /** A message may be painted several times; pictures live as long as its document. */
  readonly #drawn = new WeakMap<BoundChart, ChartPicture>();

  constructor(plan: LayoutPlan, fonts: readonly OpenFont[]) {
    this.#plan = plan;
    this.#fonts = fonts;
    this.#light = lightColors(plan.colors);
    this.#dark = darkColors(plan.colors);
  }

  /** Undefined for a chart with a character that no font has, or without room for its figures. */
  draw(bound: BoundChart, locale: string): ChartPicture | undefined {
    const known = this.#drawn.get(bound);
    if (known !== undefined) return known;
    const widthMpt = Math.min(WIDTH_MAX_MPT, bound.block.widthMpt);
    this.#made ??= new Composer(this.#plan, this.#fonts, OPTIONS);
    const { frame } = this.#made.composeRegion([bound], widthMpt, locale);
    if (this.#made.faults.length > 0) return undefined;
    const faces = this.#fonts.map(({ face }) => face);
    const paint = (colors: PictureColors): MimeImage => {
      const canvas = framePicture(frame, faces, colors, PX_PER_MPT * DENSITY);
      const bytes = colorPng(canvas.widthPx, canvas.heightPx, canvas.pixels);
      const contentId = `chart-${sha256(bytes).slice(0, 32)}@nightpress`;
      return { contentId, mediaType: "image/png", bytes };
    };
    const widthPx = Math.round(widthMpt * PX_PER_MPT);
    const picture = { light: paint(this.#light), dark: paint(this.#dark), widthPx };
    this.#drawn.set(bound, picture);
    return picture;
  }
}
