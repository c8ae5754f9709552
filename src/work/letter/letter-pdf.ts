import { sha256 } from "../../base/hash.ts";
import { formatThousandths } from "../../pdf/byte-writer.ts";
import { PdfFile } from "../../pdf/pdf-file.ts";
import type { PageResources } from "../../spool/spool-job.ts";
import type { ComposedPage } from "../composed-document.ts";

/** What a letter's file is made of. */
export interface LetterPages {
  readonly pages: readonly ComposedPage[];
  /** Drawn under the first page, such as the address in the window. */
  readonly underlay: Uint8Array | undefined;
  readonly widthMpt: number;
  readonly heightMpt: number;
  readonly resources: PageResources;
  /** Further entries of the document catalog and of the information dictionary. */
  readonly catalog: string;
  readonly info: string;
}

/** One letter as a PDF file: its composed pages and nothing else. Same pages, same bytes. */
export function letterPdf(letter: LetterPages): Uint8Array {
  const { pages, underlay, resources, catalog, info } = letter;
  const parts: Uint8Array[] = [];
  const pdf = new PdfFile((bytes) => parts.push(bytes.slice()), resources);
  const width = formatThousandths(letter.widthMpt);
  const height = formatThousandths(letter.heightMpt);
  for (const [index, { content, drawn }] of pages.entries()) {
    const under = index === 0 && underlay !== undefined ? [pdf.allocate()] : [];
    for (const id of under) pdf.stream(id, "", underlay ?? new Uint8Array());
    const id = pdf.allocate();
    pdf.packedStream(id, content);
    pdf.page(width, height, [...under, id], "", resources.byDrawn[drawn]);
  }
  const identity = [info, ...pages.map(({ content }) => sha256(content))].join(" ");
  pdf.finish(catalog, info, sha256(identity).slice(0, 32).toUpperCase());
  return Buffer.concat(parts);
}
