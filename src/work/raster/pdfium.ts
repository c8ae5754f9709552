import { packageBytes } from "../../run/host/package-bytes.ts";
import { setFlagsFromString } from "node:v8";

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
  _FPDFText_IsGenerated(text: number, index: number): number;
  _FPDFText_GetCharOrigin(text: number, index: number, x: number, y: number): number;
  _FPDFText_GetCharBox(
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
