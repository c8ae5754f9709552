import { once } from "node:events";
import { FileOutput } from "./file-output.ts";
import type { Peer } from "./peer.ts";
import { PdfkitPages } from "./pdfkit-pages.ts";
import { openPdfkit } from "./pdfkit-spool.ts";

/** pdfkit as it is mostly used: a document of its own for each customer, all in one file here. */
export const pdfkitEach: Peer = {
  name: "pdfkit, one each",
  open: (plan, file) => {
    const output = new FileOutput(file);
    let pages = 0;
    return {
      async draw(statement) {
        const document = openPdfkit(plan, output);
        pages += new PdfkitPages(document, plan).draw(statement);
        const ended = once(document, "end");
        document.end();
        await ended;
      },
      close() {
        output.close();
        return Promise.resolve({ pages, bytes: output.bytes });
      },
    };
  },
};
