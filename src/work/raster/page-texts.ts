import { loadPdfium } from "./pdfium.ts";

/** The characters of each page of a PDF file as PDFium finds them, in its order. */
export async function pageTexts(pdf: Uint8Array): Promise<string[]> {
  const pdfium = await loadPdfium();
  const bytes = pdfium._malloc(pdf.length);
  pdfium.HEAPU8.set(pdf, bytes);
  const document = pdfium._FPDF_LoadMemDocument(bytes, pdf.length, 0);
  try {
    const count = document === 0 ? 0 : pdfium._FPDF_GetPageCount(document);
    return Array.from({ length: count }, (_, index) => {
      const page = pdfium._FPDF_LoadPage(document, index);
      const text = pdfium._FPDFText_LoadPage(page);
      const codes = Array.from({ length: pdfium._FPDFText_CountChars(text) }, (_code, at) =>
        pdfium._FPDFText_GetUnicode(text, at),
      );
      pdfium._FPDFText_ClosePage(text);
      pdfium._FPDF_ClosePage(page);
      return String.fromCodePoint(...codes);
    });
  } finally {
    if (document !== 0) pdfium._FPDF_CloseDocument(document);
    pdfium._free(bytes);
  }
}
