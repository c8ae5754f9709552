import type { FurnitureKind } from "../model/furniture.ts";
import type { VerifySetup } from "../model/verification.ts";
import type { Overlay, OverlayText, PlacedRect } from "./content/overlay-scan.ts";
import { cpt, overlapping } from "./print-places.ts";
import { isSpecimen, type SidePlaces } from "./side-places.ts";

const BAR_WIDTH_MPT = 36_000;
const MARGIN_MPT = 18_000;
const SIZE_MAX_CPT = 5600;
/** Lines and grids of the test pattern are no thicker than this. */
const LINE_MAX_CPT = 400;
/** How many blocks, alternately with and without ink, the bar of each kind has. */
const BLOCKS: Readonly<Partial<Record<FurnitureKind, number>>> = {
  header: 1,
  "set-up": 15,
  break: 3,
  trailer: 7,
};
const BACK_BLOCKS: typeof BLOCKS = { ...BLOCKS, pattern: 15 };

/** Says whether the bar, lines and marks of furniture sheets are where they must be. */
export class FurniturePlaces {
  readonly #sides: SidePlaces;
  readonly #setup: VerifySetup;
  readonly #isBarLeft: boolean;

  constructor(setup: VerifySetup, sides: SidePlaces) {
    this.#setup = setup;
    this.#sides = sides;
    const bar = { ...this.#bar(false), yMpt: 0, heightMpt: setup.furniturePaper.heightMpt };
    this.#isBarLeft = overlapping(bar, setup.print.markStrip);
  }

  /** What is out of place on a side of a sheet of a kind, one sentence each. */
  faults(kind: FurnitureKind, overlay: Overlay, isFront: boolean): string[] {
    const faults = this.#sides.commonFaults(overlay);
    const texts = overlay.texts.filter((text) => !isSpecimen(text));
    if (!this.#areRects(kind, overlay.rects, isFront))
      faults.push("The bars and lines of the sheet differ from those of its kind.");
    if (kind !== "cover" && !isFront && texts.length + overlay.masks.length > 0)
      faults.push("The back of the sheet has text or marks, but must have none.");
    if (!texts.every((text) => this.#isLine(kind, text)))
      faults.push("A line of the sheet is outside its column, or has a wrong size.");
    return faults;
  }

  /** Lines begin in one column; those of covers begin after it. */
  #isLine(kind: FurnitureKind, { xCpt, yCpt, sizeCpt, font, kerns }: OverlayText): boolean {
    const { printable } = this.#sides.places;
    const leftMpt = this.#setup.print.noPrintEdgeMpt + MARGIN_MPT;
    const leftCpt = cpt(this.#isBarLeft ? leftMpt + BAR_WIDTH_MPT : leftMpt);
    const isInColumn = kind === "cover" ? xCpt >= leftCpt : xCpt === leftCpt;
    const isOnSheet =
      yCpt > printable.yCpt &&
      yCpt < printable.yCpt + printable.heightCpt &&
      xCpt < printable.xCpt + printable.widthCpt;
    const isUsual = sizeCpt > 0 && sizeCpt <= SIZE_MAX_CPT && kerns.length === 0;
    return isInColumn && isOnSheet && isUsual && font === `F${this.#setup.print.addressFonts[0]}`;
  }

  #areRects(kind: FurnitureKind, rects: readonly PlacedRect[], isFront: boolean): boolean {
    if (kind === "cover") return rects.length === 0;
    if (kind === "pattern" && isFront) return rects.every((rect) => this.#isOfPattern(rect));
    const wanted = this.#barBlocks((isFront ? BLOCKS : BACK_BLOCKS)[kind] ?? 0);
    return (
      rects.length === wanted.length &&
      rects.every(({ xCpt, yCpt, widthCpt, heightCpt }, index) => {
        const block = wanted[index];
        const isAcross = xCpt === block?.xCpt && widthCpt === block.widthCpt;
        return isAcross && yCpt === block.yCpt && heightCpt === block.heightCpt;
      })
    );
  }

  /** A thin line within the printable area, clear of the Data Matrix. */
  #isOfPattern({ xCpt, yCpt, widthCpt, heightCpt }: PlacedRect): boolean {
    const { printable, matrix } = this.#sides.places;
    const [right, top] = [xCpt + widthCpt, yCpt + heightCpt];
    const isInside =
      xCpt >= printable.xCpt &&
      yCpt >= printable.yCpt &&
      right <= printable.xCpt + printable.widthCpt &&
      top <= printable.yCpt + printable.heightCpt;
    const isClear =
      right <= matrix.xCpt ||
      top <= matrix.yCpt ||
      xCpt >= matrix.xCpt + matrix.widthCpt ||
      yCpt >= matrix.yCpt + matrix.heightCpt;
    return isInside && isClear && Math.min(widthCpt, heightCpt) <= LINE_MAX_CPT;
  }

  /** The bar at the right edge, or at the left edge if the marks are at the right. */
  #bar(isLeft: boolean): { readonly xMpt: number; readonly widthMpt: number } {
    const { print, furniturePaper } = this.#setup;
    const rightMpt = furniturePaper.widthMpt - print.noPrintEdgeMpt - BAR_WIDTH_MPT;
    return { xMpt: isLeft ? print.noPrintEdgeMpt : rightMpt, widthMpt: BAR_WIDTH_MPT };
  }

  #barBlocks(blocks: number): PlacedRect[] {
    const { print, furniturePaper } = this.#setup;
    const edge = print.noPrintEdgeMpt;
    const { xMpt, widthMpt } = this.#bar(this.#isBarLeft);
    const blockMpt = Math.floor((furniturePaper.heightMpt - 2 * edge) / blocks);
    return Array.from({ length: Math.ceil(blocks / 2) }, (_, index) => ({
      xCpt: cpt(xMpt),
      yCpt: cpt(furniturePaper.heightMpt - edge - (2 * index + 1) * blockMpt),
      widthCpt: cpt(widthMpt),
      heightCpt: cpt(blockMpt),
    }));
  }
}
