import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import { GreyImage, type PixelBox } from "../../verify/raster/grey-image.ts";
import {
  DrawingFailed,
  type PageRenderer,
  type PageView,
  type PageViews,
  type SeenLetter,
} from "../../verify/raster/page-view.ts";
import { objectsBeside, type PointBox, setActive } from "./page-objects.ts";
import { loadPdfium, type Pdfium } from "./pdfium.ts";

const MPT_PER_POINT = 1000;
const MPT_PER_INCH = 72_000;
/** FPDFBitmap_Gray. */
const GREY_FORMAT = 1;
const PAPER = 255;
/** FPDF_ANNOT and FPDF_PRINTING: what a press would print. */
const FLAGS = 0x01 | 0x800;
const DOUBLE_BYTES = 8;
const DOUBLES = 6;

/** PDFium as a renderer of pages, drawing in its own memory. */
export async function pdfiumRenderer(): Promise<PageRenderer> {
  const pdfium = await loadPdfium();
  return { open: (pdf) => new PdfiumViews(pdfium, pdf) };
}

class PdfiumViews implements PageViews {
  readonly count: number;
  readonly #pdfium: Pdfium;
  readonly #bytes: number;
  readonly #document: number;

  constructor(pdfium: Pdfium, pdf: Uint8Array) {
    this.#pdfium = pdfium;
    this.#bytes = pdfium._malloc(pdf.length);
    pdfium.HEAPU8.set(pdf, this.#bytes);
    this.#document = pdfium._FPDF_LoadMemDocument(this.#bytes, pdf.length, 0);
    this.count = this.#document === 0 ? 0 : pdfium._FPDF_GetPageCount(this.#document);
    if (this.count > 0) return;
    this.close();
    throw new DrawingFailed("PDFium cannot open its pages");
  }

  async view<T>(index: number, look: (page: PageView) => Promise<T>): Promise<T> {
    const page = this.#pdfium._FPDF_LoadPage(this.#document, index);
    if (page === 0) throw new DrawingFailed(`PDFium cannot open page ${index + 1} of them`);
    try {
      return await look(new PdfiumPage(this.#pdfium, page));
    } finally {
      this.#pdfium._FPDF_ClosePage(page);
    }
  }

  close(): void {
    if (this.#document !== 0) this.#pdfium._FPDF_CloseDocument(this.#document);
    this.#pdfium._free(this.#bytes);
  }
}

class PdfiumPage implements PageView {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly #pdfium: Pdfium;
  readonly #page: number;

  constructor(pdfium: Pdfium, page: number) {
    this.#pdfium = pdfium;
    this.#page = page;
    this.widthMpt = Math.round(pdfium._FPDF_GetPageWidthF(page) * MPT_PER_POINT);
    this.heightMpt = Math.round(pdfium._FPDF_GetPageHeightF(page) * MPT_PER_POINT);
  }

  draw(area: Rect, dpi: number): GreyImage {
    const scale = dpi / MPT_PER_INCH;
    const box: PixelBox = {
      left: Math.floor(area.xMpt * scale),
      top: Math.floor(area.yMpt * scale),
      right: Math.ceil((area.xMpt + area.widthMpt) * scale),
      bottom: Math.ceil((area.yMpt + area.heightMpt) * scale),
    };
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const pdfium = this.#pdfium;
    const at = pdfium._malloc(width * height);
    pdfium.HEAPU8.fill(PAPER, at, at + width * height);
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, GREY_FORMAT, at, width);
    const [sizeX, sizeY] = [this.widthMpt, this.heightMpt].map((mpt) => Math.round(mpt * scale));
    const [startX, startY] = [-box.left, -box.top];
    const size = [sizeX as number, sizeY as number] as const;
    pdfium._FPDF_RenderPageBitmap(bitmap, this.#page, startX, startY, ...size, 0, FLAGS);
    const pixels = pdfium.HEAPU8.slice(at, at + width * height);
    pdfium._FPDFBitmap_Destroy(bitmap);
    pdfium._free(at);
    return new GreyImage(pixels, box, dpi);
  }

  letters(area: Rect): readonly SeenLetter[] {
    const beside = objectsBeside(this.#pdfium, this.#page, this.#inPoints(area));
    setActive(this.#pdfium, beside, false);
    const text = this.#pdfium._FPDFText_LoadPage(this.#page);
    const at = this.#pdfium._malloc(DOUBLES * DOUBLE_BYTES);
    try {
      return this.#lettersOf(text, at, area);
    } finally {
      this.#pdfium._free(at);
      this.#pdfium._FPDFText_ClosePage(text);
      setActive(this.#pdfium, beside, true);
    }
  }

  #inPoints({ xMpt, yMpt, widthMpt, heightMpt }: Rect): PointBox {
    const bottomMpt = this.heightMpt - yMpt - heightMpt;
    return {
      left: xMpt / MPT_PER_POINT,
      bottom: bottomMpt / MPT_PER_POINT,
      right: (xMpt + widthMpt) / MPT_PER_POINT,
      top: (bottomMpt + heightMpt) / MPT_PER_POINT,
    };
  }

  #lettersOf(text: number, at: number, area: Rect): SeenLetter[] {
    const raw = this.#pdfium.wasmExports;
    const found: SeenLetter[] = [];
    const count = this.#pdfium._FPDFText_CountChars(text);
    const [x, y, left, right, bottom, top] = Array.from(
      { length: DOUBLES },
      (_, index) => at + index * DOUBLE_BYTES,
    ) as [number, number, number, number, number, number];
    for (let index = 0; index < count; index += 1) {
      raw.FPDFText_GetCharOrigin(text, index, x, y);
      const baselineMpt = this.heightMpt - this.#mpt(y);
      if (!isInside(this.#mpt(x), baselineMpt, area)) continue;
      if (raw.FPDFText_IsGenerated(text, index) === 1) continue;
      raw.FPDFText_GetCharBox(text, index, left, right, bottom, top);
      const box = {
        xMpt: this.#mpt(left),
        yMpt: this.heightMpt - this.#mpt(top),
        widthMpt: this.#mpt(right) - this.#mpt(left),
        heightMpt: this.#mpt(top) - this.#mpt(bottom),
      };
      const code = raw.FPDFText_GetUnicode(text, index);
      found.push({ text: String.fromCodePoint(code), area: box, baselineMpt });
    }
    return found;
  }

  /** A double that PDFium wrote, which aligns what it allocates. */
  #mpt(at: number): Mpt {
    return Math.round((this.#pdfium.HEAPF64[at / DOUBLE_BYTES] as number) * MPT_PER_POINT);
  }
}

function isInside(xMpt: Mpt, yMpt: Mpt, area: Rect): boolean {
  const [x, y] = [xMpt - area.xMpt, yMpt - area.yMpt];
  return x >= 0 && y >= 0 && x <= area.widthMpt && y <= area.heightMpt;
}
