import { once } from "node:events";
import PDFDocument from "pdfkit";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { FileOutput } from "./file-output.ts";
import type { Drawn, Peer, PeerRun } from "./peer.ts";
import { fontName } from "./peer-style.ts";
import { PdfkitPages } from "./pdfkit-pages.ts";

/** pdfkit at its best: all statements in one document, fonts registered once. */
export const pdfkitSpool: Peer = {
  name: "pdfkit, one spool",
  open: (plan, file) => new SpoolRun(plan, file),
};

class SpoolRun implements PeerRun {
  readonly #document: PDFKit.PDFDocument;
  readonly #pagesOf: PdfkitPages;
  readonly #output: FileOutput;
  #pages = 0;

  constructor(plan: LayoutPlan, file: string) {
    this.#output = new FileOutput(file);
    this.#document = openPdfkit(plan, this.#output);
    this.#pagesOf = new PdfkitPages(this.#document, plan);
  }

  draw(statement: BoundStatement): void {
    this.#pages += this.#pagesOf.draw(statement);
    this.#document.flushPages();
  }

  async close(): Promise<Drawn> {
    const ended = once(this.#document, "end");
    this.#document.end();
    await ended;
    this.#output.close();
    return { pages: this.#pages, bytes: this.#output.bytes };
  }
}

/** A pdfkit document with the plan's fonts that writes to `output`. */
export function openPdfkit(plan: LayoutPlan, output: FileOutput): PDFKit.PDFDocument {
  const { widthMpt, heightMpt } = plan.stock;
  const document = new PDFDocument({
    size: [widthMpt / 1000, heightMpt / 1000],
    margin: 0,
    compress: true,
    autoFirstPage: false,
    bufferPages: true,
  });
  plan.fonts.forEach(({ file }, index) => document.registerFont(fontName(index), file));
  document.on("data", (chunk: Uint8Array) => output.write(chunk));
  return document;
}
