import { readFileSync, writeFileSync } from "node:fs";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp, { type OverlayOptions } from "sharp";
import { openLayout } from "../../src/index.ts";
import { projectFolder } from "./documents.ts";

/** `npm run pictures`: draws the first pages of the layouts that `layouts/README.md` shows. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  "brokerage-statement": ["standard"],
  "explanation-of-benefits": ["standard"],
  "german-invoice": ["standard", "stress"],
  "rate-change-notice": ["de-DE", "ar-EG", "ja-JP"],
  "swiss-invoice": ["standard"],
  "utility-bill": ["standard"],
};
/** Of a layout's only sample; of several, the first page each. */
const PAGES = 2;
const DOTS_PER_INCH = 88;
const POINTS_PER_INCH = 72;
const GAP_DOTS = 16;
const DESK = "#d9dde2";

const pdfium = await PDFiumLibrary.init();
for (const [name, samples] of Object.entries(SHOWN)) {
  const folder = `${projectFolder}/layouts/${name}`;
  const layout = await openLayout(folder, { asOf: "2026-10-31" });
  const pages: Pixels[] = [];
  for (const sample of samples) {
    const record: unknown = JSON.parse(readFileSync(`${folder}/samples/${sample}.json`, "utf8"));
    const { pdf, diagnostics } = layout.compose(record, { channels: ["print"] });
    if (pdf === undefined || diagnostics.length > 0) throw new Error(`${name} is not whole`);
    pages.push(...(await drawnPages(pdf, samples.length === 1 ? PAGES : 1)));
  }
  const picture = await besideEachOther(pages);
  writeFileSync(`${projectFolder}/layouts/pictures/${name}.png`, picture);
}
pdfium.destroy();

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function drawnPages(pdf: Uint8Array, pagesMax: number): Promise<Pixels[]> {
  const document = await pdfium.loadDocument(Buffer.from(pdf));
  const scale = DOTS_PER_INCH / POINTS_PER_INCH;
  const pages: Pixels[] = [];
  for (let page = 0; page < Math.min(pagesMax, document.getPageCount()); page += 1) {
    const { data, width, height } = await document
      .getPage(page)
      .render({ scale, render: "bitmap" });
    pages.push({ data: Buffer.from(data), width, height });
  }
  document.destroy();
  return pages;
}

function besideEachOther(pages: readonly Pixels[]): Promise<Buffer> {
  let left = GAP_DOTS;
  const placed = pages.map(({ data, width, height }): OverlayOptions => {
    const at = { left, top: GAP_DOTS };
    left += width + GAP_DOTS;
    return { ...at, input: data, raw: { width, height, channels: 4 } };
  });
  const height = Math.max(...pages.map((page) => page.height)) + 2 * GAP_DOTS;
  return sharp({ create: { width: left, height, channels: 3, background: DESK } })
    .composite(placed)
    .png({ palette: true, colours: 128, compressionLevel: 9 })
    .toBuffer();
}
