import { colorPng } from "../../rules/png.ts";
import { loadPdfium, type Pdfium, withDocument, withPage } from "./pdfium.ts";

const POINTS_PER_INCH = 72;
/** FPDFBitmap_BGRx. */
const COLOR_FORMAT = 3;
const BYTES_PER_PIXEL = 4;
const PAPER = 255;
/** Divides 255, so that white stays white. */
const COLOR_STEP = 17;
/** FPDF_ANNOT and FPDF_PRINTING: what a press would print. */
const FLAGS = 0x01 | 0x800;

/** A page as people see it. */
export interface PagePicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly png: Uint8Array;
  /** 0-based in its file. */
  readonly index: number;
}

/** The same as red, green and blue bytes, row by row. */
export interface PagePixels extends Omit<PagePicture, "png"> {
  readonly rgb: Uint8Array;
}

/**
 * Draws the pages of a PDF file, or the chosen ones, with PDFium, which shares nothing with what
 * wrote them.
 */
export async function pagePictures(
  pdf: Uint8Array,
  dpi: number,
  isChosen?: (index: number) => boolean,
): Promise<PagePicture[]> {
  return (await pagePixels(pdf, dpi, isChosen)).map(pictureOf);
}

export function pictureOf({ rgb, ...picture }: PagePixels): PagePicture {
  return { ...picture, png: colorPng(picture.widthPx, picture.heightPx, rgb) };
}

/** Like `pagePictures`, for whoever does something with the pixels first. */
export async function pagePixels(
  pdf: Uint8Array,
  dpi: number,
  isChosen: (index: number) => boolean = () => true,
): Promise<PagePixels[]> {
  const pdfium = await loadPdfium();
  return withDocument(pdfium, pdf, (document, pageCount) => {
    const chosen = Array.from({ length: pageCount }, (_, index) => index).filter(isChosen);
    return chosen.map((index) =>
      withPage(pdfium, document, index, (page) => ({ ...drawn(pdfium, page, dpi), index })),
    );
  });
}

function drawn(pdfium: Pdfium, page: number, dpi: number): Omit<PagePixels, "index"> {
  const scale = dpi / POINTS_PER_INCH;
  const widthPx = Math.round(pdfium._FPDF_GetPageWidthF(page) * scale);
  const heightPx = Math.round(pdfium._FPDF_GetPageHeightF(page) * scale);
  const stride = widthPx * BYTES_PER_PIXEL;
  const at = pdfium._malloc(stride * heightPx);
  pdfium.HEAPU8.fill(PAPER, at, at + stride * heightPx);
  const bitmap = pdfium._FPDFBitmap_CreateEx(widthPx, heightPx, COLOR_FORMAT, at, stride);
  pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, widthPx, heightPx, 0, FLAGS);
  const pixels = pdfium.HEAPU8.subarray(at, at + stride * heightPx);
  const rgb = rgbOf(pixels);
  pdfium._FPDFBitmap_Destroy(bitmap);
  pdfium._free(at);
  return { widthPx, heightPx, rgb };
}

/**
 * Blue, green, red and a byte of no meaning, to red, green and blue, in steps that nobody sees: so
 * a page of text has few enough colours for a palette, and takes a quarter of the bytes.
 */
function rgbOf(pixels: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((pixels.length / BYTES_PER_PIXEL) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += BYTES_PER_PIXEL, to += 3) {
    rgb[to] = stepped(pixels[from + 2] ?? PAPER);
    rgb[to + 1] = stepped(pixels[from + 1] ?? PAPER);
    rgb[to + 2] = stepped(pixels[from] ?? PAPER);
  }
  return rgb;
}

function stepped(value: number): number {
  return Math.round(value / COLOR_STEP) * COLOR_STEP;
}
