import { packageBytes } from "../../run/host/package-bytes.ts";
import { setFlagsFromString } from "node:v8";
import { DrawingFailed } from "../../verify/raster/page-view.ts";

/**
 * The part of PDFium's own interface (fpdfview.h, fpdf_text.h) that is used here; numbers are
 * pointers.
 */
export interface Pdfium {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPF64: Float64Array;
  _malloc(bytes: number): number;
  _free(at: number): void;
  _FPDF_InitLibrary(): void;
  _FPDF_LoadMemDocument(at: number, bytes: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDFBitmap_CreateEx(
    width: number,
    height: number,
    format: number,
    at: number,
    stride: number,
  ): number;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    flags: number,
  ): void;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  /** The same functions without checks of their arguments, for those called thousands of times. */
  readonly wasmExports: PdfiumExports;
}

/** What is asked of each object or character of a page (fpdf_edit.h, fpdf_text.h). */
export interface PdfiumExports {
  FPDFPage_CountObjects(page: number): number;
  FPDFPage_GetObject(page: number, index: number): number;
  FPDFPageObj_GetType(object: number): number;
  /** Left, bottom, right and top, as floats. */
  FPDFPageObj_GetBounds(
    object: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
  ): number;
  /** Six floats. */
  FPDFPageObj_GetMatrix(object: number, matrix: number): number;
  FPDFPageObj_SetIsActive(object: number, isActive: number): number;
  FPDFText_GetUnicode(text: number, index: number): number;
  FPDFText_IsGenerated(text: number, index: number): number;
  FPDFText_GetCharOrigin(text: number, index: number, x: number, y: number): number;
  FPDFText_GetCharBox(
    text: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number;
}

interface PdfiumModule {
  readonly PDFiumModule: (options: { readonly wasmBinary: ArrayBuffer }) => Promise<unknown>;
}

let loading: Promise<Pdfium> | undefined;

/** PDFium, started once per thread, when it is first needed. Its code is in the package. */
export function loadPdfium(): Promise<Pdfium> {
  loading ??= start();
  return loading;
}

/** After a crash the next caller gets a new instance. */
export function forgetPdfium(): void {
  loading = undefined;
}

/**
 * V8 compiles WebAssembly twice: fast on the first call, then optimised if it is called often. A
 * sample of a few sheets is done before the optimisation pays, which takes as long as rendering
 * them; it is put off until hundreds are rendered. Code that is never called is not compiled
 * either.
 */
const WASM_FLAGS = "--wasm-tiering-budget=1000000000 --wasm-lazy-validation";

async function start(): Promise<Pdfium> {
  setFlagsFromString(WASM_FLAGS);
  const { PDFiumModule } = (await import("@hyzyla/pdfium")) as unknown as PdfiumModule;
  const wasmBinary = packageBytes("@hyzyla/pdfium/pdfium.wasm");
  const pdfium = (await PDFiumModule({ wasmBinary })) as Pdfium;
  pdfium._FPDF_InitLibrary();
  return pdfium;
}

/** Lets `use` look at a file, by PDFium's handle of it. Throws a `DrawingFailed` without a page. */
export function withDocument<T>(
  pdfium: Pdfium,
  pdf: Uint8Array,
  use: (document: number, pageCount: number) => T,
): T {
  const bytes = pdfium._malloc(pdf.length);
  pdfium.HEAPU8.set(pdf, bytes);
  const document = pdfium._FPDF_LoadMemDocument(bytes, pdf.length, 0);
  try {
    const pageCount = document === 0 ? 0 : pdfium._FPDF_GetPageCount(document);
    if (pageCount === 0) throw new DrawingFailed("PDFium cannot open its pages");
    return use(document, pageCount);
  } finally {
    if (document !== 0) pdfium._FPDF_CloseDocument(document);
    pdfium._free(bytes);
  }
}

/** Lets `use` look at a page, by PDFium's handle of it; `index` is 0-based. */
export function withPage<T>(
  pdfium: Pdfium,
  document: number,
  index: number,
  use: (page: number) => T,
): T {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0) throw new DrawingFailed(`PDFium cannot open page ${index + 1} of them`);
  try {
    return use(page);
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}
