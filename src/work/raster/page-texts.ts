import { loadPdfium, withDocument, withPage } from "./pdfium.ts";

/** The characters of each page of a PDF file as PDFium finds them, in its order. */
export async function pageTexts(pdf: Uint8Array): Promise<string[]> {
  const pdfium = await loadPdfium();
  return withDocument(pdfium, pdf, (document, pageCount) =>
    Array.from({ length: pageCount }, (_, index) =>
      withPage(pdfium, document, index, (page) => {
        const text = pdfium._FPDFText_LoadPage(page);
        const characters = Array.from({ length: pdfium._FPDFText_CountChars(text) }, (_code, at) =>
          String.fromCodePoint(pdfium._FPDFText_GetUnicode(text, at)),
        );
        pdfium._FPDFText_ClosePage(text);
        return characters.join("");
      }),
    ),
  );
}
