import type { VerifySetup } from "../model/verification.ts";
import { isAddressInPlace } from "./address-places.ts";
import { type FontMeasures, measured } from "./font-metrics.ts";
import type { Overlay, OverlayText, PlacedMask, PlacedRect } from "./content/overlay-scan.ts";
import { cpt, overlapping, type PrintPlaces, printPlaces } from "./print-places.ts";
import type { FontDecoders } from "./content/shown-text.ts";

const SPECIMEN = "SPECIMEN";
const SPECIMEN_WIDTH_SHARE = 0.7;
const SPECIMEN_BASELINES = [0.48, 0.78, 0.6, 0.9, 0.2];
const SPECIMENS_MAX = 2;
const TOKEN_SIZE_MPT = 7000;
/** The longest name of a side: on a piece with this many sheets. */
const WIDEST_NAME = "-000000000 1/9999 A";

/** Says whether what is on a side beside the composed page is where it must be. */
export class SidePlaces {
  readonly places: PrintPlaces;
  readonly #setup: VerifySetup;
  readonly #measures: FontMeasures;
  readonly #font: string;
  readonly #token: { readonly xCpt: number; readonly yCpt: number; readonly sizeCpt: number };

  constructor(setup: VerifySetup, measures: FontMeasures, decoders: FontDecoders) {
    this.#setup = setup;
    this.#measures = measures;
    this.places = printPlaces(setup);
    this.#font = `F${setup.print.addressFonts[0]}`;
    this.#token = this.#tokenPlace(decoders);
  }

  /** What is out of place on a side of a piece, one sentence each. */
  pieceFaults(overlay: Overlay, isFirst: boolean): string[] {
    const faults = this.commonFaults(overlay);
    if (overlay.rects.length > 0) faults.push("The side has rectangles, but must have none.");
    const texts = withoutSpecimens(overlay.texts);
    const name = texts.at(-1);
    if (name !== undefined && !this.#isToken(name))
      faults.push("The name of the side has a wrong place or size.");
    const lines = texts.slice(0, -1);
    if (lines.length > 0 && !isFirst) faults.push("The side has unknown text.");
    else if (lines.length > 0 && !this.#isAddress(lines))
      faults.push("The address has a wrong place or size for the window.");
    return faults;
  }

  /** What is wrong on sides of any kind. */
  commonFaults({ masks, texts }: Overlay): string[] {
    const faults: string[] = [];
    for (const mask of masks)
      if (!this.#isMaskInPlace(mask)) faults.push(`${markName(mask)} has a wrong place or size.`);
    // Specimens have another colour, too.
    if (areBlack(texts)) return faults;
    const words = texts.filter(isSpecimen);
    if (texts.some((text) => !text.isBlack && !isSpecimen(text)))
      faults.push("The side has text in a colour other than black.");
    if (words.length > 0 && !this.#areSpecimens(words))
      faults.push("SPECIMEN is in the wrong place on the side.");
    return faults;
  }

  #isAddress(lines: readonly OverlayText[]): boolean {
    return isAddressInPlace(lines, this.places, this.#setup.print, this.#measures);
  }

  #isMaskInPlace(mask: PlacedMask): boolean {
    const { columns, rows } = mask.mask;
    return isAt(mask, columns === rows ? this.places.matrix : this.places.imb);
  }

  #isToken({ font, xCpt, yCpt, sizeCpt, kerns }: OverlayText): boolean {
    const token = this.#token;
    const isPlaced = xCpt === token.xCpt && yCpt === token.yCpt && sizeCpt === token.sizeCpt;
    return isPlaced && font === this.#font && kerns.length === 0;
  }

  #tokenPlace(decoders: FontDecoders): { xCpt: number; yCpt: number; sizeCpt: number } {
    const { token, paper } = this.places;
    const metrics = this.#measures.get(this.#font);
    if (metrics === undefined) return { xCpt: -1, yCpt: -1, sizeCpt: -1 };
    let units = 0;
    for (const character of this.#setup.jobMark + WIDEST_NAME)
      units += metrics.widths[decoders.get(this.#font)?.codeOf(character) ?? 0] ?? 0;
    const sizeMpt = Math.min(TOKEN_SIZE_MPT, Math.floor((token.widthMpt * 1000) / units));
    const capMpt = Math.round((metrics.capHeightUnits * sizeMpt) / 1000);
    const baselineMpt = token.yMpt + Math.round((token.heightMpt + capMpt) / 2);
    const yCpt = cpt(paper.heightMpt - baselineMpt);
    return { xCpt: cpt(token.xMpt), yCpt, sizeCpt: cpt(sizeMpt) };
  }

  /** The word extends over 0.7 of the width, twice if there is room beside window and marks. */
  #areSpecimens(words: readonly OverlayText[]): boolean {
    const { paper, kept } = this.places;
    const metrics = this.#measures.get(this.#font);
    const [first] = words;
    if (metrics === undefined || first === undefined) return false;
    const { units } = measured(metrics, first.strings);
    const wordUnits = first.kerns.reduce((sum, kern) => sum - kern, units);
    const widthMpt = Math.round(paper.widthMpt * SPECIMEN_WIDTH_SHARE);
    const sizeMpt = Math.floor((widthMpt * 1000) / wordUnits);
    const heightMpt = Math.round((metrics.capHeightUnits * sizeMpt) / 1000);
    const xMpt = Math.round((paper.widthMpt - widthMpt) / 2);
    const free = SPECIMEN_BASELINES.map((share) => Math.round(paper.heightMpt * share))
      .filter((yMpt) => {
        const word = { xMpt, yMpt: yMpt - heightMpt, widthMpt, heightMpt };
        return kept.every((rect) => !overlapping(rect, word));
      })
      .slice(0, SPECIMENS_MAX);
    return (
      words.length === free.length &&
      words.every(
        ({ font, xCpt, yCpt, sizeCpt }, index) =>
          font === this.#font &&
          xCpt === cpt(xMpt) &&
          yCpt === cpt(paper.heightMpt - (free[index] ?? 0)) &&
          sizeCpt === cpt(sizeMpt),
      )
    );
  }
}

/** SPECIMEN is set in grey, far larger than any line. */
export function isSpecimen({ text, isBlack }: OverlayText): boolean {
  return text === SPECIMEN && !isBlack;
}

function withoutSpecimens(texts: readonly OverlayText[]): readonly OverlayText[] {
  return areBlack(texts) ? texts : texts.filter((text) => !isSpecimen(text));
}

function areBlack(texts: readonly OverlayText[]): boolean {
  for (const { isBlack } of texts) if (!isBlack) return false;
  return true;
}

function isAt(found: PlacedRect, wanted: PlacedRect): boolean {
  return (
    found.xCpt === wanted.xCpt &&
    found.yCpt === wanted.yCpt &&
    found.widthCpt === wanted.widthCpt &&
    found.heightCpt === wanted.heightCpt
  );
}

function markName({ mask }: PlacedMask): string {
  return mask.columns === mask.rows ? "The Data Matrix" : "The Intelligent Mail barcode";
}
