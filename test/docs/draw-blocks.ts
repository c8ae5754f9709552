import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";
import { openLayout } from "../../src/index.ts";
import {
  type BlockExample,
  blockExamples,
  BLOCKS_PAGE,
  blocksPage,
  layoutOf,
  PICTURES,
  sampleRecord,
  samplesFolder,
} from "./block-examples.ts";
import { projectFolder } from "./documents.ts";
import { launchBrowser } from "../kit/browser.ts";

/** `npm run pictures`: draws every example of a block, and writes the page that shows them. */
const DOTS_PER_INCH = 144;
/** The body of the samples' pages, with a little around it: left, top, width and height in inches. */
const BODY = [1.4, 3.65, 5.7, 6.7] as const;
const MARGIN_DOTS = 14;

const POINTS_PER_INCH = 72;

const pdfium = await PDFiumLibrary.init();
const { head, examples } = blockExamples();
rmSync(`${projectFolder}/${PICTURES}`, { recursive: true, force: true });
mkdirSync(`${projectFolder}/${PICTURES}`, { recursive: true });
for (const example of examples) await draw(example);
writeFileSync(`${projectFolder}/${BLOCKS_PAGE}`, blocksPage(examples));
pdfium.destroy();

async function draw(example: BlockExample): Promise<void> {
  const folder = mkdtempSync(`${tmpdir()}/nightpress-blocks-`);
  try {
    cpSync(samplesFolder, folder, { recursive: true });
    writeFileSync(`${folder}/layout.yaml`, layoutOf(head, example));
    const layout = await openLayout(folder, { asOf: "2026-10-31" });
    const { pdf, messages, diagnostics } = layout.compose(sampleRecord());
    if (pdf === undefined || diagnostics.length > 0)
      throw new Error(`${example.name}: ${diagnostics.map(({ message }) => message).join(" ")}`);
    const file = `${projectFolder}/${PICTURES}/${example.name}.png`;
    if (layout.plan.blocks.some(({ channels }) => channels.print))
      await picture(await firstPage(pdf), file);
    else await emailPicture(messages.email?.html ?? "", file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is in e-mails alone is shown as a phone shows it. */
async function emailPicture(html: string, file: string): Promise<void> {
  const browser = await launchBrowser();
  const page = await browser.newPage({
    viewport: { width: 375, height: 200 },
    deviceScaleFactor: 2,
  });
  await page.setContent(html);
  await sharp(await page.locator(".w").screenshot())
    .png({ palette: true, colours: 64, compressionLevel: 9 })
    .toFile(file);
  await browser.close();
}

async function firstPage(pdf: Uint8Array): Promise<Pixels> {
  const document = await pdfium.loadDocument(Buffer.from(pdf));
  try {
    const scale = DOTS_PER_INCH / POINTS_PER_INCH;
    const { data, width, height } = await document.getPage(0).render({ scale, render: "bitmap" });
    return { data: Buffer.from(data), width, height };
  } finally {
    document.destroy();
  }
}

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function picture({ data, width, height }: Pixels, file: string): Promise<void> {
  const [from, top, wide, high] = BODY.map((inches) => Math.round(inches * DOTS_PER_INCH));
  const page = sharp(data, { raw: { width, height, channels: 4 } }).extract({
    left: from ?? 0,
    top: top ?? 0,
    width: wide ?? width,
    height: high ?? height,
  });
  const shown = await page.removeAlpha().png().toBuffer();
  const { info, data: trimmed } = await sharp(shown)
    .trim({ background: "#ffffff", threshold: 1 })
    .toBuffer({ resolveWithObject: true });
  // Cut above and below alone: where a block stands across its page is what the picture shows, too.
  const left = -(info.trimOffsetLeft ?? 0);
  const sides = { left, right: (wide ?? 0) - info.width - left };
  await sharp(trimmed)
    .extend({ top: MARGIN_DOTS, bottom: MARGIN_DOTS, ...sides, background: "#ffffff" })
    .png({ palette: true, colours: 64, compressionLevel: 9 })
    .toFile(file);
}
