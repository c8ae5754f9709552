import type { Rect } from "../../model/geometry.ts";
import { codeDigest, type ComposedCode } from "../content/composed-codes.ts";
import type { GreyImage } from "./grey-image.ts";
import type { CodeReader, PageView } from "./page-view.ts";

const MPT_PER_CPT = 10;
const MPT_PER_INCH = 72_000;
/** A module must have some pixels, of which the middle ones are its own. */
const MODULE_PX = 4;
const DPI_MIN = 300;
const DPI_MAX = 600;
/** Halfway between ink and paper: codes are black on white. */
const SHADE = 128;
/** What readers look for around bars, in modules; codes have so much blank and more. */
const BLANK_MODULES = 2;
/** The cross of Swiss slips and its edge, as a share of the side. */
const CROSS_SHARE = 8 / 46;

/**
 * What is wrong with a code of the content as it is seen: an independent reader must find in it
 * what the page says it holds, and each module must be as the page draws it, since readers correct
 * what is wrong in a few of them. Undefined if nothing is.
 */
export async function codeFault(
  page: PageView,
  code: ComposedCode,
  read: CodeReader,
): Promise<string | undefined> {
  const place = placeOf(page, code);
  const moduleMpt = place.widthMpt / code.columns;
  const dpi = Math.min(DPI_MAX, Math.max(DPI_MIN, (MODULE_PX * MPT_PER_INCH) / moduleMpt));
  const image = page.draw(place, Math.ceil(dpi));
  const marginPx = Math.ceil(((BLANK_MODULES * moduleMpt) / MPT_PER_INCH) * dpi);
  const box = image.boxOf(place);
  const framed = image.part({
    left: box.left - marginPx,
    top: box.top - marginPx,
    right: box.right + marginPx,
    bottom: box.bottom + marginPx,
  });
  const text = await read(framed, code.kind);
  if (text === undefined) return "A barcode of the content cannot be read.";
  if (codeDigest(code.kind, text) !== code.digest)
    return "A barcode of the content does not say what was composed.";
  const isAsDrawn = modulesAgree(image, code, place);
  return isAsDrawn ? undefined : "A module of a barcode is not as its page draws it.";
}

function placeOf(page: PageView, { left, bottom, width, height }: ComposedCode): Rect {
  return {
    xMpt: left * MPT_PER_CPT,
    yMpt: page.heightMpt - (bottom + height) * MPT_PER_CPT,
    widthMpt: width * MPT_PER_CPT,
    heightMpt: height * MPT_PER_CPT,
  };
}

function modulesAgree(image: GreyImage, code: ComposedCode, place: Rect): boolean {
  const { columns, rows, bits } = code;
  const scale = image.dpi / MPT_PER_INCH;
  const [left, top] = [place.xMpt * scale - image.left, place.yMpt * scale - image.top];
  const [width, height] = [(place.widthMpt * scale) / columns, (place.heightMpt * scale) / rows];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (code.hasCross && isCovered(column / columns, row / rows)) continue;
      const middle = {
        left: Math.floor(left + (column + 0.4) * width),
        top: Math.floor(top + (row + 0.4) * height),
        right: Math.ceil(left + (column + 0.6) * width),
        bottom: Math.ceil(top + (row + 0.6) * height),
      };
      const byte = bits[row * ((columns + 7) >> 3) + (column >> 3)] ?? 0;
      const isInk = ((byte >> (7 - (column & 7))) & 1) === 1;
      if (image.inkShare(middle, SHADE) > 0.5 !== isInk) return false;
    }
  return true;
}

function isCovered(x: number, y: number): boolean {
  const [near, far] = [0.5 - CROSS_SHARE / 2 - 0.02, 0.5 + CROSS_SHARE / 2];
  return x > near && x < far && y > near && y < far;
}
