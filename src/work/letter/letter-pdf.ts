import { sha256 } from "../../base/hash.ts";
import { type ByteWriter, formatThousandths } from "../../pdf/byte-writer.ts";
import { PdfFile } from "../../pdf/pdf-file.ts";
import type { PageResources } from "../../spool/spool-job.ts";
import type { ComposedPage } from "../composed-document.ts";
import type { PageOverlays } from "./letter-overlays.ts";

/** A composed page, and what is painted under and over it. */
export type LetterPage = ComposedPage & PageOverlays;

/** What a letter's file is made of. */
export interface LetterPages {
  readonly pages: readonly LetterPage[];
  readonly widthMpt: number;
  readonly heightMpt: number;
  readonly resources: PageResources;
  /** Further entries of the document catalog and of the information dictionary. */
  readonly catalog: string;
  readonly info: string;
  /** For this file to be written in; may be used for the next one after it. */
  readonly buffer: ByteWriter;
}

/** One letter as a PDF file: its pages and nothing else. Same pages, same bytes. */
export function letterPdf(letter: LetterPages): Uint8Array {
  const { pages, resources, catalog, info, buffer } = letter;
  const parts: Uint8Array[] = [];
  const pdf = new PdfFile((bytes) => parts.push(bytes.slice()), resources, buffer);
  const width = formatThousandths(letter.widthMpt);
  const height = formatThousandths(letter.heightMpt);
  for (const page of pages)
    pdf.page(
      width,
      height,
      pageContents(pdf, page),
      pageEntries(page),
      resources.byDrawn[page.drawn],
    );
  const identity = [info, ...pages.map(({ content }) => sha256(content))].join(" ");
  pdf.finish(catalog, info, fileIdOf(identity));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/** On screen, a page that lies turned on its sheet is turned back. */
export function pageEntries({ isTurned }: LetterPage): string {
  return isTurned === true ? "/Rotate 90" : "";
}

/** Writes a page's streams; their numbers, in the order that they are painted in. */
export function pageContents(pdf: PdfFile, { content, under, over }: LetterPage): number[] {
  const underId = writeOverlay(pdf, under);
  const id = pdf.allocate();
  pdf.packedStream(id, content);
  return [...underId, id, ...writeOverlay(pdf, over)];
}

/** A file's identifier, from what tells it from others. */
export function fileIdOf(identity: string): string {
  return sha256(identity).slice(0, 32).toUpperCase();
}

function writeOverlay(pdf: PdfFile, overlay: Uint8Array | undefined): number[] {
  if (overlay === undefined) return [];
  const id = pdf.allocate();
  pdf.stream(id, "", overlay);
  return [id];
}
